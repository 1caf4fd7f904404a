"""When a text message that could not be delivered is tried again, and when it is given up."""

from datetime import datetime, timedelta

from accounts.rules.codes import SMS

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (0, 30, 120, 600, 1800, 7200))
"""From queueing to the first attempt, from there to the second, and so on; after the last one it is given up."""

CODE_TEMPLATES = frozenset({"sms_code"})
"""Messages that hold a secret and are worthless once it has expired."""


def is_due(queued_at: datetime, tries: int, *, at: datetime) -> bool:
    """Tell whether a message that failed ``tries`` times may be tried now; a new one may at once.

    A demo's business day can lie ahead of the clock, and with it ``queued_at``.
    """
    return tries == 0 or queued_at + sum(PAUSES[: tries + 1], timedelta(0)) <= at


def is_given_up(template: str, queued_at: datetime, tries: int, *, at: datetime) -> bool:
    """Tell whether a message is not worth another try: tried often enough, or a code that has expired."""
    return tries >= len(PAUSES) or (template in CODE_TEMPLATES and at >= queued_at + SMS.lifetime)
