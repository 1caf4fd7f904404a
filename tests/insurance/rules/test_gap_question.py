"""What follows from a month that is not paid, on typed facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.benefit_rule import Continuity, Payer, RepaymentBase, RuleBook
from insurance.rules.contribution import Bounds
from insurance.rules.explanation import recomputed
from insurance.rules.gap_question import GapFacts, GapPolicy, gap_answer
from insurance.rules.months import Month
from tests.factories.policy_values import CALENDAR, FIRST, late_fee_rule, n3, s4, source

TODAY = date(2025, 6, 20)
MARCH = Month(2025, 3)


def book(*rules) -> RuleBook:
    return RuleBook("379901", tuple((FIRST, None, rule) for rule in rules))


POLICY = GapPolicy(
    book=book(s4(Payer.UNIT), s4(Payer.FLEXIBLE)),
    calendar=CALENDAR,
    due_rule=late_fee_rule(),
    late_fee_rule=late_fee_rule(),
    bounds=Bounds(444_000, 2_220_000),
    average_wage_fen=740_000,
    base_source=source("bounds"),
    contribution_rate=Decimal("0.10"),
)


def answer(policy=POLICY, on=TODAY, **typed):
    facts = GapFacts(MARCH, **{"credited_on": date(2025, 6, 10), **typed})
    return gap_answer(facts, policy, {"379901": policy.book}, on=on)


def test_a_repaid_gap_returns_and_costs_every_overdue_month_with_its_late_fee():
    found = answer()
    assert (found.restoration.stops_on, found.restoration.resumes_on) == (date(2025, 3, 1), date(2025, 9, 1))
    assert found.restoration.gap == 101
    assert [str(row.month) for row in found.cost.rows] == ["2025-03", "2025-04", "2025-05"]
    assert (found.cost.principal_fen, found.cost.late_fee_fen, found.cost.total_fen) == (222_000, 5_143, 227_143)
    assert recomputed(found.cost.explanation) == found.cost.total_fen
    assert found.prospects == ()


def test_who_pays_alone_owes_no_late_fee():
    found = answer(payer=Payer.FLEXIBLE)
    assert (found.cost.principal_fen, found.cost.late_fee_fen) == (222_000, 0)


@pytest.mark.parametrize(
    ("credited_on", "in_time"), [(date(2025, 3, 24), True), (date(2025, 3, 25), True), (date(2025, 3, 26), False)]
)
def test_money_up_to_the_last_day_is_in_time(credited_on, in_time):
    assert answer(credited_on=credited_on).in_time is in_time


def test_where_nothing_is_paid_yet_each_span_of_days_has_its_return():
    found = answer(credited_on=None, on=date(2025, 4, 10))
    assert found.restoration.resumes_on is None
    assert found.counted_on == date(2025, 4, 10)
    spans = [(one.first_on, one.last_on, one.resumes_on) for one in found.prospects]
    assert spans[:2] == [
        (date(2025, 4, 10), date(2025, 4, 30), date(2025, 5, 1)),
        (date(2025, 5, 1), date(2025, 5, 31), date(2025, 8, 1)),
    ]
    assert len(spans) == 4


def test_a_month_that_is_still_to_come_counts_from_the_day_after_its_last_day():
    found = answer(credited_on=None, on=date(2025, 2, 1))
    assert found.counted_on == date(2025, 3, 26)
    assert found.prospects[0].first_on == date(2025, 3, 26)


def test_never_repaid_it_is_a_new_enrolment_and_costs_nothing():
    found = answer(repaid=False)
    assert (found.restoration.resumes_on, found.restoration.continuity) == (date(2025, 7, 1), Continuity.RESET)
    assert (found.cost, found.wage_is_missing) == (None, False)
    assert (found.other_way.resumes_on, found.other_way.continuity) == (date(2025, 9, 1), Continuity.KEPT)


def test_a_gap_too_long_to_repay_has_no_amounts():
    policy = replace(POLICY, book=book(n3(Payer.UNIT)))
    short, long = answer(policy), answer(policy, credited_on=date(2025, 7, 1))
    assert short.is_repayable
    assert short.cost.total_fen == 227_143
    assert not long.is_repayable
    assert long.cost is None


def test_an_area_may_set_how_many_months_can_be_repaid():
    rules = {most: replace(s4(Payer.UNIT), longest_repayable_months=most) for most in (2, 3)}
    assert answer(replace(POLICY, book=book(rules[3]))).is_repayable
    assert not answer(replace(POLICY, book=book(rules[2]))).is_repayable


@pytest.mark.parametrize(
    ("base", "wage_fen", "month_fen"),
    [
        (RepaymentBase.AVERAGE_WAGE_AT_PAYMENT, None, 74_000),
        (RepaymentBase.LOWER_BOUND, None, 44_400),
        (RepaymentBase.OWN_BASE, 1_000_000, 100_000),
        (RepaymentBase.OWN_BASE, 100, 44_400),
    ],
)
def test_the_base_of_a_repayment_is_the_areas(base, wage_fen, month_fen):
    policy = replace(POLICY, book=book(s4(Payer.UNIT, repayment_base=base)))
    assert answer(policy, wage_fen=wage_fen).cost.rows[0].principal_fen == month_fen


def test_the_own_base_needs_a_wage():
    found = answer(replace(POLICY, book=book(s4(Payer.UNIT, repayment_base=RepaymentBase.OWN_BASE))))
    assert (found.cost, found.wage_is_missing) == (None, True)


def test_four_unpaid_months_in_a_year_are_counted():
    """The month of the payment, overdue or not, is none of them: the record is read in the same way."""
    rule = replace(s4(Payer.UNIT), most_missed_in_year=3)
    policy = replace(POLICY, book=book(rule))
    three, four = answer(policy, credited_on=date(2025, 6, 26)), answer(policy, credited_on=date(2025, 7, 1))
    assert three.restoration.tier == rule.tiers[1]
    assert four.restoration.tier == rule.tiers[2]


def test_days_before_the_first_rule_are_refused_by_the_month():
    with pytest.raises(RuleBroken) as refused:
        gap_answer(GapFacts(Month(2019, 12), date(2020, 2, 1)), POLICY, {}, on=TODAY)
    assert refused.value == RuleBroken("calculator.nothing_in_force", "first_unpaid_month", on=date(2019, 12, 1))
