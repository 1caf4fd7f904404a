"""缴费: the life of a payment order and what is said about money by those who carry it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ORDER_MINUTES = timedelta(minutes=30)
"""How long an order may be paid; less where the day ends before, because the late fee counts by days."""

ASK_AFTER = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=60))
"""When a silent channel is asked how an order stands, counted from its beginning; afterwards every hour."""


class PaymentState(StrEnum):
    """The life of a payment order."""

    STARTED = "started"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


LIVE = (PaymentState.STARTED, PaymentState.UNKNOWN)
"""Orders that may still be paid, and therefore hold their bills."""


class Failure(StrEnum):
    """Why an order came to nothing."""

    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class MessageKind(StrEnum):
    """What a channel says of an order: the payer paid, the money is on the fund's account, it will not be paid, it was
    given back. Some channels say the first two at once (``credited``)."""

    PAID = "paid"
    CREDITED = "credited"
    FAILED = "failed"
    REFUNDED = "refunded"


class MessageOutcome(StrEnum):
    """What the hall did about a message."""

    NOTED = "noted"
    POSTED = "posted"
    SUSPENDED = "suspended"
    IGNORED = "ignored"


class Suspended(StrEnum):
    """Why money that came in waits in suspense."""

    UNKNOWN_ORDER = "unknown_order"
    CLOSED_ORDER = "closed_order"
    PAID_TWICE = "paid_twice"
    AMOUNT_DIFFERS = "amount_differs"
    NO_MATCH = "no_match"
    OVERPAID = "overpaid"


class Source(StrEnum):
    """How the hall learnt of money: a message, an answer when it asked, a file of the bank."""

    MESSAGE = "message"
    ASKED = "asked"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """One thing a channel says about money, verified and read. Amount in fen.

    ``event_id`` is unique within the channel, ``reference`` names the movement of money at the channel (two for an order
    that was paid twice), ``order_number`` is the hall's number as the channel repeats it, ``merchant`` who the money is for.
    """

    event_id: str
    kind: MessageKind
    order_number: str
    reference: str
    amount_fen: int
    merchant: str
    occurred_at: datetime


def expires_at(started_at: datetime, *, end_of_day: datetime) -> datetime:
    """Return until when an order may be paid; ``end_of_day`` is the midnight that ends the business day."""
    return min(started_at + ORDER_MINUTES, end_of_day)


def ask_at(started_at: datetime, asked: int) -> datetime:
    """Return when to ask the channel again about an order that was asked about ``asked`` times."""
    if asked < len(ASK_AFTER):
        return started_at + ASK_AFTER[asked]
    return started_at + ASK_AFTER[-1] * (asked - len(ASK_AFTER) + 2)


def next_ask(started_at: datetime, *, expires_at: datetime, at: datetime) -> datetime:
    """Return when to ask about an order that is live at ``at``: at the next of the moments above, and when it expires."""
    asked = 0
    while ask_at(started_at, asked) <= at:
        asked += 1
    regular = ask_at(started_at, asked)
    return min(regular, expires_at) if at < expires_at else regular


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be paid on a bill by a day, in fen. ``late_fee_fen`` is for paying all of it on that day."""

    bill_id: int
    principal_fen: int
    late_fee_fen: int
    due_on: date | None

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.late_fee_fen
