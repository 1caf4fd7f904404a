"""Whose charge is 110 per cent of the last one because the wage of the year was not declared (article 62)."""

from datetime import date

import pytest

from insurance.rules.months import Month
from insurance.rules.undeclared import ContributionYear, Undeclared, is_estimated

YEAR = ContributionYear(Month(2026, 1), None, 3, Undeclared.ESTIMATE)
KEEPS = ContributionYear(Month(2026, 1), None, 3, Undeclared.LAST_BASE)


@pytest.mark.parametrize(
    ("year", "month", "wage_from", "on", "estimated"),
    [
        (YEAR, "2026-09", date(2025, 1, 1), date(2026, 4, 1), True),
        (YEAR, "2026-09", date(2025, 12, 1), date(2026, 9, 10), True),
        (YEAR, "2026-09", date(2025, 1, 1), date(2026, 3, 31), False),
        (YEAR, "2026-09", date(2026, 1, 1), date(2026, 9, 10), False),
        (YEAR, "2026-09", date(2026, 6, 1), date(2026, 9, 10), False),
        (YEAR, "2026-09", None, date(2026, 9, 10), False),
        (YEAR, "2025-12", date(2025, 1, 1), date(2026, 9, 10), False),
        (KEEPS, "2026-09", date(2025, 1, 1), date(2026, 9, 10), False),
    ],
    ids=["late", "late too", "time runs", "declared", "joined this year", "taken over", "an earlier month", "keeps"],
)
def test_who_is_estimated(year, month, wage_from, on, estimated):
    assert is_estimated(year, month=Month.parse(month), wage_from=wage_from, on=on) is estimated


@pytest.mark.parametrize(("months", "day"), [(1, date(2026, 7, 31)), (3, date(2026, 9, 30)), (12, date(2027, 6, 30))])
def test_declared_by_the_end_of_the_months_given(months, day):
    assert ContributionYear(Month(2026, 7), None, months, Undeclared.ESTIMATE).declare_by == day
