"""Checks the books once a day, keeps what was found, and raises an alarm in the audit where they do not agree."""

import logging
from datetime import date, datetime

from django.db import transaction

from accounts.services import audit
from insurance.models.book_checks import BookCheck
from insurance.selectors.book_checks import check_all

log = logging.getLogger(__name__)


@transaction.atomic
def check_books(*, at: datetime, on: date) -> BookCheck:
    """Make every check and keep its result; a difference is an alarm, never repaired by itself."""
    made = check_all()
    lines = [line for one in made for line in one.lines()]
    kept = BookCheck.objects.create(
        checked_on=on,
        at=at,
        took_ms=sum(one.took_ms for one in made),
        found=len(lines),
        results=[{"name": one.name, "ms": one.took_ms, "lines": one.lines()} for one in made],
    )
    if lines:
        log.error("the books do not agree: %s", "; ".join(lines[:20]))
        audit.record(
            None, "books.differ", kept, at=at, found=len(lines), checks=[one.name for one in made if one.differences]
        )
    return kept


def unchecked(on: date) -> list[date]:
    """Return the day if its nightly check has not been made yet."""
    return [] if BookCheck.objects.filter(checked_on=on).exists() else [on]
