"""One form, one effect: however often a filled-in form arrives, it is acted on once."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from accounts.models.logins import SubmissionKey
from accounts.models.users import User
from accounts.rules.errors import RuleBroken


def claim(key: uuid.UUID, *, user: User | None, at: datetime) -> bool:
    """Return whether this is the first use of ``key``; waits while another transaction is using it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_submissionkey (key, user_id, at, location) VALUES (%s, %s, %s, '')"
            " ON CONFLICT (key) DO NOTHING",
            [key, user and user.pk, at],
        )
        return cursor.rowcount == 1


@transaction.atomic
def once(key: uuid.UUID, act: Callable[[], str], *, user: User | None, at: datetime) -> str:
    """Run ``act`` unless ``key`` was used already; return the address its result is shown at.

    ``act`` runs in the transaction that uses up the key: when it raises, the key stays good for the corrected form.
    Raises RuleBroken("form.key_not_yours") when somebody else used the key.
    """
    if not claim(key, user=user, at=at):
        used = SubmissionKey.objects.get(key=key)
        if used.user_id != (user and user.pk):
            raise RuleBroken("form.key_not_yours")
        return used.location
    location = act()
    SubmissionKey.objects.filter(key=key).update(location=location)
    return location
