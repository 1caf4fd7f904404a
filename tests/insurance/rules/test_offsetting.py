"""What credit notes pay."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from insurance.rules.allocation import BillDebt, Share
from insurance.rules.explanation import Source
from insurance.rules.late_fee import Convention, LateFeeRule
from insurance.rules.months import Month
from insurance.rules.offsetting import Credit, Offset, offset, transfers

RULE = LateFeeRule(
    Convention.L1, Decimal("0.0005"), True, 25, False, Source("late_fees", "379901", "all", date(2020, 1, 1), "demo")
)
AUGUST, JULY = Month(2026, 8), Month(2026, 7)
OLD, NEW = date(2026, 7, 25), date(2026, 8, 25)
ON = date(2026, 8, 4)


def test_the_corrected_bill_comes_first_and_without_a_late_fee():
    debts = [BillDebt(1, JULY, OLD, {110: 1000}), BillDebt(2, AUGUST, date(2026, 7, 1), {110: 600})]
    found = offset([Credit(9, AUGUST, 2, {110: 800})], debts, settled_on=ON, rule=RULE)
    assert found == [Offset(9, Share(2, 110, 600, 0)), Offset(9, Share(1, 110, 199, 1))]


def test_money_of_one_fund_never_pays_another():
    debts = [BillDebt(1, JULY, None, {210: 1000})]
    assert offset([Credit(9, AUGUST, 1, {110: 800})], debts, settled_on=ON, rule=RULE) == []


def test_two_credit_notes_do_not_pay_the_same_debt_twice():
    debts = [BillDebt(1, JULY, None, {110: 500})]
    found = offset(
        [Credit(9, AUGUST, None, {110: 400}), Credit(8, JULY, None, {110: 300})], debts, settled_on=ON, rule=RULE
    )
    assert found == [Offset(8, Share(1, 110, 300, 0)), Offset(9, Share(1, 110, 200, 0))]


def test_the_days_of_a_deferral_never_count_whatever_the_convention():
    rule = replace(RULE, convention=Convention.L3)
    debt = BillDebt(1, JULY, date(2026, 8, 1), {110: 100_000}, deferred=True)
    [one] = offset([Credit(9, AUGUST, None, {110: 200_000})], [debt], settled_on=ON, rule=rule)
    assert one.share == Share(1, 110, 100_000, 150)


@pytest.mark.parametrize(
    ("owed", "given", "expected"),
    [
        ({110: 100}, {}, []),
        ({110: 150}, {210: 50}, [(210, 110, 50)]),
        ({110: 30, 410: 30}, {210: 50}, [(210, 110, 30), (210, 410, 20)]),
        ({110: 100}, {210: 40, 410: 30}, [(210, 110, 40), (410, 110, 30)]),
    ],
)
def test_one_bill_settles_within_itself(owed, given, expected):
    assert transfers(owed, given) == expected
