"""How many attempts to sign in failed lately, counted in the four widths of ``rules.lockout``."""

import uuid
from datetime import datetime, timedelta

from django.db import connection

from accounts.models.logins import LoginAttempt
from accounts.rules.addresses import network_of
from accounts.rules.lockout import DELAYS, Failures, Scope, remembered_since

DAY = timedelta(days=1)

COUNT = """
SELECT %s, count(*), max(at) FROM (
    SELECT at FROM accounts_loginattempt WHERE NOT succeeded AND at > %s{condition} ORDER BY at DESC LIMIT %s
) AS failed
"""

CONDITIONS = {
    Scope.SUBJECT: """ AND subject_index = %s AND at > COALESCE(
        (SELECT max(at) FROM accounts_loginattempt WHERE succeeded AND subject_index = %s), '-infinity')""",
    Scope.ADDRESS: " AND address = %s",
    Scope.NETWORK: " AND address BETWEEN %s AND %s",
    Scope.OVERALL: "",
}
"""Own success forgives the failures of a number, not those of an address: one account must not open the rest."""


def failures_before(subject_index: uuid.UUID, *, address: str | None, at: datetime) -> dict[Scope, Failures]:
    """Return the failures that still count, in one statement.

    No more rows are counted than change the answer: once the wait has grown to its ceiling it stays there.
    """
    keys = {Scope.SUBJECT: [subject_index] * 2, Scope.OVERALL: []}
    if address:
        keys |= {Scope.ADDRESS: [address], Scope.NETWORK: list(network_of(address))}
    parts, values = [], []
    for scope, key in keys.items():
        parts.append(COUNT.format(condition=CONDITIONS[scope]))
        values += [scope.value, remembered_since(scope, at=at), *key, counted_at_most(scope)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {Scope(scope): Failures(count, last_at) for scope, count, last_at in cursor.fetchall()}


def counted_at_most(scope: Scope) -> int:
    """Return after how many failures the wait does not grow any more."""
    delay = DELAYS[scope]
    return delay.free + delay.ceiling.bit_length() + 1


def knows_device(device_index: uuid.UUID) -> bool:
    """Return whether this browser has let this number in before."""
    return LoginAttempt.objects.filter(subject_index=device_index, succeeded=True).exists()


def attempts_today(subject_index: uuid.UUID, *, at: datetime) -> int:
    """Return how many attempts there were within 24 hours, failed or not."""
    return LoginAttempt.objects.filter(subject_index=subject_index, at__gt=at - DAY).count()
