"""On a phone an employee contests the reason of a reduction; at a desk the unit states its view, then takes it back."""

import pytest

from insurance.models import DeclarationPart, Enrolment
from insurance.services import declarations
from tests.browser.acts import (
    choose,
    enter_as_citizen,
    enter_as_operator,
    follow,
    go,
    look,
    main,
    refusals,
    renew,
    send,
)
from tests.browser.conftest import PHONE
from tests.factories import NOW, TODAY, UserFactory, employ
from tests.insurance.services.test_undo_races import DAY, OCTOBER
from tests.insurance.views.employer.pages import submitted
from tests.visits import let_in

TOLD = "我没有辞职，是单位通知我不用再来上班。"


@pytest.fixture
def users(settings, live_server):
    settings.HALL_TODAY = TODAY
    operator, citizen = UserFactory(operator=True), UserFactory()
    employ(citizen.person, operator.unit)
    return operator, citizen


@pytest.fixture
def windows(another_window):
    """A phone and a desk; nothing in either may be wrong."""
    return [another_window(viewport=PHONE), another_window()]


def test_the_reason_is_contested_and_the_unit_takes_it_back(users, windows, settings, axe):
    operator, citizen = users
    phone, desk = windows
    number = submitted(let_in(operator), citizen.person)
    for part in DeclarationPart.objects.filter(declaration__number=number):
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=OCTOBER)
    settings.HALL_TODAY = DAY

    enter_as_citizen(phone, citizen)
    go(phone, f"/me/reductions/{number}/")
    look(phone, axe)
    follow(phone.locator("main .btn-primary"))
    send(phone)
    assert refusals(phone) == {"dispute.claim_missing", "dispute.text_short"}
    look(phone, axe)
    choose(phone, "claimed_reason", "17")
    phone.fill("[name=text]", TOLD)
    send(phone)
    assert (main(phone, "kind"), main(phone, "state")) == ("dispute", "submitted")
    look(phone, axe)

    enter_as_operator(desk, operator)
    go(desk, f"/employer/declarations/{number}/")
    assert TOLD in desk.inner_text("main")
    look(desk, axe)
    desk.fill("form[action*='/disputes/'] [name=text]", "该员工提交了书面辞职信。")
    follow(desk.locator("form[action*='/disputes/'] button"))
    assert "该员工提交了书面辞职信。" in desk.inner_text("main")
    follow(desk.locator("form[action$='/undo/'] .btn-danger"))
    assert main(desk, "state") == "undone"
    look(desk, axe)
    assert Enrolment.objects.filter(person=citizen.person, stop_month=None).count() == 5

    renew(phone)
    assert main(phone, "state") == "withdrawn"
    look(phone, axe)
