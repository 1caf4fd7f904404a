"""The days that matter to a unit: moved where the law moves them, each with the day it fell on."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.months import Month
from insurance.rules.reduction_window import DeclarationWindow
from insurance.rules.stop_months import EffectiveRule
from insurance.rules.unit_calendar import (
    DayOff,
    Event,
    Holiday,
    WindowVersion,
    days_off_between,
    entry,
    holiday_entries,
    in_order,
    limit_entry,
    payment_entry,
    window_entries,
)
from insurance.rules.workdays import calendar_from_tables

DATA = Path(__file__).resolve().parents[3] / "insurance" / "data" / "calendar.toml"
CALENDAR = calendar_from_tables(tomllib.loads(DATA.read_text(encoding="utf-8")))
CUT = DeclarationWindow(open_day=5, close_day=25, cutoff_day=15, rule=EffectiveRule.CUT)
SINCE = WindowVersion(date(2025, 1, 1), None, CUT)


def days_of(event: Event, month: Month, window: DeclarationWindow = CUT) -> tuple[date, date]:
    """Return the day of an event in a month and the day it fell on."""
    found = window_entries([WindowVersion(date(2025, 1, 1), None, window)], [month], CALENDAR)
    return next((one.on, one.fell_on) for one in found if one.event == event)


@pytest.mark.parametrize(
    ("month", "falls", "moved"),
    [
        (Month(2025, 1), date(2025, 1, 25), date(2025, 1, 26)),
        (Month(2025, 5), date(2025, 5, 25), date(2025, 5, 26)),
        (Month(2025, 10), date(2025, 10, 25), date(2025, 10, 27)),
        (Month(2026, 9), date(2026, 9, 25), date(2026, 9, 28)),
        (Month(2026, 11), date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_a_window_closes_on_a_day_worked(month, falls, moved):
    assert days_of(Event.WINDOW_CLOSES, month) == (moved, falls)


def test_the_cut_off_moves_as_well_and_the_opening_does_not():
    assert days_of(Event.CUT_OFF, Month(2026, 2)) == (date(2026, 2, 24), date(2026, 2, 15))
    assert days_of(Event.WINDOW_OPENS, Month(2026, 9)) == (date(2026, 9, 5), date(2026, 9, 5))


def test_where_limits_do_not_move_the_day_stays():
    window = DeclarationWindow(open_day=1, close_day=25, roll=False)
    assert days_of(Event.WINDOW_CLOSES, Month(2026, 9), window) == (date(2026, 9, 25), date(2026, 9, 25))


def test_only_a_rule_with_a_cut_off_has_one():
    window = DeclarationWindow(open_day=1, close_day=25)
    events = [
        one.event for one in window_entries([WindowVersion(date(2025, 1, 1), None, window)], [Month(2026, 9)], CALENDAR)
    ]
    assert events == [Event.WINDOW_OPENS, Event.WINDOW_CLOSES]


def test_a_frozen_december_has_no_window_and_a_change_of_rule_counts_from_its_month():
    frozen = DeclarationWindow(open_day=1, close_day=20, december_freeze=True)
    versions = [WindowVersion(date(2025, 1, 1), date(2026, 11, 1), CUT), WindowVersion(date(2026, 11, 1), None, frozen)]
    closes = {
        one.month: one.on
        for one in window_entries(versions, Month.span(Month(2026, 10), Month(2027, 1)), CALENDAR)
        if one.event == Event.WINDOW_CLOSES
    }
    assert closes == {
        Month(2026, 10): date(2026, 10, 26),
        Month(2026, 11): date(2026, 11, 20),
        Month(2027, 1): date(2027, 1, 20),
    }


def test_a_month_without_a_window_in_force_has_none():
    assert list(window_entries([SINCE], [Month(2024, 12)], CALENDAR)) == []


@pytest.mark.parametrize(
    ("event_on", "days", "falls", "due"),
    [
        (date(2025, 3, 3), 30, date(2025, 4, 2), date(2025, 4, 2)),
        (date(2025, 9, 8), 30, date(2025, 10, 8), date(2025, 10, 9)),
        (date(2025, 9, 20), 15, date(2025, 10, 5), date(2025, 10, 9)),
        (date(2026, 2, 5), 15, date(2026, 2, 20), date(2026, 2, 24)),
    ],
)
def test_a_limit_tells_where_it_fell(event_on, days, falls, due):
    found = limit_entry(Event.TELL_END, event_on, days, CALENDAR, number="202609100001")
    assert (found.fell_on, found.on) == (falls, due)
    assert found.is_moved is (falls != due)


def test_why_a_day_was_moved():
    mid_autumn = payment_entry(Month(2026, 9), 25, roll=True, calendar=CALENDAR, source=None)
    weekend = payment_entry(Month(2026, 10), 25, roll=True, calendar=CALENDAR, source=None)
    stays = payment_entry(Month(2026, 11), 25, roll=True, calendar=CALENDAR, source=None)
    assert days_off_between(mid_autumn, CALENDAR) == (DayOff.HOLIDAY,)
    assert days_off_between(weekend, CALENDAR) == (DayOff.WEEKEND,)
    assert days_off_between(stays, CALENDAR) == ()
    longest = limit_entry(Event.TELL_END, date(2026, 9, 10), 24, CALENDAR)
    assert (longest.fell_on, longest.on) == (date(2026, 10, 4), date(2026, 10, 8))


def test_the_holidays_of_2026_by_name():
    found = list(holiday_entries(date(2026, 1, 1), date(2026, 12, 31), CALENDAR))
    named = {one.detail: (one.on, one.last) for one in found if one.event == Event.HOLIDAY}
    assert named == {
        Holiday.NEW_YEAR: (date(2026, 1, 1), date(2026, 1, 3)),
        Holiday.SPRING_FESTIVAL: (date(2026, 2, 15), date(2026, 2, 23)),
        Holiday.QINGMING: (date(2026, 4, 4), date(2026, 4, 6)),
        Holiday.LABOUR_DAY: (date(2026, 5, 1), date(2026, 5, 5)),
        Holiday.DRAGON_BOAT: (date(2026, 6, 19), date(2026, 6, 21)),
        Holiday.MID_AUTUMN: (date(2026, 9, 25), date(2026, 9, 27)),
        Holiday.NATIONAL_DAY: (date(2026, 10, 1), date(2026, 10, 7)),
    }
    assert [one.on for one in found if one.event == Event.MAKE_UP_DAY] == sorted(
        day for day in CALENDAR.make_up_workdays if day.year == 2026
    )
    assert not any(one.provisional for one in found)


def test_a_year_not_announced_has_the_holidays_that_never_move_and_is_provisional():
    found = list(holiday_entries(date(2027, 1, 1), date(2027, 6, 30), CALENDAR))
    assert [(one.detail, one.on, one.last) for one in found] == [
        (Holiday.NEW_YEAR, date(2027, 1, 1), date(2027, 1, 1)),
        (Holiday.LABOUR_DAY, date(2027, 5, 1), date(2027, 5, 2)),
    ]
    assert all(one.provisional for one in found)
    assert entry(Event.PAY_BY, date(2027, 1, 25), CALENDAR, month=Month(2027, 1)).provisional


def test_of_one_day_what_has_to_be_done_comes_first():
    day = date(2026, 11, 25)
    entries = [entry(event, day, CALENDAR) for event in (Event.WINDOW_OPENS, Event.PAY_BY, Event.TELL_END)]
    assert [one.event for one in in_order(entries)] == [Event.TELL_END, Event.PAY_BY, Event.WINDOW_OPENS]


@given(st.dates(date(2025, 1, 1), date(2026, 11, 30)), st.integers(1, 60))
def test_a_limit_never_ends_early_nor_on_a_day_off(event_on, days):
    found = limit_entry(Event.TELL_START, event_on, days, CALENDAR)
    assert found.on >= found.fell_on == event_on + timedelta(days=days)
    assert CALENDAR.is_working(found.on)
    assert bool(days_off_between(found, CALENDAR)) is found.is_moved


def test_the_key_of_an_entry_stays_when_its_day_moves():
    early = limit_entry(Event.TELL_END, date(2026, 9, 1), 15, CALENDAR, number="N1")
    later = limit_entry(Event.TELL_END, date(2026, 9, 9), 15, CALENDAR, number="N1")
    assert early.key == later.key
    assert early.key != limit_entry(Event.TELL_END, date(2026, 9, 1), 15, CALENDAR, number="N2").key
