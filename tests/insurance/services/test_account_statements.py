"""A year of an account on paper: the sums are those of the days, asked again it is the same, it can be checked."""

from datetime import date, timedelta

import pytest

from accounts.rules.errors import RuleBroken
from insurance.models import Certificate
from insurance.services.account_statements import issue
from insurance.services.certificates import is_genuine
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.accounts import moved

BY = {"at": NOW, "on": TODAY}


@pytest.fixture
def citizen(db):
    """Somebody whose account moved in two years; the books heard of one purchase late."""
    user = UserFactory()
    moved(user.person, -1_000, on=date(2026, 2, 3))
    moved(user.person, -2_000, on=date(2025, 12, 31))
    moved(user.person, 300, on=date(2026, 1, 1))
    return user


def test_the_sums_are_those_of_the_days_not_of_the_order_of_loading(citizen):
    facts = issue(citizen, 2026, **BY).facts
    assert [facts[name] for name in ("opening_fen", "in_fen", "out_fen", "closing_fen")] == [98_000, 300, 1_000, 97_300]
    assert [(row["on"], row["amount_fen"]) for row in facts["rows"]] == [("2026-01-01", 300), ("2026-02-03", -1_000)]
    assert facts["last_on"] == TODAY.isoformat()


def test_a_past_year_ends_with_its_last_day_and_leads_to_the_next(citizen):
    before, after = (issue(citizen, year, **BY).facts for year in (2025, 2026))
    assert before["last_on"] == "2025-12-31"
    assert before["closing_fen"] == after["opening_fen"]


def test_asked_again_it_is_the_same_until_something_moves(citizen):
    first = issue(citizen, 2026, **BY)
    assert issue(citizen, 2026, **BY) == first
    moved(citizen.person, -50)
    second = issue(citizen, 2026, **BY)
    assert second != first
    assert is_genuine(second)
    assert Certificate.objects.count() == 2


def test_a_year_to_come_and_somebody_without_an_account_get_none(citizen):
    with pytest.raises(RuleBroken, match="account_statement.none"):
        issue(citizen, TODAY.year + 1, **BY)
    with pytest.raises(RuleBroken, match="account_statement.none"):
        issue(UserFactory(), 2026, at=NOW, on=TODAY + timedelta(days=1))
