"""From which month a reduction counts, under each effective-month rule, with windows, rolls, freezes and locks."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.errors import RuleBroken
from insurance.rules.explanation import Source, recomputed, sources_of, walked
from insurance.rules.months import Month
from insurance.rules.reduction_window import (
    Ahead,
    DeclarationWindow,
    EffectiveRule,
    OutsideWindow,
    next_opening,
    open_window,
    stop_months,
    window_days,
)
from insurance.rules.stop_months import months_back
from insurance.rules.workdays import calendar_from_tables

ROOT = Path(__file__).resolve().parents[3]
CALENDAR = calendar_from_tables(tomllib.loads((ROOT / "insurance/data/calendar.toml").read_text(encoding="utf-8")))
R = EffectiveRule

day, month = date.fromisoformat, Month.parse


def window(rule=R.NEXT, **changes) -> DeclarationWindow:
    plain = DeclarationWindow(open_day=5, close_day=25, cutoff_day=15, rule=rule, roll=False)
    return replace(plain, **changes)


def allowed(declared_on, rule=R.NEXT, *, given_window=None, **facts):
    return stop_months(given_window or window(rule), declared_on=day(declared_on), calendar=CALENDAR, **facts)


@pytest.mark.parametrize(
    ("declared_on", "rule", "facts", "choices", "default"),
    [
        ("2025-09-20", R.NEXT, {}, "2025-10 2025-11", "2025-10"),
        ("2025-09-05", R.NEXT, {}, "2025-10 2025-11", "2025-10"),
        ("2025-12-25", R.NEXT, {}, "2026-01 2026-02", "2026-01"),
        ("2025-09-20", R.NEXT, {"ahead": Ahead.ENDED}, "2025-10", "2025-10"),
        ("2025-09-10", R.CUT, {}, "2025-09 2025-10 2025-11", "2025-09"),
        ("2025-09-15", R.CUT, {}, "2025-09 2025-10 2025-11", "2025-09"),
        ("2025-09-16", R.CUT, {}, "2025-10 2025-11", "2025-10"),
        ("2025-09-10", R.CUT, {"ahead": Ahead.ENDED}, "2025-09 2025-10", "2025-09"),
        ("2025-09-12", R.CUT, {"locked_through": month("2025-09")}, "2025-10 2025-11", "2025-10"),
        ("2025-09-10", R.PREV, {}, "2025-08 2025-09", "2025-09"),
        ("2025-09-10", R.PREV, {"locked_through": month("2025-08")}, "2025-09", "2025-09"),
        ("2025-09-10", R.PREV, {"locked_through": month("2025-09")}, "2025-10", "2025-10"),
        ("2025-09-10", R.PREV1, {}, "2025-09 2025-10", "2025-10"),
        ("2025-11-10", R.ASSESSED, {"latest_assessed": month("2025-10")}, "2025-11", "2025-11"),
        ("2025-11-10", R.ASSESSED, {"latest_assessed": month("2025-11")}, "2025-12", "2025-12"),
        ("2025-11-10", R.ASSESSED, {}, "2025-11", "2025-11"),
        ("2025-11-10", R.DATE, {}, "2025-09 2025-10 2025-11 2025-12", "2025-12"),
        ("2025-11-10", R.DATE, {"locked_through": month("2025-10")}, "2025-11 2025-12", "2025-12"),
        ("2025-09-20", R.NEXT, {"not_before": month("2025-11")}, "2025-11", "2025-11"),
        ("2025-09-20", R.NEXT, {"not_before": month("2025-12")}, "2025-12", "2025-12"),
        ("2025-09-20", R.NEXT, {"locked_through": month("2025-12")}, "2026-01", "2026-01"),
        ("2025-09-10", R.PREV, {"not_before": month("2025-09")}, "2025-09", "2025-09"),
    ],
)
def test_stop_months_by_rule(declared_on, rule, facts, choices, default):
    found = allowed(declared_on, rule, **facts)

    assert " ".join(map(str, found.choices)) == choices
    assert str(found.default) == default
    assert (found.earliest, found.latest) == (found.choices[0], found.choices[-1])


@pytest.mark.parametrize(
    ("declared_on", "next_opening_on"),
    [
        ("2025-09-03", "2025-09-05"),
        ("2025-09-04", "2025-09-05"),
        ("2025-09-26", "2025-10-05"),
        ("2025-12-31", "2026-01-05"),
    ],
)
def test_outside_the_window_the_next_opening_is_named(declared_on, next_opening_on):
    with pytest.raises(RuleBroken) as refusal:
        allowed(declared_on)

    assert refusal.value == RuleBroken("R008", None, next_opening=day(next_opening_on))


@pytest.mark.parametrize(
    ("declared_on", "rule", "counts_as_of", "default"),
    [
        ("2025-09-26", R.NEXT, "2025-10-05", "2025-11"),
        ("2025-09-03", R.NEXT, "2025-09-05", "2025-10"),
        ("2025-09-26", R.CUT, "2025-10-05", "2025-10"),
        ("2025-09-20", R.NEXT, "2025-09-20", "2025-10"),
    ],
)
def test_where_declarations_wait_they_count_from_the_next_opening(declared_on, rule, counts_as_of, default):
    found = allowed(declared_on, given_window=window(rule, outside_window=OutsideWindow.NEXT_PERIOD))

    assert found.counts_as_of == day(counts_as_of)
    assert str(found.default) == default


@pytest.mark.parametrize(
    ("declared_on", "open_"), [("2026-09-25", True), ("2026-09-28", True), ("2026-09-29", False), ("2026-09-04", False)]
)
def test_a_closing_day_in_the_holidays_moves_the_end_of_the_window(declared_on, open_):
    assert (open_window(window(roll=True), day(declared_on), CALENDAR) is not None) == open_


def test_the_cut_off_day_moves_too():
    february = window_days(window(R.CUT, roll=True), month("2026-02"), CALENDAR)

    assert (february.opens_on, february.cutoff_on, february.closes_on) == (
        day("2026-02-05"),
        day("2026-02-24"),
        day("2026-02-25"),
    )
    assert str(allowed("2026-02-24", given_window=window(R.CUT, roll=True)).default) == "2026-02"
    assert str(allowed("2026-02-25", given_window=window(R.CUT, roll=True)).default) == "2026-03"


def test_a_window_that_closes_late_still_belongs_to_its_month():
    """The last of January 2026 is a Saturday: on Monday, 2 February, the window of January is still open."""
    until_month_end = window(open_day=6, close_day=31, roll=True)

    assert open_window(until_month_end, day("2026-02-02"), CALENDAR).month == month("2026-01")
    assert str(allowed("2026-02-02", given_window=until_month_end).default) == "2026-02"
    assert open_window(until_month_end, day("2026-02-03"), CALENDAR) is None


def test_no_reductions_in_december_where_it_is_frozen():
    frozen = window(december_freeze=True)

    with pytest.raises(RuleBroken) as refusal:
        allowed("2025-12-10", given_window=frozen)
    assert refusal.value.facts == {"next_opening": day("2026-01-05")}
    assert next_opening(frozen, day("2025-11-26")) == day("2026-01-05")
    assert next_opening(window(), day("2025-11-26")) == day("2025-12-05")
    assert str(allowed("2025-12-10").default) == "2026-01"


@pytest.mark.parametrize(
    ("rule", "locked_through", "moved_from"),
    [
        (R.CUT, "2025-09", "2025-09"),
        (R.CUT, "2025-08", None),
        (R.NEXT, "2025-09", None),
        (R.PREV, "2025-08", None),
        (R.PREV, "2025-09", "2025-09"),
    ],
)
def test_a_lock_that_moves_the_stop_month_is_told(rule, locked_through, moved_from):
    found = allowed("2025-09-12", rule, locked_through=month(locked_through))

    assert found.moved_from == (moved_from and month(moved_from))


@pytest.mark.parametrize(
    ("ended_on", "stop"),
    [
        ("2025-07-31", "2025-09"),
        ("2025-08-10", "2025-09"),
        ("2025-10-31", "2025-11"),
        ("2025-11-10", "2025-12"),
        ("2026-01-10", "2025-12"),
        (None, "2025-12"),
    ],
)
def test_by_date_the_month_of_the_day_is_the_last_one_charged(ended_on, stop):
    assert allowed("2025-11-10", R.DATE).proposed(ended_on and day(ended_on)) == month(stop)


def test_by_date_a_locked_month_stays_charged():
    locked = allowed("2025-11-10", R.DATE, locked_through=month("2025-10"))

    assert locked.proposed(day("2025-08-20")) == month("2025-11")


def test_under_other_rules_the_day_of_the_end_proposes_nothing():
    assert allowed("2025-09-10", R.PREV).proposed(day("2025-07-31")) == month("2025-09")


def test_three_months_before_the_end_of_may_is_the_end_of_february():
    assert months_back(day("2026-05-31"), 3) == day("2026-02-28")


def test_a_window_needs_its_days():
    with pytest.raises(AssertionError):
        DeclarationWindow(open_day=25, close_day=5)
    with pytest.raises(AssertionError):
        DeclarationWindow(open_day=5, close_day=25, rule=R.CUT)


WINDOWS = st.builds(
    DeclarationWindow,
    open_day=st.integers(1, 10),
    close_day=st.integers(20, 31),
    cutoff_day=st.integers(10, 20),
    rule=st.sampled_from(R),
    roll=st.booleans(),
    december_freeze=st.booleans(),
    outside_window=st.just(OutsideWindow.NEXT_PERIOD),
)
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
MONTHS_NEAR = st.none() | st.integers(-3, 3)


@given(WINDOWS, DAYS, MONTHS_NEAR, MONTHS_NEAR, st.sampled_from(Ahead))
def test_whatever_the_rule_the_choices_are_a_row_behind_every_lock(window, on, locked, first, ahead):
    here = Month.of(on)
    locked_through = None if locked is None else here + locked
    not_before = None if first is None else here + first
    found = stop_months(
        window, declared_on=on, calendar=CALENDAR, locked_through=locked_through, not_before=not_before, ahead=ahead
    )

    assert found.choices == tuple(Month.span(found.earliest, found.latest))
    assert found.default in found.choices
    assert found.counts_as_of >= on
    assert locked_through is None or found.earliest > locked_through
    assert not_before is None or found.earliest >= not_before
    assert recomputed(found.explanation) == found.default
    results = {step.code: step.result for step in walked(found.explanation)}
    assert results["stop.open"] == found.choices
    assert results["stop.counted_as_of"] == found.counts_as_of


@given(WINDOWS, DAYS)
def test_the_next_opening_is_a_day_on_which_the_window_is_open(window, on):
    opens_on = next_opening(window, on)

    assert opens_on > on
    assert open_window(window, opens_on, CALENDAR) is not None


def test_the_stop_month_names_the_row_and_the_limits_it_rests_on():
    row = Source("windows", "379902", "unit", day("2021-01-01"), "a document")
    found = allowed("2026-02-25", given_window=window(R.CUT, roll=True, source=row))
    limits = [step.result for step in walked(found.explanation) if step.code == "limit.moved"]

    assert limits == [day("2026-02-25"), day("2026-02-24")]
    assert sources_of(found.explanation) == (row,)
