"""征集单的状态: where a bill stands on a day, for whoever has to pay it. Overdue is a day, not a state."""

from datetime import date
from enum import StrEnum

from insurance.rules.kinds import BillState


class BillStanding(StrEnum):
    """Where a bill stands. ``PREPARED``: made, but it asks for nothing yet. ``PAID``: on its way, not credited.
    ``GIVES_BACK``: it asks for nothing, money comes back with it; ``GIVEN_BACK``: all of that was offset or refunded.
    """

    OVERDUE = "overdue"
    DUE = "due"
    PART_PAID = "part_paid"
    DEFERRED = "deferred"
    GIVES_BACK = "gives_back"
    PREPARED = "prepared"
    PAID = "paid"
    CREDITED = "credited"
    GIVEN_BACK = "given_back"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"


ASKS_FOR_MONEY = frozenset({BillStanding.OVERDUE, BillStanding.DUE, BillStanding.PART_PAID, BillStanding.DEFERRED})


class Shelf(StrEnum):
    """A part of the list: what asks for money; what is not issued yet, is paid but not credited or gives money back; what
    is done."""

    TO_PAY = "to_pay"
    TO_COME = "to_come"
    DONE = "done"


def pay_until(due_on: date | None, deferred_until: date | None) -> date | None:
    """Return the last day on which a bill is paid in time: its due day, or the one until which it was deferred."""
    days = [day for day in (due_on, deferred_until) if day is not None]
    return max(days, default=None)


def bill_standing(
    state: str,
    *,
    total_fen: int,
    due_on: date | None,
    deferred_until: date | None,
    paid_on: date | None,
    on: date,
) -> BillStanding:
    """Return where a bill stands on a day; a deferred one is not in default before the day it was deferred until."""
    if state in (BillState.CANCELLED, BillState.WRITTEN_OFF):
        return BillStanding(state)
    if state == BillState.PAID:
        return BillStanding.CREDITED if total_fen >= 0 else BillStanding.GIVEN_BACK
    if total_fen < 0:
        return BillStanding.GIVES_BACK
    if state == BillState.OPEN:
        return BillStanding.PREPARED
    if paid_on is not None and state != BillState.PART_PAID:
        return BillStanding.PAID
    last = pay_until(due_on, deferred_until)
    if last is not None and last < on:
        return BillStanding.OVERDUE
    if deferred_until is not None and due_on is not None and due_on < on:
        return BillStanding.DEFERRED
    return BillStanding.PART_PAID if state == BillState.PART_PAID else BillStanding.DUE
