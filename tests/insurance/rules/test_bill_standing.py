"""Where a bill stands on a day, and until when one may be deferred."""

from datetime import date

import pytest

from insurance.rules.allocation import BillDebt, fee_on
from insurance.rules.bill_standing import BillStanding, bill_standing, pay_until
from insurance.rules.deferral import latest_deferral
from insurance.rules.late_fee import Convention
from insurance.rules.months import Month
from tests.factories.policy_values import late_fee_rule

DUE = date(2026, 8, 25)
LATER = date(2027, 3, 31)
S = BillStanding


@pytest.mark.parametrize(
    ("state", "facts", "on", "standing"),
    [
        ("issued", {}, DUE, S.DUE),
        ("issued", {}, date(2026, 8, 26), S.OVERDUE),
        ("part_paid", {}, DUE, S.PART_PAID),
        ("part_paid", {}, date(2026, 8, 26), S.OVERDUE),
        ("issued", {"deferred_until": LATER}, DUE, S.DUE),
        ("issued", {"deferred_until": LATER}, date(2026, 8, 26), S.DEFERRED),
        ("issued", {"deferred_until": LATER}, LATER, S.DEFERRED),
        ("issued", {"deferred_until": LATER}, date(2027, 4, 1), S.OVERDUE),
        ("issued", {"paid_on": DUE}, date(2026, 8, 26), S.PAID),
        ("issued", {"due_on": None}, date(2026, 8, 26), S.DUE),
        ("open", {"due_on": None}, DUE, S.PREPARED),
        ("issued", {"total_fen": -100}, date(2026, 8, 26), S.GIVES_BACK),
        ("paid", {"total_fen": -100}, DUE, S.GIVEN_BACK),
        ("paid", {}, DUE, S.CREDITED),
        ("cancelled", {}, date(2026, 8, 26), S.CANCELLED),
        ("written_off", {}, date(2026, 8, 26), S.WRITTEN_OFF),
    ],
)
def test_standing_on_a_day(state, facts, on, standing):
    known = {"total_fen": 100, "due_on": DUE, "deferred_until": None, "paid_on": None} | facts
    assert bill_standing(state, on=on, **known) == standing


def test_the_later_of_due_day_and_deferral_is_the_last_day():
    assert pay_until(DUE, None) == DUE
    assert pay_until(DUE, LATER) == LATER
    assert pay_until(None, None) is None


@pytest.mark.parametrize(
    ("due_on", "latest"),
    [(DUE, date(2027, 8, 25)), (date(2028, 2, 29), date(2029, 2, 28)), (date(2027, 2, 28), date(2028, 2, 28))],
)
def test_a_year_is_the_longest(due_on, latest):
    assert latest_deferral(due_on) == latest


@pytest.mark.parametrize("convention", list(Convention))
def test_days_of_a_deferral_never_count(convention):
    """1,000.00 yuan at 0.05 % a day: nothing up to the last day, one day is 0.50, whatever the area's convention."""
    rule = late_fee_rule(convention)
    debt = BillDebt(1, Month(2026, 8), LATER, {110: 100_000}, deferred=True)
    assert fee_on(100_000, debt, settled_on=LATER, rule=rule) == 0
    assert fee_on(100_000, debt, settled_on=date(2027, 4, 1), rule=rule) == 50
