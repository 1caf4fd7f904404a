"""Ending sessions: one's own from afar, all of an account, and those nobody uses any more."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models.logins import LoginAttempt, OneTimeCode, Session, SubmissionKey
from accounts.models.users import User
from accounts.selectors.sessions import handle_of

ADDRESS_KEY = "_address"
AGENT_KEY = "_agent"
"""What a session remembers of where it was opened."""

KEPT = timedelta(days=30)
"""How long attempts, spent codes and used one-time keys stay: long enough to look into an attack."""


def end_all(user: User) -> int:
    """End every session of the account; return how many."""
    return Session.objects.filter(user=user).delete()[0]


def end_others(user: User, current_key: str) -> int:
    """End every session of the account but the one that asks; return how many."""
    return Session.objects.filter(user=user).exclude(session_key=current_key).delete()[0]


def end_one(user: User, handle: str) -> int:
    """End the session of the account that the list calls ``handle``; 0 when it has ended already or is not theirs."""
    keys = Session.objects.filter(user=user).values_list("session_key", flat=True)
    ended = [key for key in keys if handle_of(key) == handle]
    return Session.objects.filter(user=user, session_key__in=ended).delete()[0]


def purge(*, at: datetime) -> dict[str, int]:
    """Delete what has no use any more; return how many rows of each kind."""
    long_ago = at - KEPT
    old = {
        "sessions": Session.objects.filter(expire_date__lt=at),
        "attempts": LoginAttempt.objects.filter(at__lt=long_ago),
        "codes": OneTimeCode.objects.filter(Q(used_at__lt=long_ago) | Q(expires_at__lt=long_ago)),
        "keys": SubmissionKey.objects.filter(at__lt=long_ago),
    }
    return {name: rows.delete()[0] for name, rows in old.items()}
