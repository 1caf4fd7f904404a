"""Puts policy rows in force, from files and from approved drafts alike.

What is in force is never edited: a row that is there already is left alone, one that ends is closed, one that is new is
added, and one that says something else about days already ruled is refused.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models.users import User
from insurance.models.policy import PolicyDocument, PolicyRow, PoolingArea
from insurance.rules.policy_entries import (
    PolicyEntry,
    PolicyFault,
    refuse_gaps,
    refuse_overlaps,
)
from insurance.rules.policy_tables import refuse_unknown_documents
from insurance.selectors.policy_rows import MODELS, entry_of

POLICY_LOCK = 3799_0102

Place = tuple[str, tuple, date]
"""Table, key and first day: what tells two rows apart."""

Present = dict[Place, tuple[PolicyRow, PolicyEntry]]


def lock_policy() -> None:
    """Let nobody else change policy until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POLICY_LOCK])


@transaction.atomic
def supersede(
    area: PoolingArea,
    entries: Iterable[PolicyEntry],
    *,
    entered_by: User | None = None,
    approved_by: User | None = None,
) -> tuple[int, int]:
    """Put ``entries`` in force from their first days on, each closing the open row before it.

    Returns how many rows were added and closed. Raises PolicyFault, with nothing changed, for a row that would change
    days already ruled, overlap a later row, or leave days without any.
    """
    entries = tuple(entries)
    lock_policy()
    standing = [entry for _row, entry in rows_in_force(area)]
    closing = _closed_by(entries, standing)
    changed = put_in_force(area, [*closing, *entries], entered_by=entered_by, approved_by=approved_by)
    after = [entry for _row, entry in rows_in_force(area)]
    for closed in closing:
        _naming(area, refuse_gaps, after, [(closed.table, *closed.key)], closed.first)
    return changed


def _closed_by(entries: tuple[PolicyEntry, ...], standing: list[PolicyEntry]) -> list[PolicyEntry]:
    """Return the open rows that new ones follow, each ending where the first of them begins."""
    first_on: dict[tuple, date] = {}
    for entry in entries:
        key = (entry.table, *entry.key)
        first_on[key] = min(entry.first, first_on.get(key, entry.first))
    return [
        replace(old, until=first)
        for old in standing
        if old.until is None and (first := first_on.get((old.table, *old.key))) and old.first < first
    ]


@transaction.atomic
def put_in_force(
    area: PoolingArea,
    entries: Iterable[PolicyEntry],
    *,
    entered_by: User | None = None,
    approved_by: User | None = None,
) -> tuple[int, int]:
    """Add what is new and close what has ended; return how many of each. Raises PolicyFault with nothing changed.

    A row that an approved draft superseded stays closed, also where ``entries`` still describe it as open.
    """
    present = {_place(entry): (row, entry) for row, entry in rows_in_force(area)}
    documents = dict(PolicyDocument.objects.values_list("number", "pk"))
    new, ended = _new_and_ended(area, entries, present)
    after = {place: entry for place, (_row, entry) in present.items()}
    after |= {_place(entry): entry for entry in (*new, *(entry for _row, entry in ended))}
    _naming(area, refuse_unknown_documents, new, documents)
    _naming(area, refuse_overlaps, after.values())
    for row, entry in ended:
        row.in_force = DateRange(entry.first, entry.until)
        row.save(update_fields=["in_force"])
    people = {"entered_by": entered_by, "approved_by": approved_by}
    for model, rows in _rows_by_model(area, new, documents, people).items():
        model.objects.bulk_create(rows)
    return len(new), len(ended)


def _new_and_ended(
    area: PoolingArea, entries: Iterable[PolicyEntry], present: Present
) -> tuple[list[PolicyEntry], list[tuple[PolicyRow, PolicyEntry]]]:
    """Return the entries that have no row yet, and the rows to close, each with the entry it becomes."""
    superseded = _superseded_by_people(present)
    new, ended = [], []
    for entry in entries:
        place = _place(entry)
        if place not in present:
            new.append(entry)
            continue
        row, stored = present[place]
        if place in superseded and entry.until is None:
            entry = replace(entry, until=stored.until)
        _refuse_change(area, stored, entry)
        if stored.until != entry.until:
            ended.append((row, entry))
    return new, ended


def rows_in_force(area: PoolingArea) -> list[tuple[PolicyRow, PolicyEntry]]:
    """Return every row of the area, past and future ones too, with the entry it is."""
    return [
        (row, entry_of(row))
        for model, _key_columns in MODELS.values()
        for row in model.objects.filter(area=area).select_related("document")
    ]


def _place(entry: PolicyEntry) -> Place:
    return entry.table, entry.key, entry.first


def _superseded_by_people(present: Present) -> set[Place]:
    """Return the places of rows that end where a row approved in the back office begins."""
    return {
        place
        for place, (_row, entry) in present.items()
        if (follower := present.get((entry.table, entry.key, entry.until))) and follower[0].approved_by_id
    }


def _refuse_change(area: PoolingArea, stored: PolicyEntry, entry: PolicyEntry) -> None:
    """Raise PolicyFault when a row in force is described differently; only its open end may be closed."""
    differing = [name for name, value in entry.values.items() if stored.values[name] != value]
    differing += [name for name in ("document", "article") if getattr(stored, name) != getattr(entry, name)]
    if stored.until not in (None, entry.until):
        differing.append("until")
    if differing:
        raise PolicyFault(
            f"{area.code}: {entry} is in force with another {', '.join(differing)};"
            " close it and add a row that supersedes it"
        )


def _naming(area: PoolingArea, check, *arguments) -> None:
    """Run a check whose faults are to begin with the area."""
    try:
        check(*arguments)
    except PolicyFault as fault:
        raise PolicyFault(f"{area.code}: {fault}") from fault


def _rows_by_model(
    area: PoolingArea, entries: list[PolicyEntry], documents: dict[str, int], people: dict[str, User | None]
) -> dict[type[PolicyRow], list[PolicyRow]]:
    rows: dict[type[PolicyRow], list[PolicyRow]] = {}
    for entry in entries:
        model, key_columns = MODELS[entry.table]
        row = model(
            area=area,
            in_force=DateRange(entry.first, entry.until),
            document_id=documents[entry.document],
            article=entry.article,
            **dict(zip(key_columns, entry.key, strict=True)),
            **entry.values,
            **people,
        )
        rows.setdefault(model, []).append(row)
    return rows
