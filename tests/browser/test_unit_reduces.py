"""At a desk: a unit reduces a person, both agencies accept, the month ends, and everybody sees the same."""

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry
from accounts.rules.roles import Agency
from accounts.services import audit
from insurance.models import Declaration, Enrolment
from tests.browser.acts import (
    claim,
    decide,
    enter_as_citizen,
    enter_as_operator,
    enter_as_staff,
    follow,
    go,
    look,
    main,
    refusals,
    send,
)
from tests.factories import TODAY, PersonFactory, UserFactory, employ
from tests.visits import Visitor

FIRST_OF_OCTOBER = TODAY.replace(month=10, day=1)


@pytest.fixture
def users(settings, live_server):
    """An operator of a unit with two staff, one of whom will leave; a clerk of each agency."""
    settings.HALL_TODAY = TODAY
    operator, leaving = UserFactory(operator=True), UserFactory()
    for person in (leaving.person, PersonFactory()):
        employ(person, operator.unit)
    return {
        Visitor.OPERATOR: operator,
        Visitor.CITIZEN: leaving,
        Visitor.CLERK: UserFactory(clerk=True, agency=Agency.HRSS),
        Visitor.OTHER_CLERK: UserFactory(clerk=True, agency=Agency.MEDICAL),
    }


def test_roster_own_page_record_and_audit_agree(page, users, another_window, settings, axe):
    leaving = users[Visitor.CITIZEN].person
    number = reduce(page, users[Visitor.OPERATOR], leaving, axe)
    for clerk in (Visitor.CLERK, Visitor.OTHER_CLERK):
        accept(another_window(), users[clerk], number, axe)
    assert state_on_roster(page, leaving) == "stopping"

    settings.HALL_TODAY = FIRST_OF_OCTOBER
    call_command("run_due", on=FIRST_OF_OCTOBER)

    assert state_on_roster(page, leaving) == "stopped"
    look(page, axe)
    go(page, "/employer/staff/")
    assert main(page, "total") == "1"
    go(page, f"/employer/declarations/{number}/")
    assert main(page, "state") == "effective"
    own = another_window()
    assert running_on_own_page(own, users[Visitor.CITIZEN]) == 0
    look(own, axe)
    assert set(ends_on_record(leaving, number)) == {(FIRST_OF_OCTOBER, "14")}
    assert len(ends_on_record(leaving, number)) == 5
    assert acts_on_record(number) == [
        "declaration.prepared",
        "declaration.submitted",
        *["declaration.accepted"] * 2,
        *["declaration.took_effect"] * 2,
    ]
    audit.seal_all()
    assert audit.first_break() is None


def reduce(page, operator, leaving, axe) -> str:
    """Go from the roster through the form and the check to the agency; return the declaration's number."""
    enter_as_operator(page, operator)
    look(page, axe)
    go(page, "/employer/staff/")
    assert main(page, "total") == "2"
    follow(page.locator(f"main a[href='/employer/reductions/new/?person={leaving.public_id}']"))
    look(page, axe)
    page.select_option("[name=reason]", "14")
    page.fill("[name=ended_on]", TODAY.isoformat())
    page.check("[name=acknowledged]")
    send(page)
    assert refusals(page) == {"R013"}
    assert page.input_value("[name=ended_on]") == TODAY.isoformat()
    look(page, axe)
    page.fill("[name=contract_from]", "2024-01-01")
    page.fill("[name=post]", "收银员")
    page.fill("[name=years_in_unit]", "2.5")
    send(page)
    assert (page.url.rsplit("/", 2)[1], main(page, "state")) == ("check", "draft")
    look(page, axe)
    send(page)
    assert main(page, "state") == "submitted"
    look(page, axe)
    return main(page, "number")


def accept(page, clerk, number, axe) -> None:
    """Claim the agency's part of a declaration and accept it on the review page."""
    enter_as_staff(page, clerk)
    look(page, axe)
    claim(page, number)
    assert (main(page, "number"), main(page, "state")) == (number, "submitted")
    look(page, axe)
    decide(page, "accept")
    assert main(page, "state") == "accepted"
    look(page, axe)


def state_on_roster(page, person) -> str:
    go(page, f"/employer/staff/{person.public_id}/")
    return main(page, "state")


def running_on_own_page(page, user) -> int:
    """Sign in as the person and return how many insurances run by their own page."""
    enter_as_citizen(page, user)
    go(page, "/me/insurance/")
    return page.locator("main .tag-good").count()


def ends_on_record(person, number) -> list[tuple]:
    """Return stop month and reason of every enrolment that this declaration ended."""
    ended = Enrolment.objects.filter(person=person, ended_by__declaration=Declaration.objects.get(number=number))
    return list(ended.values_list("stop_month", "end_reason"))


def acts_on_record(number) -> list[str]:
    found = AuditEntry.objects.filter(subject_number=number, action__startswith="declaration.").order_by("pk")
    return list(found.values_list("action", flat=True))
