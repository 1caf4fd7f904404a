"""The secret address of an operator's calendar: made anew, ended, and found by its secret."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.fields import blind_index
from accounts.models.users import User
from accounts.services import audit
from insurance.models.calendar_subscriptions import CalendarSubscription

SECRET_BYTES = 24


def digest_of(secret: str) -> UUID:
    """Return what is stored of a secret: a keyed hash."""
    return blind_index(secret, purpose="calendar_subscription")


@transaction.atomic
def subscribe(operator: User, *, at: datetime) -> str:
    """Return a new secret for the operator's calendar, shown once; the address before it ends."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarSubscription.objects.update_or_create(user=operator, defaults={"digest": digest_of(secret), "made_at": at})
    audit.record(operator, "calendar.subscribed", operator.unit, at=at)
    return secret


@transaction.atomic
def unsubscribe(operator: User, *, at: datetime) -> None:
    """End the operator's address; nothing happens when there is none."""
    ended, _rows = CalendarSubscription.objects.filter(user=operator).delete()
    if ended:
        audit.record(operator, "calendar.unsubscribed", operator.unit, at=at)


def subscriber(secret: str) -> User | None:
    """Return the operator whose calendar a secret opens; None for a wrong one and for who may not sign in any more."""
    found = CalendarSubscription.objects.filter(digest=digest_of(secret), user__is_active=True)
    subscription = found.select_related("user__unit").first()
    return subscription.user if subscription else None


def subscribed_since(operator: User) -> datetime | None:
    """Return since when the operator's address is good; None without one."""
    return CalendarSubscription.objects.filter(user=operator).values_list("made_at", flat=True).first()
