"""分配: which bills money pays, and how much of it is contributions and how much late fee.

Oldest month first, within a bill one insurance after another in the order of their codes. Contributions that are paid late
settle their own late fee in the same step, each insurance rounded by itself (Social Insurance Law, article 86), so that a
part payment never leaves a fee behind for contributions that are paid.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from insurance.rules.late_fee import Convention, LateFeeRule, late_fee
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class BillDebt:
    """What is open on one bill: fen by insurance code. ``late_from`` is the last day without a late fee (its due day, or
    the day until which it was deferred); None where no late fee is ever due. ``deferred``: it was deferred."""

    bill_id: int
    month: Month
    late_from: date | None
    open_fen: Mapping[int, int]
    deferred: bool = False

    @property
    def principal_fen(self) -> int:
        return sum(self.open_fen.values())


@dataclass(frozen=True, slots=True)
class Share:
    """What money pays of one insurance on one bill; amounts in fen."""

    bill_id: int
    insurance: int
    principal_fen: int
    late_fee_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.late_fee_fen


def fee_on(principal_fen: int, debt: BillDebt, *, settled_on: date, rule: LateFeeRule | None) -> int:
    """Return the late fee on a part of a bill paid on a day, in fen.

    Nothing is late on or before ``late_from``, whatever the convention. Source: Social Insurance Law, article 86.
    """
    if rule is None or debt.late_from is None or settled_on <= debt.late_from:
        return 0
    counted = counted_by(rule, debt)
    return late_fee(principal_fen, month=debt.month, due_on=debt.late_from, settled_on=settled_on, rule=counted).fee_fen


def counted_by(rule: LateFeeRule, debt: BillDebt) -> LateFeeRule:
    """Return how the days of a debt count: those of an approved deferral never do, whatever the area's convention.

    Source: Implementing Provisions of the Social Insurance Law (MOHRSS Order 13), article 21.
    """
    return replace(rule, convention=Convention.L1) if debt.deferred else rule


def owed(debt: BillDebt, *, settled_on: date, rule: LateFeeRule | None) -> list[Share]:
    """Return what all of a bill costs on a day, insurance by insurance."""
    return [
        Share(debt.bill_id, code, amount, fee_on(amount, debt, settled_on=settled_on, rule=rule))
        for code, amount in sorted(debt.open_fen.items())
        if amount > 0
    ]


def allocate(money_fen: int, debts: Iterable[BillDebt], *, settled_on: date, rule: LateFeeRule | None) -> list[Share]:
    """Return what money pays, oldest month first. What it does not reach is not returned; at most what is owed is used."""
    return list(_allocated(money_fen, debts, settled_on, rule))


def _allocated(left: int, debts: Iterable[BillDebt], settled_on: date, rule: LateFeeRule | None) -> Iterator[Share]:
    for debt in sorted(debts, key=lambda one: (one.month.first_day, one.bill_id)):
        for whole in owed(debt, settled_on=settled_on, rule=rule):
            share = whole if whole.total_fen <= left else _part(left, whole, debt, settled_on, rule)
            if share.principal_fen > 0:
                yield share
                left -= share.total_fen
            if share is not whole:
                return


def _part(left: int, whole: Share, debt: BillDebt, settled_on: date, rule: LateFeeRule | None) -> Share:
    """Return the most of one insurance that ``left`` fen pay together with its late fee."""
    low, high = 0, min(left, whole.principal_fen)
    while low < high:
        middle = (low + high + 1) // 2
        if middle + fee_on(middle, debt, settled_on=settled_on, rule=rule) <= left:
            low = middle
        else:
            high = middle - 1
    return Share(whole.bill_id, whole.insurance, low, fee_on(low, debt, settled_on=settled_on, rule=rule))


def spread(amount_fen: int, over: Mapping[int, int]) -> dict[int, int]:
    """Return what is left of the amounts of several insurances after ``amount_fen`` paid them in the order of their codes."""
    left: dict[int, int] = {}
    for code, total in sorted(over.items()):
        used = min(max(total, 0), amount_fen)
        left[code] = total - used
        amount_fen -= used
    return left
