"""From which month an increase counts, and from which day work injury covers."""

from datetime import date

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.explanation import recomputed
from insurance.rules.months import Month
from insurance.rules.reduction_window import DeclarationWindow, OutsideWindow
from insurance.rules.start_months import StartMonths, chosen_start_month, injury_covered_from, start_months
from tests.factories.policy_values import CALENDAR

MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (Month(2026, number) for number in range(5, 12))
WINDOW = DeclarationWindow(open_day=1, close_day=25, roll=False)
DECLARED = date(2026, 9, 10)


def allowed(started_on: date, *, on=DECLARED, window=WINDOW, locked=None, charged=None) -> StartMonths:
    return start_months(
        window, started_on=started_on, declared_on=on, calendar=CALENDAR, locked_through=locked, charged_until=charged
    )


@pytest.mark.parametrize(
    ("started_on", "locked", "charged", "start", "moved_from"),
    [
        (date(2026, 9, 1), None, None, SEPTEMBER, None),
        (date(2026, 9, 1), AUGUST, None, SEPTEMBER, None),
        (date(2026, 10, 12), AUGUST, None, OCTOBER, None),
        (date(2026, 7, 20), None, None, JULY, None),
        (date(2026, 7, 20), AUGUST, None, SEPTEMBER, JULY),
        (date(2026, 9, 7), SEPTEMBER, None, OCTOBER, SEPTEMBER),
        (date(2026, 9, 7), AUGUST, OCTOBER, OCTOBER, SEPTEMBER),
        (date(2026, 9, 7), AUGUST, JULY, SEPTEMBER, None),
        (date(2026, 6, 1), None, None, JUNE, None),
    ],
)
def test_the_month_of_the_first_working_day_or_the_first_open_one(started_on, locked, charged, start, moved_from):
    found = allowed(started_on, locked=locked, charged=charged)
    assert (found.default, found.choices, found.moved_from) == (start, (start, start + 1), moved_from)
    assert recomputed(found.explanation) == start


def test_more_than_three_months_back_is_for_the_counter():
    with pytest.raises(RuleBroken) as caught:
        allowed(date(2026, 5, 31))
    assert caught.value == RuleBroken("A016", "started_on", earliest=JUNE)


def test_outside_the_window_an_area_refuses_or_takes_it_for_the_next_period():
    with pytest.raises(RuleBroken, match="R008") as caught:
        allowed(date(2026, 9, 7), on=date(2026, 9, 26))
    assert caught.value.facts == {"next_opening": date(2026, 10, 1)}
    later = DeclarationWindow(open_day=1, close_day=25, roll=False, outside_window=OutsideWindow.NEXT_PERIOD)
    found = allowed(date(2026, 9, 7), on=date(2026, 9, 26), window=later)
    assert (found.counts_as_of, found.default, found.moved_from) == (date(2026, 10, 1), OCTOBER, SEPTEMBER)


def test_a_chosen_month_is_one_of_those_offered():
    offered = allowed(date(2026, 9, 7))
    assert chosen_start_month(offered, None) == SEPTEMBER
    assert chosen_start_month(offered, OCTOBER) == OCTOBER
    for other in (AUGUST, NOVEMBER):
        with pytest.raises(RuleBroken) as caught:
            chosen_start_month(offered, other)
        assert caught.value == RuleBroken("A015", "start_month", earliest=SEPTEMBER, latest=OCTOBER)


@pytest.mark.parametrize(
    ("started_on", "covered_from"),
    [
        (date(2026, 9, 1), date(2026, 9, 11)),
        (date(2026, 9, 10), date(2026, 9, 11)),
        (date(2026, 9, 30), date(2026, 10, 1)),
    ],
)
def test_work_injury_is_covered_from_the_day_after_the_later_day(started_on, covered_from):
    assert injury_covered_from(started_on=started_on, declared_on=DECLARED) == covered_from
