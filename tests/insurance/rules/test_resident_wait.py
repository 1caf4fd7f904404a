"""Residents' waits: months by missed and repaired years, the floor, the two anchors, never before the covered year."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.explanation import recomputed
from insurance.rules.resident_wait import (
    WaitAnchor,
    is_in_window,
    missed_years,
    missed_years_step,
    resident_wait,
)
from tests.factories.policy_values import RESIDENT_WAIT

day = date.fromisoformat


def wait_of(missed, repaired, in_window, paid_on, anchor=WaitAnchor.SAME_DAY):
    return resident_wait(
        missed_years=missed,
        repaired_years=repaired,
        in_window=in_window,
        paid_on=day(paid_on),
        rule=replace(RESIDENT_WAIT, anchor=anchor),
    )


@pytest.mark.parametrize(
    ("missed", "repaired", "in_window", "paid_on", "months", "same_day", "month"),
    [
        (0, 0, True, "2025-11-05", 0, "2026-01-01", "2026-01-01"),
        (0, 0, False, "2026-03-15", 3, "2026-06-15", "2026-06-01"),
        (1, 0, True, "2025-11-05", 4, "2026-03-05", "2026-03-01"),
        (1, 1, True, "2025-11-05", 3, "2026-02-05", "2026-02-01"),
        (2, 1, False, "2026-03-15", 4, "2026-07-15", "2026-07-01"),
        (3, 3, False, "2026-03-15", 3, "2026-06-15", "2026-06-01"),
        (4, 4, False, "2026-03-15", 6, "2026-09-15", "2026-09-01"),
        (5, 5, False, "2026-01-31", 6, "2026-07-31", "2026-07-01"),
        (6, 0, False, "2025-08-31", 9, "2026-05-31", "2026-05-01"),
        (1, 1, True, "2025-09-08", 3, "2026-01-01", "2026-01-01"),
        (1, 1, False, "2025-09-08", 3, "2025-12-08", "2025-12-01"),
        (0, 0, False, "2025-11-30", 3, "2026-02-28", "2026-02-01"),
        (0, 0, False, "2027-11-30", 3, "2028-02-29", "2028-02-01"),
        (1, 5, False, "2026-03-15", 3, "2026-06-15", "2026-06-01"),
        (0, 2, True, "2025-12-31", 0, "2026-01-01", "2026-01-01"),
    ],
)
def test_waits(missed, repaired, in_window, paid_on, months, same_day, month):
    by_day = wait_of(missed, repaired, in_window, paid_on)
    by_month = wait_of(missed, repaired, in_window, paid_on, WaitAnchor.MONTH)

    assert (by_day.wait_months, by_month.wait_months) == (months, months)
    assert (by_day.starts_on, by_month.starts_on) == (day(same_day), day(month))


def test_an_area_sets_its_own_numbers():
    rule = replace(RESIDENT_WAIT, fixed_months=2, months_per_missed_year=3, months_per_repaired_year=2, floor_months=0)
    found = resident_wait(missed_years=4, repaired_years=1, in_window=False, paid_on=day("2026-03-15"), rule=rule)

    assert (found.wait_months, found.starts_on) == (12, day("2027-03-15"))


@pytest.mark.parametrize(
    ("paid_on", "inside"),
    [("2025-08-31", False), ("2025-09-01", True), ("2025-12-31", True), ("2026-01-01", False), ("2026-10-01", False)],
)
def test_the_window_lies_in_the_year_before_the_covered_one(paid_on, inside):
    assert is_in_window(day(paid_on), 2026, RESIDENT_WAIT) == inside


def test_a_window_may_close_on_a_day_that_only_leap_years_have():
    february = replace(RESIDENT_WAIT, opens=(2, 1), closes=(2, 29))

    assert is_in_window(day("2028-02-29"), 2029, february)
    assert is_in_window(day("2027-02-28"), 2028, february)
    assert not is_in_window(day("2027-03-01"), 2028, february)


@pytest.mark.parametrize(
    ("covered", "year", "missed"),
    [
        ([], 2030, 0),
        ([2029], 2030, 0),
        ([2027], 2030, 2),
        ([2026, 2028], 2030, 1),
        ([2022], 2030, 5),
        ([2022], 2025, 0),
        ([2030, 2031], 2030, 0),
        ([2028, 2031], 2030, 1),
    ],
)
def test_missed_years_reach_back_to_the_last_covered_one_and_never_before_the_count_began(covered, year, missed):
    assert missed_years(covered, year, RESIDENT_WAIT) == missed


def test_the_years_behind_a_wait_stand_below_it():
    years = missed_years_step([2026], 2029, RESIDENT_WAIT)
    found = resident_wait(
        missed_years=years.result,
        repaired_years=0,
        in_window=True,
        paid_on=day("2028-10-01"),
        rule=RESIDENT_WAIT,
        because=(years,),
    )

    assert found.wait_months == 5
    assert found.explanation.steps[0].steps == (years,)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"closes": (8, 31)}, "closes"),
        ({"fixed_months": -1}, "fixed_months"),
        ({"floor_missed_years": 0}, "floor_missed_years"),
        ({"opens": (0, 1)}, "no such month"),
    ],
)
def test_a_mistyped_rule_is_refused_by_name(change, named):
    with pytest.raises(ValueError, match=named):
        replace(RESIDENT_WAIT, **change)


@given(
    st.integers(0, 12),
    st.integers(0, 12),
    st.booleans(),
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.sampled_from(WaitAnchor),
)
def test_paying_for_missed_years_never_lengthens_a_wait(missed, repaired, in_window, paid_on, anchor):
    found = wait_of(missed, repaired, in_window, paid_on.isoformat(), anchor)
    better = wait_of(missed, repaired + 1, in_window, paid_on.isoformat(), anchor)

    assert better.wait_months <= found.wait_months
    assert better.starts_on <= found.starts_on
    assert found.starts_on > paid_on
    assert not in_window or found.starts_on >= date(paid_on.year + 1, 1, 1)
    assert missed < 4 or found.wait_months >= 6
    assert recomputed(found.explanation) == found.starts_on
