"""At a desk and on a phone: a unit declares the wages of the year; somebody changes the phone codes go to."""

import pytest

from insurance.models import DeclaredWage
from tests.browser.acts import code_sent_to, enter_as_citizen, enter_as_operator, follow, go, look, main, refusals, send
from tests.factories import TODAY, PersonFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.parties import PASSWORD
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory


@pytest.fixture
def operator(settings, live_server):
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    operator = UserFactory(operator=True)
    people = [PersonFactory(), PersonFactory()]
    for person in people:
        employ(person, operator.unit)
    charge(people[0], "2026-01", unit=operator.unit)
    return operator


def test_wages_are_written_looked_over_and_sent(page, operator, axe):
    enter_as_operator(page, operator)
    go(page, "/employer/bases/")
    look(page, axe)
    fields = page.locator("input[name^=wage_]")
    fields.nth(0).fill("9,500.00")
    fields.nth(1).fill("viel")
    send(page)
    assert refusals(page) == {"invalid"}
    look(page, axe)
    page.locator("input[name^=wage_]").nth(1).fill("60000")
    send(page)
    assert page.url.endswith("/check/")
    look(page, axe)
    page.check("[name=acknowledged]")
    send(page)
    assert main(page, "state") == "effective"
    look(page, axe)
    assert sorted(DeclaredWage.objects.values_list("wage_fen", flat=True)) == [950_000, 6_000_000]
    go(page, "/employer/bases/")
    assert main(page, "total") == "0"
    look(page, axe)


def test_data_of_an_employee_are_changed(page, operator, axe):
    person = operator.unit.enrolments.first().person
    enter_as_operator(page, operator)
    go(page, f"/employer/staff/{person.public_id}/change/")
    look(page, axe)
    page.fill("[name=wage]", "9000")
    page.fill("[name=phone]", "12")
    send(page)
    assert "info_change.phone" in refusals(page)
    look(page, axe)
    page.fill("[name=phone]", "13900001234")
    page.check("[name=acknowledged]")
    send(page)
    look(page, axe)
    send(page)
    assert main(page, "state") == "effective"
    person.refresh_from_db()
    assert person.phone == "13900001234"


def test_a_new_phone_is_proved(page, settings, live_server, axe):
    settings.HALL_TODAY = TODAY
    AreaFactory()
    citizen = UserFactory()
    enter_as_citizen(page, citizen)
    go(page, "/me/info-change/")
    look(page, axe)
    page.fill("[name=phone]", "13900001234")
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("button[name=send]"))
    look(page, axe)
    page.fill("[name=sms_code]", code_sent_to(citizen.person))
    send(page)
    assert main(page, "state") == "effective"
    citizen.person.refresh_from_db()
    assert citizen.person.phone == "13900001234"
