"""Late fees: which days count under each convention, one rounding a row, never more than the principal if capped."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.explanation import recomputed, walked
from insurance.rules.late_fee import Convention, due_on, late_fee
from insurance.rules.months import Month
from tests.factories.policy_values import CALENDAR, late_fee_rule

L1, L2, L3 = Convention
day, month = date.fromisoformat, Month.parse


def fee_of(arrears_fen, rule, period, settled_on):
    due = due_on(month(period), rule, CALENDAR)
    return late_fee(arrears_fen, month=month(period), due_on=due, settled_on=day(settled_on), rule=rule)


@pytest.mark.parametrize(
    ("convention", "period", "settled_on", "arrears_fen", "days", "fee_fen"),
    [
        (L1, "2025-03", "2025-03-25", 100000, 0, 0),
        (L1, "2025-03", "2025-03-26", 100000, 1, 50),
        (L1, "2025-03", "2025-04-24", 100000, 30, 1500),
        (L1, "2025-03", "2026-03-25", 1234567, 365, 225308),
        (L1, "2024-02", "2024-03-01", 80000, 5, 200),
        (L1, "2025-02", "2025-03-01", 80000, 4, 160),
        (L1, "2025-03", "2025-03-01", 100000, 0, 0),
        (L2, "2025-03", "2025-04-10", 90000, 9, 405),
        (L2, "2025-03", "2025-04-01", 90000, 0, 0),
        (L2, "2025-03", "2025-03-31", 90000, 0, 0),
        (L2, "2025-03", "2026-01-01", 90000, 275, 12375),
        (L3, "2025-03", "2025-03-31", 90000, 0, 0),
        (L3, "2025-03", "2025-04-01", 90000, 1, 45),
        (L3, "2025-03", "2025-04-10", 90000, 10, 450),
        (L3, "2025-12", "2026-01-31", 90000, 31, 1395),
    ],
)
def test_the_days_each_convention_counts(convention, period, settled_on, arrears_fen, days, fee_fen):
    found = fee_of(arrears_fen, late_fee_rule(convention), period, settled_on)

    assert (found.days, found.fee_fen) == (days, fee_fen)


def test_rows_are_rounded_before_they_are_added():
    row = fee_of(33333, late_fee_rule(), "2025-03", "2025-04-11")

    assert (row.days, 3 * row.fee_fen) == (17, 849)
    assert fee_of(99999, late_fee_rule(), "2025-03", "2025-04-11").fee_fen == 850


def test_half_a_fen_is_rounded_up():
    assert fee_of(101000, late_fee_rule(), "2025-03", "2025-03-26").fee_fen == 51


@pytest.mark.parametrize(
    ("capped", "days", "fee_fen"), [(True, 2000, 100000), (True, 2001, 100000), (False, 2001, 100050)]
)
def test_a_capped_fee_stops_at_the_principal(capped, days, fee_fen):
    settled_on = (day("2019-03-25") + timedelta(days=days)).isoformat()

    assert fee_of(100000, late_fee_rule(capped=capped), "2019-03", settled_on).fee_fen == fee_fen


@pytest.mark.parametrize(
    ("period", "roll", "due"),
    [
        ("2025-05", False, "2025-05-25"),
        ("2025-05", True, "2025-05-26"),
        ("2025-01", True, "2025-01-26"),
        ("2025-10", True, "2025-10-27"),
        ("2026-09", True, "2026-09-28"),
    ],
)
def test_the_due_day_moves_where_limits_move(period, roll, due):
    assert due_on(month(period), late_fee_rule(roll=roll), CALENDAR) == day(due)


def test_a_due_day_after_the_end_of_a_month_is_its_last_day():
    assert due_on(month("2025-02"), late_fee_rule(due_day=31), CALENDAR) == day("2025-02-28")


@pytest.mark.parametrize(
    ("change", "named"), [({"daily_rate": Decimal("1")}, "daily_rate"), ({"due_day": 0}, "due_day")]
)
def test_a_mistyped_rule_is_refused_by_name(change, named):
    with pytest.raises(ValueError, match=named):
        replace(late_fee_rule(), **change)


@given(st.sampled_from(Convention), st.integers(0, 10**8), st.integers(0, 3000), st.booleans())
def test_fees_grow_with_time_and_explain_themselves(convention, arrears_fen, ahead, capped):
    rule = late_fee_rule(convention, capped=capped)
    settled_on = day("2019-03-01") + timedelta(days=ahead)
    found = fee_of(arrears_fen, rule, "2019-03", settled_on.isoformat())
    later = fee_of(arrears_fen, rule, "2019-03", (settled_on + timedelta(days=1)).isoformat())

    assert 0 <= found.fee_fen <= later.fee_fen
    assert not capped or found.fee_fen <= arrears_fen
    assert recomputed(found.explanation) == found.fee_fen
    assert rule.source in {one.source for one in walked(found.explanation)}
