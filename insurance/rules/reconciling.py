"""对账: what a channel's statement says of a day, held against what the hall wrote down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MovedKind(StrEnum):
    """A movement in a statement: money credited to the fund, money given back."""

    CREDITED = "credited"
    REFUNDED = "refunded"


class DifferenceKind(StrEnum):
    """How statement and books differ: the hall never heard of a movement, the channel does not know one of the hall's, the
    amounts are not the same."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT_DIFFERS = "amount_differs"


class DifferenceState(StrEnum):
    """The life of a difference: open, put right by the hall itself, explained by one person, cleared by another."""

    OPEN = "open"
    MADE_GOOD = "made_good"
    EXPLAINED = "explained"
    CLEARED = "cleared"


TO_DO = (DifferenceState.OPEN, DifferenceState.EXPLAINED)
"""Differences that still wait for somebody."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of a statement as the channel gives it out; in fen."""

    kind: MovedKind
    reference: str
    order_number: str
    amount_fen: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of money; ``reference`` is that of the channel, for money given back the number of our refund. In fen."""

    kind: MovedKind
    reference: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; ``theirs_fen`` is what the statement says, ``ours_fen`` what the books say, None where one is silent."""

    kind: DifferenceKind
    moved: MovedKind
    reference: str
    theirs_fen: int | None
    ours_fen: int | None


def differences(theirs: Iterable[Movement], ours: Iterable[Movement]) -> list[Difference]:
    """Return how two lists of movements differ, by kind and reference; nothing where they say the same."""
    said = {(one.kind, one.reference): one.amount_fen for one in theirs}
    booked = {(one.kind, one.reference): one.amount_fen for one in ours}
    return [
        Difference(kind_of(said.get(key), booked.get(key)), *key, said.get(key), booked.get(key))
        for key in sorted(said.keys() | booked.keys())
        if said.get(key) != booked.get(key)
    ]


def kind_of(theirs_fen: int | None, ours_fen: int | None) -> DifferenceKind:
    if ours_fen is None:
        return DifferenceKind.MISSING_HERE
    if theirs_fen is None:
        return DifferenceKind.MISSING_THERE
    return DifferenceKind.AMOUNT_DIFFERS
