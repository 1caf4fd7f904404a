"""Pages of a list by key, never by offset: the next page begins after the last row of this one."""

from dataclasses import dataclass

from django.db.models import QuerySet


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
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return KeyPage([], None, None)
    is_first = not more if backwards else edge is None
    is_last = edge is None if backwards else not more
    return KeyPage(rows, None if is_first else key_of(rows[0], key), None if is_last else key_of(rows[-1], key))


def key_of(row, key: str) -> int:
    return row[key] if isinstance(row, dict) else getattr(row, key)


def typed_key(text: str, *, prefix: str = "") -> int | None:
    """Return the key that a number of ours (``P00000042``) stands for; None for anything else."""
    digits = text.removeprefix(prefix)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None
