"""Pages of long lists, the newest first, by key and never by offset."""

from dataclasses import dataclass

from django.db.models import QuerySet

COUNTED_AT_MOST = 10_000
"""A list with more rows is not counted to its end."""


@dataclass(frozen=True)
class NewestFirst:
    """Some rows, and the keys from which the neighbouring pages begin; empty at the ends."""

    rows: list
    before: str = ""
    after: str = ""


def newest_first(rows: QuerySet, *, size: int, after: str = "", before: str = "") -> NewestFirst:
    """Return one page in one statement. A key that is none begins at the start."""
    edge = read_key(after) or read_key(before)
    backwards = bool(edge) and not read_key(after)
    if edge:
        rows = rows.filter(**{"pk__gt" if backwards else "pk__lt": edge})
    found = list(rows.order_by("pk" if backwards else "-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return NewestFirst([])
    is_first = not more if backwards else not edge
    is_last = False if backwards else not more
    return NewestFirst(found, "" if is_first else str(found[0].pk), "" if is_last else str(found[-1].pk))


def read_key(text: str) -> int:
    """Return the key that a text of an address names; 0 for one that names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def counted(rows: QuerySet) -> int:
    """Return how many rows there are, up to ``COUNTED_AT_MOST``."""
    return rows.order_by()[:COUNTED_AT_MOST].count()
