"""From which month a stopped insurance may be resumed."""

from datetime import date

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.explanation import recomputed
from insurance.rules.months import Month
from insurance.rules.reduction_window import DeclarationWindow, OutsideWindow
from insurance.rules.resume_months import ResumeMonths, resume_months
from tests.factories.policy_values import CALENDAR

JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2026, number) for number in range(7, 13))
ALL_MONTH = DeclarationWindow(open_day=1, close_day=31, roll=False)


def allowed(day: date, *, stopped=JULY, locked=None, window=ALL_MONTH) -> ResumeMonths:
    return resume_months(window, declared_on=day, calendar=CALENDAR, stopped=stopped, locked_through=locked)


@pytest.mark.parametrize(
    ("stopped", "locked", "choices"),
    [
        (JULY, None, (SEPTEMBER, OCTOBER)),
        (SEPTEMBER, None, (SEPTEMBER, OCTOBER)),
        (OCTOBER, None, (OCTOBER,)),
        (DECEMBER, None, (DECEMBER,)),
        (JULY, AUGUST, (SEPTEMBER, OCTOBER)),
        (JULY, SEPTEMBER, (OCTOBER,)),
        (JULY, OCTOBER, (NOVEMBER,)),
        (DECEMBER, OCTOBER, (DECEMBER,)),
    ],
)
def test_this_month_or_the_next_neither_charged_nor_closed(stopped, locked, choices):
    found = allowed(date(2026, 9, 10), stopped=stopped, locked=locked)
    assert (found.choices, found.earliest, found.latest) == (choices, choices[0], choices[-1])
    assert recomputed(found.explanation) == choices


def test_after_the_window_the_next_one_counts():
    window = DeclarationWindow(open_day=1, close_day=15, roll=False, outside_window=OutsideWindow.NEXT_PERIOD)
    found = allowed(date(2026, 9, 16), window=window)
    assert (found.counts_as_of, found.choices) == (date(2026, 10, 1), (OCTOBER, NOVEMBER))


def test_an_area_may_refuse_outside_its_window():
    with pytest.raises(RuleBroken, match="R008"):
        allowed(date(2026, 9, 16), window=DeclarationWindow(open_day=1, close_day=15, roll=False))


def test_across_the_end_of_a_year():
    assert allowed(date(2026, 12, 31)).choices == (DECEMBER, Month(2027, 1))
