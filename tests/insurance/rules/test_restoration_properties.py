"""What holds for every family, whatever the dates: order, no benefits before the money, sums, explanations."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.arrears import arrears, gap_debts
from insurance.rules.benefit_rule import Anchor, BenefitRule, DayCount, Family, Payer
from insurance.rules.example_answers import CONTRIBUTION_RATE
from insurance.rules.explanation import as_data, from_data, recomputed
from insurance.rules.late_fee import Convention, due_on
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption, Restoration, restoration
from tests.factories.policy_values import CALENDAR, RULES, late_fee_rule, n3, s4

VARIANTS = [
    *RULES,
    n3(Payer.UNIT, wait_months=0),
    s4(Payer.UNIT, day_count=DayCount.INCLUDE_FIRST),
    s4(Payer.FLEXIBLE, payment_month_counts=False),
    s4(Payer.FLEXIBLE, unpaid_waits_as_paid=True),
]

rules = st.sampled_from(VARIANTS)
unpaid_months = st.integers(0, 60).map(lambda offset: Month(2023, 1) + offset)
delays = st.integers(0, 500)


def interruption_of(rule: BenefitRule, unpaid: Month, delay: int, *, repaid: bool) -> Interruption:
    """Return an interruption credited ``delay`` days after the first of its first unpaid month."""
    credited_on = unpaid.first_day + timedelta(days=delay)
    ordered_on = (unpaid + 1).first_day
    return Interruption(unpaid, credited_on, repaid, rule.payer, rule.payer, unpaid.day(25), ordered_on)


def restored(rule: BenefitRule, interruption: Interruption) -> Restoration:
    return restoration(interruption, stop_rule=rule, restore_rule=rule)


@given(rules, unpaid_months, delays, st.booleans())
def test_benefits_never_return_before_the_money_unless_the_rule_says_so(rule, unpaid, delay, repaid):
    interruption = interruption_of(rule, unpaid, delay, repaid=repaid)
    found = restored(rule, interruption)
    if found.resumes_on is None:
        assert not repaid
        assert rule.unpaid_tiers == ()
        return

    in_payment_month = found.tier.anchor != Anchor.DAY_AFTER_CREDIT and found.tier.wait_months == 0
    assert found.resumes_on > interruption.credited_on or found.tier.retroactive or in_payment_month
    assert found.resumes_on >= found.stops_on
    assert found.retroactive_from in (None, found.stops_on)


@given(rules, unpaid_months, delays, st.integers(0, 200), st.booleans())
def test_paying_later_never_brings_benefits_back_sooner(rule, unpaid, delay, more, repaid):
    sooner = restored(rule, interruption_of(rule, unpaid, delay, repaid=repaid))
    later = restored(rule, interruption_of(rule, unpaid, delay + more, repaid=repaid))

    assert sooner.stops_on == later.stops_on
    assert sooner.resumes_on is None or sooner.resumes_on <= later.resumes_on


@given(rules, unpaid_months, delays, st.booleans())
def test_asking_twice_gives_the_same_tree_and_the_tree_gives_the_result(rule, unpaid, delay, repaid):
    interruption = interruption_of(rule, unpaid, delay, repaid=repaid)
    found, again = restored(rule, interruption), restored(rule, interruption)
    stored = from_data(json.loads(json.dumps(as_data(found.explanation))))

    assert found.explanation == again.explanation == stored
    assert recomputed(found.explanation) == recomputed(stored) == found.resumes_on


@given(unpaid_months, delays, st.sampled_from([*Convention, None]), st.integers(1, 10**7))
def test_the_total_is_the_sum_of_its_rows(unpaid, delay, convention, base_fen):
    credited_on = unpaid.first_day + timedelta(days=delay)
    rule = convention and late_fee_rule(convention)
    months = [(month, due_on(month, late_fee_rule(), CALENDAR)) for month in Month.span(unpaid, Month.of(credited_on))]
    debts = gap_debts(months, base_fen=base_fen, contribution_rate=CONTRIBUTION_RATE)
    found = arrears(debts, credited_on=credited_on, late_fee_rule=rule)
    stored = from_data(json.loads(json.dumps(as_data(found.explanation))))

    assert [row.month for row in found.rows] == [month for month, due in months if due < credited_on]
    assert found.principal_fen == sum(row.principal_fen for row in found.rows)
    assert found.late_fee_fen == sum(row.late_fee_fen for row in found.rows)
    assert found.total_fen == sum(row.total_fen for row in found.rows)
    assert convention or found.late_fee_fen == 0
    assert recomputed(found.explanation) == recomputed(stored) == found.total_fen


# Boundaries ---------------------------------------------------------------------------------------------------------

day, month = date.fromisoformat, Month.parse


@pytest.mark.parametrize(
    ("unpaid", "gap", "plain", "first_counted", "not_counting_payment_month"),
    [
        ("2025-03", 59, "2025-05-01", "2025-05-01", "2025-05-01"),
        ("2025-03", 60, "2025-05-01", "2025-07-01", "2025-05-01"),
        ("2025-03", 61, "2025-08-01", "2025-08-01", "2025-09-01"),
        ("2025-03", 179, "2025-11-01", "2025-11-01", "2025-12-01"),
        ("2025-03", 180, "2025-11-01", "2026-02-01", "2025-12-01"),
        ("2025-03", 181, "2026-02-01", "2026-02-01", "2026-03-01"),
        ("2024-01", 59, "2024-03-01", "2024-03-01", "2024-03-01"),
        ("2024-01", 60, "2024-04-01", "2024-06-01", "2024-04-01"),
        ("2025-01", 60, "2025-04-01", "2025-06-01", "2025-04-01"),
        ("2025-11", 60, "2026-01-01", "2026-03-01", "2026-01-01"),
        ("2025-11", 61, "2026-04-01", "2026-04-01", "2026-05-01"),
    ],
)
def test_s4_at_its_boundaries(unpaid, gap, plain, first_counted, not_counting_payment_month):
    """Days 59 to 61 and 179 to 181, a leap year, the end of a year, under both readings of both open questions."""
    readings = {
        s4(Payer.UNIT): plain,
        s4(Payer.UNIT, day_count=DayCount.INCLUDE_FIRST): first_counted,
        s4(Payer.UNIT, payment_month_counts=False): not_counting_payment_month,
    }
    for rule, resumes_on in readings.items():
        found = restored(rule, interruption_of(rule, month(unpaid), gap, repaid=True))

        assert found.gap == gap + (rule.day_count == DayCount.INCLUDE_FIRST)
        assert found.resumes_on == day(resumes_on)


RULE_OF = {(rule.family, rule.payer): rule for rule in RULES}


@pytest.mark.parametrize(
    ("family", "payer", "credited_on", "resumes_on"),
    [
        (Family.N3, Payer.UNIT, "2025-06-30", "2025-06-01"),
        (Family.N3, Payer.UNIT, "2025-07-01", "2026-01-01"),
        (Family.SDF, Payer.FLEXIBLE, "2025-06-30", "2025-07-01"),
        (Family.SDF, Payer.FLEXIBLE, "2025-07-01", "2025-10-01"),
        (Family.SDG, Payer.UNIT, "2025-06-30", "2025-07-01"),
        (Family.SDG, Payer.UNIT, "2025-07-01", "2025-10-01"),
        (Family.SDU, Payer.UNIT, "2025-03-26", "2025-04-01"),
        (Family.SDU, Payer.UNIT, "2025-04-30", "2025-05-01"),
        (Family.DAY, Payer.UNIT, "2025-06-30", "2025-06-01"),
        (Family.DAY, Payer.UNIT, "2025-07-31", "2025-08-01"),
        (Family.ZJU, Payer.UNIT, "2025-05-31", "2025-04-01"),
        (Family.ZJU, Payer.UNIT, "2025-06-01", "2025-07-01"),
        (Family.ZJF, Payer.FLEXIBLE, "2025-12-31", "2026-02-01"),
        (Family.WH, Payer.FLEXIBLE, "2025-06-30", "2025-06-01"),
        (Family.WH, Payer.FLEXIBLE, "2025-07-01", "2026-01-01"),
    ],
)
def test_the_other_families_on_both_sides_of_their_boundary(family, payer, credited_on, resumes_on):
    rule = RULE_OF[family, payer]
    interruption = replace(interruption_of(rule, month("2025-03"), 0, repaid=True), credited_on=day(credited_on))

    assert restored(rule, interruption).resumes_on == day(resumes_on)


@pytest.mark.parametrize(("credited_on", "months"), [("2025-04-25", 1), ("2025-04-26", 2)])
def test_a_month_credited_on_its_last_day_is_not_overdue(credited_on, months):
    span = [(one, one.day(25)) for one in Month.span(month("2025-03"), month("2025-05"))]
    debts = gap_debts(span, base_fen=740_000, contribution_rate=CONTRIBUTION_RATE)
    found = arrears(debts, credited_on=day(credited_on), late_fee_rule=late_fee_rule())

    assert len(found.rows) == months


def test_nothing_credited_means_no_return_yet():
    rule = s4(Payer.UNIT)
    found = restoration(
        replace(interruption_of(rule, month("2025-03"), 0, repaid=True), credited_on=None),
        stop_rule=rule,
        restore_rule=None,
    )

    assert (found.stops_on, found.resumes_on, found.tier) == (day("2025-03-01"), None, None)
    assert recomputed(found.explanation) is None
