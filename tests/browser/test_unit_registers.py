"""In a window: a new unit completes its registration, the agency accepts, and an invited colleague opens an account."""

from datetime import date

import pytest

from accounts.models import User
from accounts.rules.roles import Agency
from insurance.models import UnitRegistration
from insurance.rules.kinds import UnitStatus
from tests.browser.acts import (
    choose,
    claim,
    decide,
    enter_as_operator,
    enter_as_staff,
    follow,
    go,
    look,
    main,
    refusals,
    send,
)
from tests.factories import TODAY, PersonFactory, UserFactory
from tests.factories.parties import resident_number

ACCOUNT = "6222021607000042119"


@pytest.fixture
def operator(settings, live_server):
    """An operator of a unit that was founded two weeks ago."""
    settings.HALL_TODAY = TODAY
    operator = UserFactory(operator=True)
    operator.unit.founded_on = date(2026, 8, 27)
    operator.unit.save()
    UnitRegistration.objects.update(status=UnitStatus.NOT_INSURED, injury_class=None, registered_on=None)
    return operator


def test_a_unit_registers_and_invites_a_colleague(page, operator, another_window, axe):
    enter_as_operator(page, operator)
    go(page, "/employer/increases/new/")
    look(page, axe)
    follow(page.locator("main a[href='/employer/registration/']").first)
    assert main(page, "state") == "not_insured"
    send(page)
    assert "required" in refusals(page)
    look(page, axe)
    fill_in(page)
    send(page)
    assert ACCOUNT not in page.content()
    look(page, axe)
    send(page)
    assert main(page, "state") == "submitted"
    look(page, axe)

    accept(another_window(), main(page, "number"), axe)

    go(page, "/employer/registration/")
    assert main(page, "state") == "insured"
    look(page, axe)
    go(page, "/employer/profile/")
    look(page, axe)
    invite(page, axe)


def fill_in(page) -> None:
    page.select_option("[name=unit_type]", "10")
    page.select_option("[name=industry]", "54")
    for name, value in {
        "address": "云州市滨河路8号",
        "postcode": "379900",
        "representative_name": "邹立",
        "representative_number": resident_number(date(1979, 4, 4), 907),
        "bank_name": "云州银行滨河支行",
        "bank_account": ACCOUNT,
    }.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=acknowledged]")


def accept(page, number: str, axe) -> None:
    """Claim the registration and accept it on the review page."""
    enter_as_staff(page, UserFactory(clerk=True, agency=Agency.HRSS))
    claim(page, number)
    look(page, axe)
    decide(page, "accept")
    assert main(page, "state") == "effective"
    look(page, axe)


def invite(page, axe) -> None:
    """Invite a colleague and see the code once."""
    colleague = PersonFactory()
    go(page, "/employer/operators/")
    look(page, axe)
    go(page, "/employer/operators/invite/")
    page.fill("[name=name]", colleague.name)
    page.fill("[name=id_number]", colleague.identity_number)
    page.fill("[name=operator]", "heyan")
    choose(page, "rights", "prepare")
    look(page, axe)
    send(page)
    assert main(page, "kind") == "handed-out"
    look(page, axe)
    assert User.objects.get(username="heyan").rights == ["prepare"]
