"""How far the money for a month has come: due, paid, credited (到账), or missing past its day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from insurance.rules.kinds import BillState


class Standing(StrEnum):
    """Where the money of one month stands. AHEAD: nothing has been assessed yet; NONE: not insured, nothing owed."""

    CREDITED = "credited"
    PAID = "paid"
    DUE = "due"
    MISSING = "missing"
    AHEAD = "ahead"
    NONE = "none"


FIRST_TO_MENTION = (
    Standing.MISSING,
    Standing.DUE,
    Standing.PAID,
    Standing.CREDITED,
    Standing.AHEAD,
    Standing.NONE,
)


def standing(state: str | None, *, due_on: date | None, paid_on: date | None, on: date) -> Standing:
    """Return where a bill stands on a day. Paid is not credited: the money is on its way through the levying authority.

    A bill paid in part is missing once its due day has passed. ``state`` is None where there is no bill. One that is made
    but not issued, without a due day, asks for nothing yet: a difference that follows with a later bill.
    """
    if state in (None, BillState.CANCELLED):
        return Standing.NONE
    if state == BillState.OPEN and due_on is None:
        return Standing.AHEAD
    if state == BillState.PAID:
        return Standing.CREDITED
    if paid_on is not None and state != BillState.PART_PAID:
        return Standing.PAID
    if due_on is not None and due_on < on:
        return Standing.MISSING
    return Standing.DUE


def worst(standings: Iterable[Standing]) -> Standing:
    """Return what has to be said first about several; NONE when there are none."""
    present = set(standings)
    return next((found for found in FIRST_TO_MENTION if found in present), Standing.NONE)
