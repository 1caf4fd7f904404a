"""Numbers of the audit."""

from accounts.models.audit import AuditEntry


def entries_recorded() -> int:
    """Return how many acts are on record."""
    return AuditEntry.objects.count()
