"""Limits with the days that were not counted: the same as the calendar gives, and checkable without it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.explanation import recomputed, walked
from insurance.rules.limits import calendar_limit, monthly_limit, working_limit
from insurance.rules.months import Month
from tests.factories.policy_values import CALENDAR

day = date.fromisoformat


@pytest.mark.parametrize(
    ("event_on", "days", "due_on", "off"),
    [
        ("2025-01-20", 10, "2025-02-08", 9),
        ("2025-05-30", 1, "2025-06-03", 3),
        ("2026-02-13", 1, "2026-02-14", 0),
        ("2026-02-13", 10, "2026-03-05", 10),
        ("2025-12-31", 10, "2026-01-15", 5),
    ],
)
def test_a_limit_in_working_days_names_the_days_it_skipped(event_on, days, due_on, off):
    found = working_limit(day(event_on), days, CALENDAR)

    assert found.due_on == day(due_on)
    assert len(found.explanation.facts["days_off"]) == off


@pytest.mark.parametrize(
    ("event_on", "days", "ends_on", "due_on"),
    [
        ("2025-03-03", 30, "2025-04-02", "2025-04-02"),
        ("2025-09-08", 30, "2025-10-08", "2025-10-09"),
        ("2025-09-20", 15, "2025-10-05", "2025-10-09"),
        ("2026-02-05", 15, "2026-02-20", "2026-02-24"),
        ("2026-04-01", 10, "2026-04-11", "2026-04-13"),
    ],
)
def test_a_limit_in_calendar_days_names_the_days_it_moved_over(event_on, days, ends_on, due_on):
    found = calendar_limit(day(event_on), days, CALENDAR)
    ends, due = day(ends_on), day(due_on)

    assert found.due_on == due
    assert found.explanation.steps[0].result == ends
    assert len(found.explanation.facts["days_off"]) == (due - ends).days


@pytest.mark.parametrize(
    ("month", "number", "roll", "due_on"),
    [
        ("2026-09", 25, True, "2026-09-28"),
        ("2026-09", 25, False, "2026-09-25"),
        ("2026-02", 30, False, "2026-02-28"),
        ("2025-01", 25, True, "2025-01-26"),
    ],
)
def test_a_day_of_the_month_moves_only_where_limits_move(month, number, roll, due_on):
    assert monthly_limit(Month.parse(month), number, CALENDAR, roll=roll).due_on == day(due_on)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_limits_agree_with_the_calendar_and_need_it_no_more(event_on, days):
    working, calendar = working_limit(event_on, days, CALENDAR), calendar_limit(event_on, days, CALENDAR)

    assert working.due_on == CALENDAR.working_deadline(event_on, days) == recomputed(working.explanation)
    assert calendar.due_on == CALENDAR.calendar_deadline(event_on, days) == recomputed(calendar.explanation)
    for tree in (working.explanation, calendar.explanation):
        off = {one for found in walked(tree) for one in found.facts.get("days_off", ())}
        assert not any(CALENDAR.is_working(one) for one in off)
