"""Puts the reviewed policy files in force: areas, documents, bounds, rates, windows, the working calendar.

What is in force is never edited: a row of the files that is there already is left alone, one that ends is closed, one
that is new is added, and one that says something else about days already ruled is refused.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models.policy import (
    BaseBound,
    CalendarDay,
    DeclarationWindow,
    PolicyDocument,
    PolicyRow,
    PoolingArea,
    Rate,
)
from insurance.rules.policy_tables import (
    AreaPolicy,
    PolicyEntry,
    PolicyFault,
    area_policy,
    checked_documents,
    refuse_overlaps,
)
from insurance.rules.workdays import calendar_from_tables, days_of_holidays

DATA = Path(__file__).resolve().parent.parent / "data"
LOADING_LOCK = 3799_0102

MODELS: dict[str, tuple[type[PolicyRow], tuple[str, ...]]] = {
    "bounds": (BaseBound, ()),
    "rates": (Rate, ("insurance", "kind", "injury_class")),
    "windows": (DeclarationWindow, ("channel",)),
}
"""Table of the files → model and the columns of its key."""


@dataclass(frozen=True)
class Loaded:
    """What a loading changed."""

    areas: int
    documents: int
    added: int
    closed: int
    days: int


def policy_files(folder: Path) -> tuple[list[Mapping], list[AreaPolicy]]:
    """Return the documents that belong to no area, and the areas, of every file in ``folder``. Raises PolicyFault."""
    tables = {path.name: _read(path) for path in sorted(folder.glob("*.toml"))}
    shared = [
        document
        for table in tables.values()
        if "area" not in table
        for document in checked_documents(table.get("documents", []))
    ]
    areas = []
    for name, table in tables.items():
        if "area" in table:
            try:
                areas.append(area_policy(table, known_documents=[document["number"] for document in shared]))
            except PolicyFault as fault:
                raise PolicyFault(f"{name}: {fault}") from fault
    if not areas:
        raise PolicyFault(f"{folder.name}: no file describes an area")
    return shared, areas


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PolicyFault(f"{path.name}: {error}") from error


@transaction.atomic
def load_policy(folder: Path = DATA / "policy", calendar: Path = DATA / "calendar.toml") -> Loaded:
    """Put everything in ``folder`` and the working calendar in force; loading again changes nothing.

    Raises PolicyFault, with nothing changed, when a file is incomplete or contradicts what is in force.
    """
    shared, areas = policy_files(folder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    documents = _put_documents([*shared, *(document for area in areas for document in area.documents)])
    added = closed = new_areas = 0
    for policy in areas:
        area, is_new = PoolingArea.objects.update_or_create(
            code=policy.code, defaults={"name_zh": policy.name_zh, "name_en": policy.name_en}
        )
        new_areas += is_new
        area_added, area_closed = _put_entries(area, policy.entries)
        added, closed = added + area_added, closed + area_closed
    return Loaded(new_areas, documents, added, closed, _put_calendar(_read(calendar)))


def _put_documents(documents: list[Mapping]) -> int:
    """Write documents; a corrected title reaches one already there. Returns how many are new."""
    new = 0
    for document in documents:
        defaults = {name: value for name, value in document.items() if name != "number"}
        if document["evidence"] not in PolicyDocument.Evidence.values:
            raise PolicyFault(f"document {document['number']}: evidence {document['evidence']} is not known")
        _, created = PolicyDocument.objects.update_or_create(number=document["number"], defaults=defaults)
        new += created
    return new


def _put_entries(area: PoolingArea, entries: tuple[PolicyEntry, ...]) -> tuple[int, int]:
    """Add what is new and close what has ended; return how many of each."""
    present = {(entry.table, entry.key, entry.first): (row, entry) for row, entry in _in_force(area)}
    new, ended, after = [], [], {place: entry for place, (_, entry) in present.items()}
    for entry in entries:
        place = (entry.table, entry.key, entry.first)
        after[place] = entry
        if place not in present:
            new.append(entry)
            continue
        row, stored = present[place]
        _refuse_change(area, stored, entry)
        if stored.until != entry.until:
            ended.append((row, entry))
    _refuse_overlaps(area, after.values())
    for row, entry in ended:
        row.in_force = DateRange(entry.first, entry.until)
        row.save(update_fields=["in_force"])
    documents = dict(PolicyDocument.objects.values_list("number", "pk"))
    for model, rows in _rows_by_model(area, new, documents).items():
        model.objects.bulk_create(rows)
    return len(new), len(ended)


def _in_force(area: PoolingArea) -> list[tuple[PolicyRow, PolicyEntry]]:
    """Return every row of the area with the entry it is."""
    return [
        (row, _entry_of(table, row, key_columns))
        for table, (model, key_columns) in MODELS.items()
        for row in model.objects.filter(area=area).select_related("document")
    ]


def _entry_of(table: str, row: PolicyRow, key_columns: tuple[str, ...]) -> PolicyEntry:
    not_values = {"id", "area", "in_force", "document", "entered_by", "approved_by", *key_columns}
    values = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in not_values}
    key = tuple(getattr(row, column) for column in key_columns)
    return PolicyEntry(table, key, row.in_force.lower, row.in_force.upper, row.document.number, values)


def _refuse_change(area: PoolingArea, stored: PolicyEntry, entry: PolicyEntry) -> None:
    """Raise PolicyFault when a row in force is described differently; only its open end may be closed."""
    differing = [name for name, value in entry.values.items() if stored.values[name] != value]
    if stored.document != entry.document:
        differing.append("document")
    if stored.until not in (None, entry.until):
        differing.append("until")
    if differing:
        raise PolicyFault(
            f"{area.code}: {entry} is in force with another {', '.join(differing)};"
            " close it and add a row that supersedes it"
        )


def _refuse_overlaps(area: PoolingArea, entries) -> None:
    try:
        refuse_overlaps(entries)
    except PolicyFault as fault:
        raise PolicyFault(f"{area.code}: {fault}") from fault


def _rows_by_model(area: PoolingArea, entries: list[PolicyEntry], documents: dict[str, int]) -> dict:
    rows: dict[type[PolicyRow], list[PolicyRow]] = {}
    for entry in entries:
        model, key_columns = MODELS[entry.table]
        row = model(
            area=area,
            in_force=DateRange(entry.first, entry.until),
            document_id=documents[entry.document],
            **dict(zip(key_columns, entry.key, strict=True)),
            **entry.values,
        )
        rows.setdefault(model, []).append(row)
    return rows


def _put_calendar(tables: Mapping[str, Mapping]) -> int:
    """Make the working calendar that of the file, each year with its notice; return how many days changed."""
    try:
        calendar_from_tables(tables)
    except (ValueError, KeyError) as error:
        raise PolicyFault(f"calendar: {error}") from error
    changed = 0
    for year, table in tables.items():
        document, _ = PolicyDocument.objects.update_or_create(
            number=f"节假日安排{year}",
            defaults={
                "title_zh": table["document_zh"],
                "title_en": table["document_en"],
                "issuer_zh": "国务院办公厅",
                "issuer_en": "General Office of the State Council",
                "issued_on": table["issued_on"],
                "evidence": PolicyDocument.Evidence.GOVERNMENT,
            },
        )
        changed += _put_year(int(year), table, document)
    return changed


def _put_year(year: int, table: Mapping, document: PolicyDocument) -> int:
    wanted = dict.fromkeys(days_of_holidays(table), CalendarDay.Kind.HOLIDAY)
    wanted |= dict.fromkeys(table["make_up_workdays"], CalendarDay.Kind.WORKDAY)
    of_year = CalendarDay.objects.filter(day__gte=date(year, 1, 1), day__lt=date(year + 1, 1, 1))
    stored = dict(of_year.values_list("day", "kind"))
    stale = [day for day, kind in stored.items() if wanted.get(day) != kind]
    of_year.filter(day__in=stale).delete()
    missing = [day for day in wanted if day not in stored or day in stale]
    CalendarDay.objects.bulk_create(CalendarDay(day=day, kind=wanted[day], document=document) for day in missing)
    return len({*stale, *missing})
