"""Which bills money pays: tables, and what holds for whatever sums and days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insurance.rules.allocation import BillDebt, Share, allocate, fee_on, owed, spread
from insurance.rules.explanation import Source
from insurance.rules.late_fee import Convention, LateFeeRule, late_fee
from insurance.rules.months import Month

SOURCE = Source("late_fees", "379901", "all", date(2020, 1, 1), "demo")
RULE = LateFeeRule(Convention.L1, Decimal("0.0005"), True, 25, False, SOURCE)
DUE = date(2026, 8, 25)
ON_TIME, TEN_DAYS_LATE = DUE, date(2026, 9, 4)


def debt(bill_id=1, month=8, *, late_from=DUE, **open_fen):
    codes = {int(name.strip("i")): amount for name, amount in open_fen.items()}
    return BillDebt(bill_id, Month(2026, month), late_from, codes)


@pytest.mark.parametrize(
    ("money", "settled_on", "expected"),
    [
        (1000, ON_TIME, [Share(1, 110, 1000, 0)]),
        (3000, ON_TIME, [Share(1, 110, 2000, 0), Share(1, 210, 1000, 0)]),
        (9999, ON_TIME, [Share(1, 110, 2000, 0), Share(1, 210, 1000, 0)]),
        (2010, TEN_DAYS_LATE, [Share(1, 110, 2000, 10)]),
        (2009, TEN_DAYS_LATE, [Share(1, 110, 1999, 10)]),
        (3015, TEN_DAYS_LATE, [Share(1, 110, 2000, 10), Share(1, 210, 1000, 5)]),
        (0, TEN_DAYS_LATE, []),
    ],
)
def test_one_bill(money, settled_on, expected):
    assert allocate(money, [debt(i110=2000, i210=1000)], settled_on=settled_on, rule=RULE) == expected


def test_the_oldest_month_comes_first_and_then_the_older_bill():
    debts = [debt(3, 8, i110=100), debt(2, 7, i110=100), debt(1, 8, i110=100)]
    assert [share.bill_id for share in allocate(250, debts, settled_on=ON_TIME, rule=RULE)] == [2, 1, 3]


def test_a_deferred_bill_and_one_without_a_late_day_cost_no_fee():
    assert owed(debt(late_from=TEN_DAYS_LATE, i110=2000), settled_on=TEN_DAYS_LATE, rule=RULE)[0].late_fee_fen == 0
    assert owed(debt(late_from=None, i110=2000), settled_on=TEN_DAYS_LATE, rule=RULE)[0].late_fee_fen == 0


@pytest.mark.parametrize(
    ("paid", "left"),
    [(0, {110: 50, 210: 30}), (60, {110: 0, 210: 20}), (99, {110: 0, 210: 0})],
)
def test_what_was_paid_before_is_spread_in_the_order_of_codes(paid, left):
    assert spread(paid, {110: 50, 210: 30}) == left


DEBTS = st.lists(
    st.builds(
        BillDebt,
        st.integers(1, 10**6),
        st.builds(Month, st.integers(2024, 2026), st.integers(1, 12)),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.dictionaries(st.sampled_from([110, 210, 310, 410, 510]), st.integers(0, 10**7), max_size=5),
    ),
    max_size=6,
    unique_by=lambda one: one.bill_id,
)


@settings(max_examples=150, deadline=None)
@given(
    money=st.integers(0, 10**8),
    debts=DEBTS,
    late=st.integers(0, 900),
    convention=st.sampled_from(list(Convention)),
    capped=st.booleans(),
)
def test_whatever_is_paid(money, debts, late, convention, capped):
    rule = LateFeeRule(convention, Decimal("0.0005"), capped, 25, False, SOURCE)
    on = date(2024, 6, 1) + timedelta(days=late)
    by_key = {one.bill_id: one for one in debts}
    shares = allocate(money, debts, settled_on=on, rule=rule)
    assert sum(share.total_fen for share in shares) <= money
    for share in shares:
        due = by_key[share.bill_id]
        assert 0 < share.principal_fen <= due.open_fen[share.insurance]
        assert share.late_fee_fen == fee_on(share.principal_fen, due, settled_on=on, rule=rule)
        if due.late_from is not None and on > due.late_from:
            counted = late_fee(
                share.principal_fen, month=due.month, due_on=due.late_from, settled_on=on, rule=rule
            ).fee_fen
            assert share.late_fee_fen == counted
        else:
            assert share.late_fee_fen == 0
    whole = [
        share
        for one in sorted(debts, key=lambda d: (d.month.first_day, d.bill_id))
        for share in owed(one, settled_on=on, rule=rule)
    ]
    assert shares[:-1] == whole[: len(shares[:-1])], (
        "everything before the last share is paid in full, the oldest first"
    )
    if len(shares) < len(whole) or (shares and shares[-1] != whole[len(shares) - 1]):
        unreached = whole[len(shares) - 1] if shares and shares[-1] != whole[len(shares) - 1] else whole[len(shares)]
        paid = shares[-1].principal_fen if shares and shares[-1] != whole[len(shares) - 1] else 0
        left = money - sum(share.total_fen for share in shares)
        more = fee_on(paid + 1, by_key[unreached.bill_id], settled_on=on, rule=rule)
        before = fee_on(paid, by_key[unreached.bill_id], settled_on=on, rule=rule)
        assert 1 + more - before > left, "not a fen of contributions more could have been paid"
