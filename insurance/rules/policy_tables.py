"""Policy as it stands in the reviewed files of ``data/policy``: tables become dated entries, and slips are found.

A file describes one pooling area. The columns of its tables stand in ``policy_columns``, the values that rules take in
``policy_values``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from insurance.rules.benefit_rule import Payer
from insurance.rules.kinds import EMPLOYEE_INSURANCES, FLEXIBLE_INSURANCES, EnrolmentKind, Insurance
from insurance.rules.policy_cells import refuse_columns
from insurance.rules.policy_columns import CHANNELS, INJURY_CLASSES, KEY_COLUMNS, READERS
from insurance.rules.policy_entries import PolicyEntry, PolicyFault, refuse_gaps, refuse_overlaps, source_of
from insurance.rules.policy_values import VALUES, value_of

DOCUMENT_COLUMNS = frozenset({"number", "title_zh", "title_en", "issuer_zh", "issuer_en", "evidence"})
DOCUMENT_OPTIONS = frozenset({"issued_on", "url", "law_slug"})
AREA_COLUMNS = frozenset({"code", "name_zh", "name_en"})

AREA_CODE = re.compile(r"[0-9]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AreaFile:
    """Everything one file says about one area; a reference area is shown for comparison and need not be complete."""

    code: str
    name_zh: str
    name_en: str
    is_reference: bool
    documents: tuple[Mapping[str, Any], ...]
    entries: tuple[PolicyEntry, ...]


def area_file(tables: Mapping[str, Any], *, known_documents: Iterable[str] = ()) -> AreaFile:
    """Return the policy a file describes. Raises PolicyFault for anything unknown, missing, impossible or overlapping.

    ``known_documents`` are numbers of documents that stand in other files.
    """
    _refuse("file", tables, {"area"}, {"documents", *READERS})
    area = tables["area"]
    is_reference = area.get("is_reference", False)
    _refuse("area", area, AREA_COLUMNS | (set() if is_reference else {"complete_from"}), {"is_reference"})
    if not (isinstance(area["code"], str) and AREA_CODE.fullmatch(area["code"])):
        raise PolicyFault(f"area: code: {area['code']!r} is not six digits written as text")
    documents = checked_documents(tables.get("documents", []))
    entries = tuple(entry for name in READERS for table in _rows(tables, name) for entry in entries_of(name, table))
    refuse_unknown_documents(entries, {*known_documents, *(document["number"] for document in documents)})
    refuse_overlaps(entries)
    if is_reference and not entries:
        raise PolicyFault("area: nothing is said to compare with")
    if not is_reference:
        refuse_gaps(entries, demanded_keys(), _day("area", area, "complete_from"))
    return AreaFile(area["code"], area["name_zh"], area["name_en"], is_reference, documents, entries)


def _rows(tables: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = tables.get(name, [])
    if not isinstance(rows, list):
        raise PolicyFault(f"{name}: every row begins with [[{name}]]")
    return rows


def _day(what: str, table: Mapping[str, Any], name: str) -> date:
    if type(table[name]) is not date:
        raise PolicyFault(f"{what}: {name}: {table[name]!r} is not a day")
    return table[name]


def checked_documents(tables: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Return the documents of a file, each with everything it needs and a number of its own."""
    tables = tuple(tables)
    for table in tables:
        what = f"document {table.get('number', '?')}"
        _refuse(what, table, DOCUMENT_COLUMNS, DOCUMENT_OPTIONS)
        if "issued_on" in table:
            _day(what, table, "issued_on")
    numbers = [table["number"] for table in tables]
    if repeated := {number for number in numbers if numbers.count(number) > 1}:
        raise PolicyFault(f"document {min(repeated)} is described twice")
    return tables


def _refuse(what: str, table: Mapping[str, Any], required: Iterable[str], optional: Iterable[str]) -> None:
    try:
        refuse_columns(table, required, optional)
    except ValueError as error:
        raise PolicyFault(f"{what}: {error}") from error


def entries_of(name: str, table: Mapping[str, Any]) -> tuple[PolicyEntry, ...]:
    """Return the entries of one row of the table ``name`` as a file writes it, a draft alike.

    Several only for work injury, one for each industry class. Raises PolicyFault, naming row and column.
    """
    if name not in READERS:
        raise PolicyFault(f"{name} is no table of policy")
    try:
        return tuple(_checked(name, table, key, values) for key, values in READERS[name](table))
    except (ValueError, TypeError, AssertionError) as error:
        keys = (table.get(column, "?") for column in KEY_COLUMNS.get(name, ()))
        raise PolicyFault(f"{' '.join(map(str, (name, *keys, 'from', table.get('from', '?'))))}: {error}") from error


def _checked(name: str, table: Mapping[str, Any], key: tuple, values: Mapping[str, Any]) -> PolicyEntry:
    """Return the entry of a row that its rule can take."""
    until = table.get("until")
    entry = PolicyEntry(name, key, table["from"], until, table["document"], values, table.get("article", ""))
    if until is not None and until <= entry.first:
        raise ValueError(f"ends on {until}, before it begins")
    if name in VALUES:
        value_of(entry, source_of(entry, area=""))
    return entry


def refuse_unknown_documents(entries: Iterable[PolicyEntry], known: Iterable[str]) -> None:
    """Raise PolicyFault for an entry whose document is not among the ``known``."""
    for entry in entries:
        if entry.document not in known:
            raise PolicyFault(f"{entry}: document {entry.document} is not described")


def demanded_keys() -> Iterator[tuple]:
    """Yield table and key of everything that must always be in force where people are insured."""
    yield ("bounds",)
    yield from (("windows", channel) for channel in CHANNELS)
    for insurance in (*EMPLOYEE_INSURANCES, Insurance.SUPPLEMENT):
        classes = INJURY_CLASSES if insurance == Insurance.INJURY else (0,)
        yield from (("rates", insurance, EnrolmentKind.EMPLOYEE, injury_class) for injury_class in classes)
    for insurance in (*FLEXIBLE_INSURANCES, Insurance.SUPPLEMENT):
        yield ("rates", insurance, EnrolmentKind.FLEXIBLE, 0)
    yield ("rates", Insurance.RESIDENT, EnrolmentKind.RESIDENT, 0)
    yield from (("benefits", payer) for payer in Payer)
    yield from ((table,) for table in ("late_fees", "resident_waits", "unemployment"))
