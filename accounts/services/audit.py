"""Records what was done, and links the records into a chain that shows any later change."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from accounts.models.audit import AuditEntry, AuditSeal
from accounts.models.users import User

SEALER_LOCK = 3799_0101
SEALED_AT_ONCE = 10_000
GENESIS = bytes(32)


def keyed_digest(message: bytes) -> bytes:
    """Return a digest nobody can make without the index key."""
    return hmac.digest(settings.HALL_INDEX_KEY, b"audit\0" + message, hashlib.sha256)


def entry_digest(entry: AuditEntry) -> bytes:
    """Return the digest over everything an entry says."""
    said = [
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject_kind,
        entry.subject_number,
        entry.facts,
    ]
    return keyed_digest(json.dumps(said, sort_keys=True, ensure_ascii=False).encode())


def subject_of(thing) -> tuple[str, str]:
    """Return kind and public number of what an act was about."""
    number = getattr(thing, "public_id", None) or getattr(thing, "number", None) or str(thing)
    return thing._meta.model_name, number


def entry(actor: User | None, action: str, subject, *, at: datetime, **facts) -> AuditEntry:
    """Return an unsaved entry; for services that record many acts at once."""
    kind, number = subject_of(subject)
    made = AuditEntry(at=at, actor=actor, action=action, subject_kind=kind, subject_number=number, facts=facts)
    made.digest = entry_digest(made)
    return made


def record(actor: User | None, action: str, subject, *, at: datetime, **facts) -> AuditEntry:
    """Write one act. ``subject`` is a model with a public number; ``facts`` hold codes, never personal numbers."""
    made = entry(actor, action, subject, at=at, **facts)
    made.save(force_insert=True)
    return made


def seal_digest(previous: bytes, sealed: AuditEntry) -> bytes:
    """Return the digest that binds an entry to the seal before it."""
    return keyed_digest(previous + sealed.pk.to_bytes(8) + bytes(sealed.digest))


@transaction.atomic
def seal_entries() -> int:
    """Link all committed entries that are not in the chain yet; return how many. One sealer works at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    last = AuditSeal.objects.order_by("-position").first()
    position, previous = (last.position, bytes(last.digest)) if last else (0, GENESIS)
    seals = []
    for unsealed in AuditEntry.objects.filter(seal=None).order_by("pk")[:SEALED_AT_ONCE]:
        position, previous = position + 1, seal_digest(previous, unsealed)
        seals.append(AuditSeal(position=position, entry=unsealed, digest=previous))
    AuditSeal.objects.bulk_create(seals, batch_size=2000)
    return len(seals)


def seal_all() -> int:
    """Seal until nothing is left; return how many entries were linked."""
    total = 0
    while sealed := seal_entries():
        total += sealed
    return total


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the entry's key and how (altered, missing, swapped)."""

    entry: int
    how: str


SEALS_READ_AT_ONCE = 5000


def sealed_entries() -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    """Yield every seal in order with the entry it binds, None where that entry is gone."""
    seals = AuditSeal.objects.order_by("position").iterator(chunk_size=SEALS_READ_AT_ONCE)
    while chunk := list(islice(seals, SEALS_READ_AT_ONCE)):
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in chunk])
        for seal in chunk:
            yield seal, entries.get(seal.entry_id)


def first_break() -> Break | None:
    """Return the first place where the recorded history was changed, None when all of it holds.

    Where an entry went together with its seal, the break is named by the entry that came next after the last sound one.
    """
    position, previous, last = 0, GENESIS, 0
    for seal, sealed in sealed_entries():
        if seal.position != position + 1:
            return Break(last + 1, "missing")
        if sealed is None:
            return Break(seal.entry_id, "missing")
        if bytes(sealed.digest) != entry_digest(sealed):
            return Break(sealed.pk, "altered")
        expected = seal_digest(previous, sealed)
        if bytes(seal.digest) != expected:
            return Break(sealed.pk, "swapped")
        position, previous, last = seal.position, expected, sealed.pk
    for unsealed in AuditEntry.objects.filter(seal=None).order_by("pk").iterator(chunk_size=SEALS_READ_AT_ONCE):
        if bytes(unsealed.digest) != entry_digest(unsealed):
            return Break(unsealed.pk, "altered")
    return None
