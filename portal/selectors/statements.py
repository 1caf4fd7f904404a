"""Standing pages of the office about the site itself, in the reader's language."""

from dataclasses import dataclass
from datetime import date

from portal.models.content import Statement
from portal.selectors.language import column_suffix


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement; ``body`` is Markdown."""

    title: str
    summary: str
    body: str
    reviewed_on: date


def statement_page(slug: str, *, language: str) -> StatementPage | None:
    """Return the statement at this address, or None while none is loaded."""
    suffix = column_suffix(language)
    columns = [f"title_{suffix}", f"summary_{suffix}", f"body_{suffix}", "reviewed_on"]
    row = Statement.objects.filter(slug=slug).values_list(*columns).first()
    return StatementPage(*row) if row else None
