"""Numbers of the audit."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models.audit import AuditEntry, AuditSeal
from accounts.selectors.key_pages import read_key


def entries_recorded() -> int:
    """Return how many acts are on record."""
    return AuditEntry.objects.count()


def audit_entries(*, action: str = "", number: str = "", account: str = "") -> QuerySet[AuditEntry]:
    """Return the entries of an act, about a public number, by an account (``A00000007``); empty means any."""
    entries = AuditEntry.objects.select_related("actor", "seal")
    if action:
        entries = entries.filter(action=action)
    if number:
        entries = entries.filter(subject_number=number.upper())
    if account:
        entries = entries.filter(actor=read_key(account.upper().removeprefix("A")))
    return entries


LATE_AT_MOST = 10_000
"""How far behind the last linked entry one may lie that committed later; the whole log is not searched for it."""


@dataclass(frozen=True)
class ChainFigures:
    """How far the chain reaches: entries linked, and entries that wait for the sealer."""

    sealed: int
    waiting: int


def chain_figures() -> ChainFigures:
    """Return how many entries are in the chain and how many are not yet."""
    position, entry = AuditSeal.objects.order_by("-position").values_list("position", "entry").first() or (0, 0)
    recent = AuditEntry.objects.filter(pk__gt=entry - LATE_AT_MOST)
    return ChainFigures(sealed=position, waiting=recent.filter(seal=None).count())
