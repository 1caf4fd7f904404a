"""退款 and decisions about money that two people take: their states and the reasons that may be given."""

from datetime import date
from enum import StrEnum


class RefundState(StrEnum):
    """The life of a refund: one person proposes, another approves, the channel carries it out."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    REJECTED = "rejected"


OPEN_REFUNDS = (RefundState.PROPOSED, RefundState.APPROVED, RefundState.SENT)
"""Refunds that may still move money: what they are about is set aside for them."""


class RefundReason(StrEnum):
    """Why money is given back. The first four are those of residents whose cover has not begun."""

    DIED = "died"
    EMIGRATED = "emigrated"
    IMPRISONED = "imprisoned"
    OTHER_SCHEME = "other_scheme"
    OVER_COLLECTED = "over_collected"
    SYSTEM_ERROR = "system_error"
    NOT_OURS = "not_ours"


BEFORE_COVER = (RefundReason.DIED, RefundReason.EMIGRATED, RefundReason.IMPRISONED, RefundReason.OTHER_SCHEME)
"""Reasons that hold only before the cover that was paid for begins (the province's rules for residents)."""


AFTER_BILLING = (RefundReason.OVER_COLLECTED, RefundReason.SYSTEM_ERROR)
"""Reasons for which a person asks for what a credit note has left."""

ANSWER_WORKING_DAYS = 10
"""By when the agency answers who asks for money back: no law sets a limit, the office promises this one."""

TEXT_CHARACTERS = 400
"""How long the words of who asks may be; with the number of the request they become the explanation of the refund."""


def reasons_to_ask(*, gives_back_a_year: bool, for_oneself: bool) -> tuple[RefundReason, ...]:
    """Return the reasons that somebody may give: for a year that has not begun, or for what a credit note has left.

    Nobody asks for money back because they have died themselves.
    """
    if not gives_back_a_year:
        return AFTER_BILLING
    return tuple(reason for reason in BEFORE_COVER if not (for_oneself and reason == RefundReason.DIED))


def cover_began(first_day: date, *, on: date) -> bool:
    """Tell whether the cover of a paid year, which begins on ``first_day``, has begun: from then on it is not given back."""
    return on >= first_day


class MoneyAct(StrEnum):
    """What two people decide besides refunds: money in suspense goes to bills, a bill is written off or cancelled."""

    PLACE = "place"
    WRITE_OFF = "write_off"
    CANCEL = "cancel"


class MoneyDecisionState(StrEnum):
    """The life of such a decision."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


BY_TRANSFER = "transfer"
"""The channel of a refund that a cashier pays by bank transfer, because the money came through none that gives back."""
