"""One row of policy as a value, whether it stands in a file, in a draft or in the database; and what rows must not do.

An entry is in force from its first day until, not including, ``until``; without one it is in force until superseded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from insurance.rules.explanation import Source


class PolicyFault(Exception):
    """Policy says something impossible, or leaves something out; the message names the entry."""


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """One row to put in force: ``table`` and ``key`` say which number it is, ``values`` what it is from ``first`` on.

    Amounts in ``values`` are fen, rates fractions of one, lists what JSON holds.
    """

    table: str
    key: tuple
    first: date
    until: date | None
    document: str
    values: Mapping[str, Any]
    article: str = ""

    def __str__(self):
        return " ".join(map(str, (self.table, *self.key, "from", self.first)))

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


def source_of(entry: PolicyEntry, *, area: str, evidence: str = "", page: str = "", row: int | None = None) -> Source:
    """Return what an explanation names for an entry.

    ``evidence`` is that of its document, ``page`` the document's slug under /law/, ``row`` the entry's database key.
    """
    return Source(
        table=entry.table,
        area=area,
        key=" ".join(map(str, entry.key)),
        first=entry.first,
        document=entry.document,
        article=entry.article,
        evidence=evidence,
        page=page,
        row=row,
    )


def by_key(entries: Iterable[PolicyEntry]) -> dict[tuple, list[PolicyEntry]]:
    """Return the entries of each number, in the order they come into force."""
    grouped: dict[tuple, list[PolicyEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.first):
        grouped.setdefault((entry.table, *entry.key), []).append(entry)
    return grouped


def refuse_overlaps(entries: Iterable[PolicyEntry]) -> None:
    """Raise PolicyFault when two entries of one number are in force on one day."""
    for same in by_key(entries).values():
        for older, newer in pairwise(same):
            if older.until is None or older.until > newer.first:
                raise PolicyFault(f"{newer}: overlaps the one from {older.first}")


def refuse_gaps(entries: Iterable[PolicyEntry], keys: Iterable[tuple], since: date) -> None:
    """Raise PolicyFault unless each of ``keys`` (table and key) is in force on every day from ``since`` on."""
    grouped = by_key(entries)
    for key in keys:
        reached = since
        for entry in grouped.get(key, []):
            if entry.first > reached:
                break
            if entry.until is None:
                reached = None
                break
            reached = max(reached, entry.until)
        if reached is not None:
            raise PolicyFault(f"{' '.join(map(str, key))}: nothing is in force from {reached}")
