"""At a desk: a unit takes somebody on, corrects what was wrong, both agencies accept, the roster shows the person."""

from datetime import date

import pytest

from accounts.models import Person
from accounts.rules.roles import Agency
from tests.browser.acts import claim, decide, enter_as_operator, enter_as_staff, go, look, main, refusals, send
from tests.factories import TODAY, AreaFactory, PersonFactory, UserFactory, employ
from tests.factories.parties import resident_number
from tests.factories.policy import put_policy
from tests.visits import Visitor

NUMBER = resident_number(date(1995, 5, 20), 21)


@pytest.fixture
def users(settings, live_server):
    """An operator of a unit with one person in it; a clerk of each agency."""
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    operator = UserFactory(operator=True)
    employ(PersonFactory(), operator.unit)
    return {
        Visitor.OPERATOR: operator,
        Visitor.CLERK: UserFactory(clerk=True, agency=Agency.HRSS),
        Visitor.OTHER_CLERK: UserFactory(clerk=True, agency=Agency.MEDICAL),
    }


def test_who_is_taken_on_stands_on_the_roster(page, users, another_window, axe):
    number = increase(page, users[Visitor.OPERATOR], axe)
    for clerk in (Visitor.CLERK, Visitor.OTHER_CLERK):
        accept(another_window(), users[clerk], number, axe)
    go(page, f"/employer/declarations/{number}/")
    assert main(page, "state") == "effective"
    look(page, axe)
    go(page, "/employer/staff/")
    assert main(page, "total") == "2"
    go(page, f"/employer/staff/{Person.objects.get(name='何新').public_id}/")
    assert main(page, "state") == "insured"
    look(page, axe)


def increase(page, operator, axe) -> str:
    """Fill in the increase with something wrong, put it right, look it over and submit; return its number."""
    enter_as_operator(page, operator)
    go(page, "/employer/increases/new/")
    look(page, axe)
    page.fill("[name=id_number]", NUMBER)
    page.fill("[name=name]", "何新")
    page.fill("[name=started_on]", "2026-08-03")
    page.fill("[name=contract_from]", "2026-08-03")
    send(page)
    assert refusals(page) >= {"A012"}
    look(page, axe)
    page.fill("[name=wage]", "3000")
    send(page)
    assert refusals(page) >= {"A021"}, "late: to be read first"
    page.check("[name=acknowledged]")
    send(page)
    look(page, axe)
    assert "4,560.00" in page.locator("main").inner_text(), "the base is the lower bound"
    send(page)
    assert main(page, "state") == "submitted"
    return main(page, "number")


def accept(page, clerk, number, axe) -> None:
    enter_as_staff(page, clerk)
    claim(page, number)
    look(page, axe)
    decide(page, "accept")
