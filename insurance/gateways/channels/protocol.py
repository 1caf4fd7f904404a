"""Payment channels: what each must do for the hall, and the values that go to and fro.

A channel never sees a model and never decides anything about money: it carries an order away, and turns what it is told into
``ChannelMessage``, verified, or raises one of the refusals below. Instants are aware and those of the real clock; amounts
are whole fen. Who asks over the network waits at most ``TIMEOUT_SECONDS``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from insurance.rules.payments import ChannelMessage

TIMEOUT_SECONDS = 3

WINDOW = timedelta(minutes=5)
"""How old, or ahead of our clock, a signed message may be."""

MOST_FEN = 10**13
"""A hundred thousand million yuan: no single movement of money is larger."""


class MessageRefused(Exception):
    """What came in is not a genuine, whole and present message of the channel. The class says why."""


class BadSignature(MessageRefused):
    """Not signed, or not by the channel's key, or not over these bytes."""


class Stale(MessageRefused):
    """Signed too long ago, or in the future."""


class WrongMerchant(MessageRefused):
    """Genuine, but about somebody else's money."""


class Malformed(MessageRefused):
    """Signed, but not a message that can be read without guessing."""


class Unreachable(Exception):
    """The channel did not answer in time, or not in a way that can be believed. Nothing is known."""


class ChannelState(StrEnum):
    """How an order stands at the channel. ``failed`` and ``closed``: nobody will pay it any more."""

    UNPAID = "unpaid"
    PAID = "paid"
    CREDITED = "credited"
    FAILED = "failed"
    CLOSED = "closed"


class RefundState(StrEnum):
    """What a channel answers to a refund: it will be done and told later, it was done at once, it will not be done."""

    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """A channel that is on offer; ``name`` is a lazy text in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CardHint:
    """The bound card with which a person wants to pay: never the number itself."""

    last_four: str
    token: str


@dataclass(frozen=True, slots=True)
class ChannelOrder:
    """An order as a channel is told of it; ``subject`` names no person."""

    number: str
    amount_fen: int
    subject: str
    expires_at: datetime
    notify_url: str
    return_url: str
    card: CardHint | None = None


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """What a channel says when it is asked: how the order stands and everything it has told, or would have told, of it."""

    state: ChannelState
    messages: tuple[ChannelMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRefund:
    """Money to be given back: ``number`` is ours, ``reference`` the movement at the channel that brought it."""

    number: str
    reference: str
    order_number: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement in a channel's statement of a day; ``kind`` is ``credited`` or ``refunded``."""

    kind: str
    reference: str
    order_number: str
    amount_fen: int
    occurred_at: datetime


class Channel(Protocol):
    """One way to pay. ``acknowledgement`` is what it wants to read when its message has arrived."""

    code: str
    name: str
    acknowledgement: str

    def begin(self, order: ChannelOrder) -> str:
        """Return the address at which the payer pays the order. Asks nobody."""

    def read(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ChannelMessage:
        """Return what a notification says; the signature over the raw body is checked before anything is parsed.

        Raises a MessageRefused. Header names are compared without regard to case.
        """

    def ask(self, order_number: str) -> ChannelAnswer:
        """Return how an order stands. An order the channel never heard of is unpaid. Raises Unreachable."""

    def close(self, order_number: str) -> ChannelState:
        """Let nobody pay an order any more; return how it stands then: ``closed`` unless money moved before.

        Raises Unreachable.
        """

    def refund(self, refund: ChannelRefund) -> RefundState:
        """Ask for money to be given back; the same number again has no second effect. Raises Unreachable."""

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """Return everything that was credited or given back on a day of the channel. Raises Unreachable."""
