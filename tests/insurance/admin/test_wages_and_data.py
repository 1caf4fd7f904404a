"""The review desk of declared wages and changed data: the new value beside the one on record, accepted from the page."""

import pytest

from accounts.rules.roles import Agency
from insurance.models import DeclaredWage
from insurance.rules.months import Month
from insurance.rules.personal_data import Datum
from insurance.services import bases, info_changes, unit_declarations
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.visits import let_in


@pytest.fixture
def operator(db, settings):
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    return UserFactory(operator=True)


@pytest.fixture
def person(operator):
    person = PersonFactory(name="王小明")
    employ(person, operator.unit)
    return person


@pytest.fixture
def desk(operator):
    return let_in(UserFactory(clerk=True, agency=Agency.HRSS))


def sent(declaration, operator):
    """Return the part of a declaration that was looked over and submitted."""
    unit_declarations.submit(declaration.number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    return declaration.parts.get()


def test_a_falling_wage_stands_beside_the_one_in_force_and_is_accepted(desk, operator, person):
    wages = {person.pk: 300_000}
    part = sent(bases.save_wages(operator.unit, wages, seen={}, actor=operator, at=NOW, on=TODAY), operator)
    address = f"/admin/insurance/declarationpart/{part.pk}/"
    page = desk.get(address).content.decode()
    assert "3,000.00" in page
    assert "8,000.00" in page
    assert "4,560.00" in page
    answer = desk.post(f"{address}decide/", {**decision(page), "action": "accept"})
    assert answer.status_code == 302, answer.content.decode()
    assert DeclaredWage.objects.get().wage_fen == 300_000


def decision(page: str) -> dict:
    """Return the version on the screen and a key."""
    version = page.split('name="version" value="')[1].split('"')[0]
    return {"version": version, "submission_key": "7f0b2a4e-9c1d-4a57-8d27-3f6f7c1f0b11"}


def test_a_lower_wage_during_the_year_is_compared(desk, operator, person):
    change = info_changes.draft_change(
        operator.unit,
        person,
        {Datum.WAGE: 700_000},
        wage_from=Month(2026, 10),
        actor=operator,
        at=NOW,
        on=TODAY,
        acknowledged=True,
    )
    part = sent(change, operator)
    page = desk.get(f"/admin/insurance/declarationpart/{part.pk}/").content.decode()
    assert "7,000.00" in page
    assert "8,000.00" in page
