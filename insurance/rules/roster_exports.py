"""A roster as a file: its formats, the life of one export, and how long it is kept."""

from datetime import timedelta
from enum import StrEnum

from accounts.rules.errors import RuleBroken


class ExportFormat(StrEnum):
    """What the file is for: a workbook for people, CSV for programs."""

    WORKBOOK = "xlsx"
    CSV = "csv"


class ExportState(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    EXPIRED = "expired"


KEPT_FOR = timedelta(hours=24)

MOST_KEPT = 20
"""Files that one operator has at the same time: a roster is looked at, not collected."""

LEAST_PURPOSE = 5
"""Characters that say what whole identity numbers are needed for."""


def purpose_of(typed: str, *, with_numbers: bool) -> str:
    """Return the purpose to keep: none for masked numbers; RuleBroken("export.purpose_missing") when it says nothing."""
    purpose = " ".join(typed.split())
    if not with_numbers:
        return ""
    if len(purpose) < LEAST_PURPOSE:
        raise RuleBroken("export.purpose_missing", "purpose", characters=LEAST_PURPOSE)
    return purpose
