"""Where an account is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.fields import blind_index
from accounts.models.logins import Session
from accounts.models.users import User
from accounts.rules.addresses import masked_address
from accounts.rules.devices import Device, device_of


@dataclass(frozen=True)
class RunningSession:
    """One session as its owner sees it; ``handle`` names it without being its key."""

    handle: str
    device: Device
    address: str
    started_at: datetime
    last_seen_at: datetime
    is_current: bool


def handle_of(session_key: str) -> str:
    """Return a name for a session that opens nothing."""
    return blind_index(session_key, purpose="session.handle").hex


def running_sessions(
    user: User, *, current_key: str, idle: timedelta, life: timedelta, at: datetime
) -> list[RunningSession]:
    """Return the sessions of the account that still hold, the present one first, then the latest used.

    ``idle`` and ``life`` are the limits after which the middleware ends a session of this kind of user.
    """
    rows = Session.objects.filter(
        user=user, expire_date__gt=at, last_seen_at__gte=at - idle, started_at__gte=at - life
    ).order_by("-last_seen_at")
    found = [
        RunningSession(
            handle=handle_of(row.session_key),
            device=device_of(row.agent),
            address=masked_address(row.address),
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            is_current=row.session_key == current_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda session: not session.is_current)
