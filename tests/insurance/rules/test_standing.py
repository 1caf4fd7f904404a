"""How far the money for a month has come."""

from datetime import date

import pytest

from insurance.rules.standing import Standing, standing, worst

TODAY = date(2026, 9, 10)
DUE, LATE, PAID_ON = date(2026, 9, 25), date(2026, 8, 25), date(2026, 8, 20)


@pytest.mark.parametrize(
    ("state", "due_on", "paid_on", "expected"),
    [
        ("paid", LATE, PAID_ON, Standing.CREDITED),
        ("issued", LATE, PAID_ON, Standing.PAID),
        ("issued", DUE, None, Standing.DUE),
        ("issued", date(2026, 9, 10), None, Standing.DUE),
        ("issued", date(2026, 9, 9), None, Standing.MISSING),
        ("part_paid", DUE, PAID_ON, Standing.DUE),
        ("part_paid", LATE, PAID_ON, Standing.MISSING),
        ("open", None, None, Standing.AHEAD),
        ("open", DUE, None, Standing.DUE),
        ("cancelled", LATE, None, Standing.NONE),
        (None, None, None, Standing.NONE),
    ],
)
def test_a_bill_stands_by_its_state_and_its_days(state, due_on, paid_on, expected):
    assert standing(state, due_on=due_on, paid_on=paid_on, on=TODAY) == expected


@pytest.mark.parametrize(
    ("several", "expected"),
    [
        ([Standing.CREDITED, Standing.MISSING, Standing.DUE], Standing.MISSING),
        ([Standing.CREDITED, Standing.DUE, Standing.PAID], Standing.DUE),
        ([Standing.CREDITED, Standing.PAID], Standing.PAID),
        ([Standing.CREDITED, Standing.NONE], Standing.CREDITED),
        ([], Standing.NONE),
    ],
)
def test_of_several_the_most_pressing_is_said(several, expected):
    assert worst(several) == expected
