"""Which month is assessed or closed next, and by which day a bill is paid in time."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.assessing import BooksOfArea, payable_until, refuse_to_assess, refuse_to_close
from insurance.rules.explanation import Source
from insurance.rules.late_fee import Convention, LateFeeRule
from insurance.rules.months import Month
from insurance.rules.workdays import WorkCalendar

M = Month
TODAY = date(2026, 9, 10)
KEPT = BooksOfArea(first=M(2026, 5), last=M(2026, 8), closed=M(2026, 6))


@pytest.mark.parametrize(
    ("month", "books", "code"),
    [
        (M(2026, 9), KEPT, None),
        (M(2026, 8), KEPT, None),
        (M(2026, 9), BooksOfArea(), None),
        (M(2020, 1), BooksOfArea(), None),
        (M(2026, 10), KEPT, "assess.future"),
        (M(2026, 6), KEPT, "assess.closed"),
        (M(2026, 7), KEPT, "assess.before_records"),
        (M(2026, 9), BooksOfArea(last=M(2026, 7)), "assess.earlier_first"),
        (M(2026, 9), BooksOfArea(last=M(2026, 8), running=M(2026, 8)), "assess.unfinished"),
    ],
)
def test_a_month_is_assessed_after_the_one_before(month, books, code):
    if code is None:
        refuse_to_assess(month, books, on=TODAY)
        return
    with pytest.raises(RuleBroken, match=code):
        refuse_to_assess(month, books, on=TODAY)


@pytest.mark.parametrize(
    ("month", "books", "code"),
    [
        (M(2026, 7), KEPT, None),
        (M(2026, 5), BooksOfArea(first=M(2026, 5), last=M(2026, 8)), None),
        (M(2026, 6), KEPT, "closing.closed_already"),
        (M(2026, 8), KEPT, "closing.earlier_open"),
        (M(2026, 9), KEPT, "closing.not_over"),
        (M(2026, 7), BooksOfArea(first=M(2026, 5), last=M(2026, 6), closed=M(2026, 6)), "closing.not_assessed"),
        (M(2026, 7), BooksOfArea(), "closing.not_assessed"),
        (M(2026, 8), BooksOfArea(first=M(2026, 8), last=M(2026, 8), running=M(2026, 8)), "closing.not_assessed"),
    ],
)
def test_books_are_closed_one_month_after_the_other(month, books, code):
    if code is None:
        refuse_to_close(month, books, on=TODAY)
        return
    with pytest.raises(RuleBroken, match=code):
        refuse_to_close(month, books, on=TODAY)


SOURCE = Source("late_fees", "379901", "", date(2020, 1, 1), "x")
HOLIDAY = WorkCalendar.from_days([date(2026, 9, 25)], [])
RULE = LateFeeRule(Convention.L1, Decimal("0.0005"), True, 25, True, SOURCE)


@pytest.mark.parametrize(
    ("month", "on", "until"),
    [
        (M(2026, 9), date(2026, 9, 5), date(2026, 9, 28)),
        (M(2026, 9), date(2026, 9, 28), date(2026, 9, 28)),
        (M(2026, 9), date(2026, 9, 29), date(2026, 10, 26)),
        (M(2026, 8), date(2026, 9, 5), date(2026, 9, 28)),
        (M(2026, 3), date(2026, 9, 29), date(2026, 10, 26)),
        (M(2026, 10), date(2026, 9, 30), date(2026, 10, 26)),
    ],
)
def test_what_is_issued_late_is_due_with_the_next_contributions(month, on, until):
    assert payable_until(month, on=on, rule=RULE, calendar=HOLIDAY) == until
