"""The quote for a back payment: the same as the calculator and as resuming tell for the same facts; limits; until when."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from insurance.rules.area_policy import Version
from insurance.rules.arrears import Debt
from insurance.rules.back_payment import levels_for, medical_quote, payable_until, pension_quote
from insurance.rules.base_levels import LEVELS, base_levels
from insurance.rules.benefit_rule import Payer, RepaymentBase
from insurance.rules.benefits import MedicalRecord
from insurance.rules.contribution import Bounds
from insurance.rules.explanation import as_data, from_data, recomputed
from insurance.rules.gap_question import GapFacts, GapPolicy, gap_answer
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.kinds import Insurance
from insurance.rules.missed_months import Insured, missed_months, payable_months
from insurance.rules.months import Month
from insurance.rules.policy_values import AverageWage
from insurance.rules.resumption import resumption
from tests.factories.policy_values import CALENDAR, RULES, late_fee_rule, s4, source
from tests.insurance.rules.outlook_policy import policy_of

FLEXIBLE = Payer.FLEXIBLE
FIRST, STOP = Month(2024, 1), Month(2025, 3)
CREDITED = tuple(Month.span(FIRST, STOP - 1))


def record(on: date, *charges: Charge) -> MedicalRecord:
    """Return a record that ended with February 2025 and began again in the month of a day, nothing paid since."""
    return MedicalRecord(1985, stays=(Stay(FLEXIBLE, FIRST, STOP), Stay(FLEXIBLE, Month.of(on), None)), charges=charges)


def months_until(on: date) -> tuple[Month, ...]:
    return tuple(Month.span(STOP, Month.of(on) - 1))


def quote(on: date, policy=None, **more):
    return medical_quote(
        more.pop("known", None) or record(on), policy or policy_of(), months_until(on), credited_on=on, **more
    )


DAYS = [
    (date(2025, 4, 10), 40, "2025-05-01"),
    (date(2025, 4, 29), 59, "2025-05-01"),
    (date(2025, 4, 30), 60, "2025-05-01"),
    (date(2025, 5, 1), 61, "2025-08-01"),
    (date(2025, 8, 28), 180, "2025-11-01"),
    (date(2025, 8, 29), 181, "2026-02-01"),
]
"""The worked examples of the four tiers for who pays alone: the day of the credit, the days of the gap, the return."""


@pytest.mark.parametrize(("on", "gap", "returns"), DAYS)
def test_tiers_of_s4(on, gap, returns):
    found = quote(on)
    assert (found.restoration.gap, str(found.restoration.resumes_on)) == (gap, returns)
    assert found.total_fen == len(months_until(on)) * 66_600, "9 % of 7,400.00 a month"
    assert found.cost.late_fee_fen == 0
    assert recomputed(from_data(as_data(found.explanation))) == found.total_fen


@pytest.mark.parametrize("on", [day for day, _gap, _returns in DAYS if day.day <= 25])
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.payer == FLEXIBLE], ids=lambda rule: rule.family)
def test_the_quote_is_the_calculators_answer(rule, on):
    """On a day on which the month of the credit is not due yet, both name the same months."""
    policy = policy_of(s4(Payer.UNIT), rule)
    asked = GapPolicy(
        book=policy.book,
        calendar=CALENDAR,
        due_rule=late_fee_rule(),
        late_fee_rule=late_fee_rule(),
        bounds=Bounds(444_000, 2_220_000),
        average_wage_fen=740_000,
        base_source=source("bounds"),
        contribution_rate=Decimal("0.09"),
    )
    facts = GapFacts(STOP, credited_on=on, payer=FLEXIBLE, wage_fen=600_000)
    told = gap_answer(facts, asked, {policy.code: policy.book}, on=on)
    found = quote(on, policy, own_base_fen=600_000)
    assert found.is_repayable == told.is_repayable
    if told.is_repayable:
        assert found.total_fen == told.cost.total_fen
        assert found.restoration.resumes_on == told.restoration.resumes_on
        assert found.restoration.retroactive_from == told.restoration.retroactive_from


@pytest.mark.parametrize(("on", "gap", "returns"), DAYS)
def test_the_quote_is_what_resuming_promised(on, gap, returns):
    left = MedicalRecord(1985, stays=(Stay(FLEXIBLE, FIRST, STOP),))
    promised = resumption(
        left, policy_of(), stop=STOP, payer=FLEXIBLE, first_month=Month.of(on), credited_on=on, credited=CREDITED
    )
    found = quote(on, credited=CREDITED)
    assert found.restoration.resumes_on == promised.returns_on
    # the month of the credit itself, when its day is past: here a bill of its own, there part of the gap
    besides = int(policy_of().due_on(Month.of(on)) < on)
    assert found.total_fen + besides * 66_600 == promised.gap.total_fen
    assert found.counted_after.continuous.result + besides == promised.counted.continuous.result


def test_after_beginning_anew_benefits_stay_and_the_months_count_again():
    """The first month after the gap was paid first: the wait of a new enrolment stays, continuity is made good."""
    on = date(2025, 6, 20)
    paid = Charge(Month(2025, 6), date(2025, 6, 25), date(2025, 6, 10), FLEXIBLE)
    found = quote(on, known=record(on, paid), credited=(*CREDITED, Month(2025, 6)))
    assert found.restoration is None
    assert not found.stays_open
    assert found.counted_before.continuous.result == 1, "months before the gap do not count as continuous"
    assert found.counted_after.continuous.result == len(CREDITED) + 4


def test_what_is_overdue_since_has_to_be_paid_as_well():
    on = date(2025, 7, 10)
    late = Charge(Month(2025, 6), date(2025, 6, 25), None, FLEXIBLE)
    stays = (Stay(FLEXIBLE, FIRST, STOP), Stay(FLEXIBLE, Month(2025, 6), None))
    known = MedicalRecord(1985, stays=stays, charges=(late,))
    found = medical_quote(known, policy_of(), tuple(Month.span(STOP, Month(2025, 5))), credited_on=on)
    assert found.owed == (Month(2025, 6),)
    assert found.restoration.resumes_on == date(2025, 10, 1), "101 days and more: three months"


def test_a_gap_beyond_the_areas_limit_is_not_repayable():
    on = date(2025, 7, 10)
    short = replace(s4(FLEXIBLE), longest_repayable_months=3)
    assert not quote(on, policy_of(s4(Payer.UNIT), short)).is_repayable
    assert quote(date(2025, 6, 10), policy_of(s4(Payer.UNIT), short)).is_repayable, "three months are the most"


def test_the_base_is_the_one_the_rule_names():
    own = replace(s4(FLEXIBLE), repayment_base=RepaymentBase.OWN_BASE)
    policy = policy_of(s4(Payer.UNIT), own)
    on = date(2025, 4, 10)
    assert (quote(on, policy, own_base_fen=500_000).base_fen, quote(on, policy).base_fen) == (500_000, 740_000)
    assert quote(on, policy).on_base == RepaymentBase.AVERAGE_WAGE_AT_PAYMENT, "nobody without a base pays nothing"


def test_a_quote_holds_until_return_or_base_change():
    assert quote(date(2025, 4, 10)).holds_until == date(2025, 4, 30), "day 60 and the end of the month at once"
    assert quote(date(2025, 8, 10)).holds_until == date(2025, 8, 28), "day 180"
    changing = bounds_until(date(2025, 4, 20))
    assert quote(date(2025, 4, 10), changing).holds_until == date(2025, 4, 19)


def bounds_until(day: date):
    policy = policy_of()
    ending = Version(date(2000, 1, 1), day, AverageWage(740_000, source("bounds")))
    return replace(policy, rows={**policy.rows, ("bounds",): (ending,)})


def test_a_bill_is_payable_for_fifteen_days_and_never_on_another_base():
    assert payable_until(policy_of(), date(2025, 4, 10)) == date(2025, 4, 25)
    assert payable_until(bounds_until(date(2025, 4, 20)), date(2025, 4, 10)) == date(2025, 4, 19)


@pytest.mark.parametrize(("months", "levels"), [(1, 1), (12, 1), (13, 2), (40, 2)])
def test_more_than_twelve_months_are_decided_by_two(months, levels):
    assert levels_for(Month(2024, 1) + offset for offset in range(months)) == levels


def test_pension_months_carry_no_late_fee():
    debts = [Debt(Month(2025, number), date(2025, number, 25), 100_000 + number) for number in (3, 4)]
    found = pension_quote(debts, policy_of(), bases_fen=[500_000, 500_000], credited_on=date(2025, 6, 10))
    assert (found.total_fen, found.cost.late_fee_fen, found.restoration) == (200_007, 0, None)
    assert found.holds_until == date(2025, 12, 31), "months of earlier years are not paid back"


# Which months were missed --------------------------------------------------------------------------------------------

M = Month.parse


@pytest.mark.parametrize(
    ("times", "charged", "since", "missed"),
    [
        ([], [], "2025-06", []),
        ([("2024-01", "2025-03")], [], "2025-06", ["2025-03", "2025-04", "2025-05"]),
        ([("2024-01", "2025-03")], ["2025-04"], "2025-06", ["2025-03", "2025-05"]),
        ([("2024-01", "2025-06")], [], "2025-06", []),
        ([("2023-01", "2024-01"), ("2024-03", "2025-06")], [], "2025-06", ["2024-01", "2024-02"]),
        ([("2024-01", "2025-03"), ("2025-04", "2025-05")], [], "2025-06", ["2025-05"]),
        ([("2025-02", "2025-02")], [], "2025-06", []),
    ],
)
def test_missed_months(times, charged, since, missed):
    lived = [Insured(M(first), M(stop)) for first, stop in times]
    assert [str(m) for m in missed_months(lived, {M(m) for m in charged}, running_since=M(since))] == missed


def test_pension_only_of_this_year_medical_of_any():
    months = (M("2024-12"), M("2025-01"))
    assert payable_months(Insurance.PENSION, months, on=date(2025, 6, 10)) == (M("2025-01"),)
    assert payable_months(Insurance.MEDICAL, months, on=date(2025, 6, 10)) == months


# Levels --------------------------------------------------------------------------------------------------------------


def test_levels_lie_within_the_published_bounds():
    levels = base_levels(750_600, Bounds(450_400, 2_251_800))
    assert [level.percent for level in levels] == list(LEVELS)
    assert [level.base_fen for level in levels] == [450_400, 600_480, 750_600, 1_125_900, 1_501_200, 2_251_800]


def test_levels_that_come_to_the_same_base_are_one():
    levels = base_levels(750_600, Bounds(750_600, 1_000_000))
    assert [level.base_fen for level in levels] == [750_600, 1_000_000]
