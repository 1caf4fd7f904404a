"""What ending an enrolment writes: the first month not charged and the first day without cover."""

from datetime import date

import pytest

from insurance.rules.endings import Ending, ending
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month

JANUARY, OCTOBER, DECEMBER = Month(2024, 1), Month(2026, 10), Month(2026, 12)


def ends(insurance=Insurance.MEDICAL, *, asked=OCTOBER, first=JANUARY, ended_on=None, covered_from=None) -> Ending:
    covered_from = covered_from or first.first_day
    return ending(insurance, asked=asked, first_month=first, covered_from=covered_from, ended_on=ended_on)


def test_it_is_charged_and_covered_to_the_month_before():
    end = ends()
    assert (end.stop_month, end.covered_until, end.last_charged) == (OCTOBER, date(2026, 10, 1), Month(2026, 9))


@pytest.mark.parametrize("first", [OCTOBER, DECEMBER])
def test_what_begins_later_is_never_charged_and_never_covers(first):
    end = ends(first=first)
    assert (end.stop_month, end.covered_until, end.last_charged) == (first, first.first_day, None)


@pytest.mark.parametrize(
    ("insurance", "ended_on", "covered_until"),
    [
        (Insurance.INJURY, date(2026, 9, 14), date(2026, 9, 15)),
        (Insurance.INJURY, date(2026, 10, 8), date(2026, 10, 9)),
        (Insurance.INJURY, None, date(2026, 10, 1)),
        (Insurance.MEDICAL, date(2026, 9, 14), date(2026, 10, 1)),
    ],
)
def test_work_injury_covers_to_the_last_day_of_work(insurance, ended_on, covered_until):
    assert ends(insurance, ended_on=ended_on).covered_until == covered_until


def test_cover_never_ends_before_it_began():
    begun = {"first": Month(2026, 9), "covered_from": date(2026, 9, 8)}
    assert ends(Insurance.INJURY, ended_on=date(2026, 9, 1), **begun).covered_until == date(2026, 9, 8)
