"""Pages of a list by key, never by offset: the next page begins after the last row of this one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class KeyPage:
    """The rows of one page, and the keys from which the neighbouring pages start; None where there is none."""

    rows: list
    before: int | None
    after: int | None


def key_page(
    queryset: QuerySet,
    *,
    key: str,
    size: int,
    descending: bool = False,
    after: int | None = None,
    before: int | None = None,
) -> KeyPage:
    """Return ``size`` rows of ``queryset`` in the order of ``key``, one statement.

    ``after`` is the key of the last row of the page before, ``before`` that of the first row of the page behind.
    Rows are model instances, or dictionaries as ``values()`` gives them.
    """
    backwards = before is not None
    upwards = descending if backwards else not descending
    edge = before if backwards else after
    if edge is not None:
        queryset = queryset.filter(**{f"{key}__{'gt' if upwards else 'lt'}": edge})
    rows = list(queryset.order_by(key if upwards else f"-{key}")[: size + 1])
    return cut_to_size(rows, key, size, backwards=backwards, is_edge=edge is None)


def sorted_page(
    queryset: QuerySet,
    column: str,
    *,
    key: str,
    size: int,
    value_of: Callable[[int], Any],
    descending: bool = False,
    after: int | None = None,
    before: int | None = None,
) -> KeyPage:
    """Return ``size`` rows in the order of ``column``, then of ``key``; one statement.

    The edges are keys as for ``key_page``, so that no value of the column stands in an address: ``value_of`` gives the
    expression with which the database looks up what stands in the column for a key.
    """
    backwards = before is not None
    edge = before if backwards else after
    if edge is not None:
        behind = "gt" if backwards == descending else "lt"
        further = Q(**{column: value_of(edge), f"{key}__{'lt' if backwards else 'gt'}": edge})
        queryset = queryset.filter(Q(**{f"{column}__{behind}": value_of(edge)}) | further)
    signs = ("" if backwards == descending else "-"), ("-" if backwards else "")
    rows = list(queryset.order_by(f"{signs[0]}{column}", f"{signs[1]}{key}")[: size + 1])
    return cut_to_size(rows, key, size, backwards=backwards, is_edge=edge is None)


def cut_to_size(rows: list, key: str, size: int, *, backwards: bool, is_edge: bool) -> KeyPage:
    """Return the page that ``rows``, one more than fit, make; ``is_edge``: they begin where the list begins."""
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return KeyPage([], None, None)
    is_first = not more if backwards else is_edge
    is_last = is_edge if backwards else not more
    return KeyPage(rows, None if is_first else key_of(rows[0], key), None if is_last else key_of(rows[-1], key))


def key_of(row, key: str) -> int:
    return row[key] if isinstance(row, dict) else getattr(row, key)


def typed_key(text: str, *, prefix: str = "") -> int | None:
    """Return the key that a number of ours (``P00000042``) stands for; None for anything else."""
    digits = text.removeprefix(prefix)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None
