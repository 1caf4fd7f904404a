"""Policy as it stands in the reviewed files of ``data/policy``: tables become dated entries, and slips are found.

A file describes one pooling area. Money is written in yuan, rates as text so that they stay exact decimals. An entry is
in force from its first day until, not including, ``until``; without one it is in force until superseded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from insurance.rules.kinds import EMPLOYEE_INSURANCES, FLEXIBLE_INSURANCES, EnrolmentKind, Insurance
from insurance.rules.money import fen_from_yuan
from insurance.rules.reduction_window import DeclarationWindow, EffectiveRule, OutsideWindow

INJURY_CLASSES = range(1, 9)
CHANNELS = ("unit", "individual")
DOCUMENT_COLUMNS = frozenset({"number", "title_zh", "title_en", "issuer_zh", "issuer_en", "evidence"})
AREA_COLUMNS = frozenset({"code", "name_zh", "name_en", "complete_from"})
DATED = frozenset({"from", "document"})


class PolicyFault(Exception):
    """A policy file says something impossible, or leaves something out; the message names the entry."""


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """One row to put in force: ``table`` and ``key`` say which number it is, ``values`` what it is from ``first`` on.

    Amounts in ``values`` are fen, rates fractions of one.
    """

    table: str
    key: tuple
    first: date
    until: date | None
    document: str
    values: Mapping[str, Any]

    def __str__(self):
        return " ".join(map(str, (self.table, *self.key, "from", self.first)))


@dataclass(frozen=True, slots=True)
class AreaPolicy:
    """Everything one file says about one area."""

    code: str
    name_zh: str
    name_en: str
    documents: tuple[Mapping[str, Any], ...]
    entries: tuple[PolicyEntry, ...]


def area_policy(tables: Mapping[str, Any], *, known_documents: Iterable[str] = ()) -> AreaPolicy:
    """Return the policy a file describes. Raises PolicyFault for anything unknown, missing, impossible or overlapping.

    ``known_documents`` are numbers of documents that stand in other files.
    """
    _refuse_columns("file", tables, {"area"}, {"documents", "bounds", "rates", "windows"})
    area = tables["area"]
    _refuse_columns("area", area, AREA_COLUMNS, set())
    documents = checked_documents(tables.get("documents", []))
    entries = tuple(
        entry for name, read in READERS.items() for table in tables.get(name, []) for entry in _read(name, table, read)
    )
    _refuse_unknown_documents(entries, {*known_documents, *(document["number"] for document in documents)})
    refuse_overlaps(entries)
    _refuse_gaps(entries, area["complete_from"])
    return AreaPolicy(area["code"], area["name_zh"], area["name_en"], documents, entries)


def checked_documents(tables: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Return the documents of a file, each with everything it needs and a number of its own."""
    tables = tuple(tables)
    for table in tables:
        _refuse_columns(f"document {table.get('number', '?')}", table, DOCUMENT_COLUMNS, {"issued_on", "url"})
    numbers = [table["number"] for table in tables]
    if repeated := {number for number in numbers if numbers.count(number) > 1}:
        raise PolicyFault(f"document {min(repeated)} is described twice")
    return tables


def _refuse_columns(what: str, table: Mapping[str, Any], required: Iterable[str], optional: Iterable[str]) -> None:
    if missing := set(required) - table.keys():
        raise PolicyFault(f"{what}: {', '.join(sorted(missing))} is missing")
    if unknown := table.keys() - set(required) - set(optional):
        raise PolicyFault(f"{what}: {', '.join(sorted(unknown))} is not known here")


def _read(name: str, table: Mapping[str, Any], read) -> Iterator[PolicyEntry]:
    """Yield the entries of one table of a file; ``read`` yields key and values."""
    try:
        found = list(read(table))
    except (ValueError, KeyError, TypeError, InvalidOperation, AssertionError) as error:
        raise PolicyFault(f"{name} from {table.get('from', '?')}: {error}") from error
    until = table.get("until")
    for key, values in found:
        entry = PolicyEntry(name, key, table["from"], until, table["document"], values)
        if until is not None and until <= entry.first:
            raise PolicyFault(f"{entry}: ends on {until}, before it begins")
        yield entry


def _bounds(table):
    _refuse_columns(
        f"bounds from {table.get('from', '?')}", table, DATED | {"lower", "upper", "average_wage"}, {"until"}
    )
    lower, upper, average = (fen_from_yuan(Decimal(table[name])) for name in ("lower", "upper", "average_wage"))
    if not 0 < lower < upper:
        raise ValueError(f"the lower bound {table['lower']} is not below the upper bound {table['upper']}")
    yield (), {"lower_fen": lower, "upper_fen": upper, "average_wage_fen": average}


def _rates(table):
    _refuse_columns(
        f"rate {table.get('insurance', '?')} from {table.get('from', '?')}",
        table,
        DATED | {"insurance", "kind"},
        {"until", "unit", "own", "to_account", "yearly", "unit_by_class"},
    )
    insurance, kind = Insurance(table["insurance"]), EnrolmentKind(table["kind"])
    values = {
        "own_rate": _share(table.get("own", "0")),
        "to_account": _share(table.get("to_account", "0")),
        "yearly_fen": fen_from_yuan(Decimal(table.get("yearly", 0))),
    }
    for injury_class, unit_rate in _unit_rates(insurance, table):
        yield (insurance, kind, injury_class), {"unit_rate": _share(unit_rate), **values}


def _unit_rates(insurance: Insurance, table: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return class and unit rate: one for each industry class of work injury, class 0 for everything else."""
    if insurance != Insurance.INJURY:
        return [(0, table.get("unit", "0"))]
    return list(zip(INJURY_CLASSES, table["unit_by_class"], strict=True))


def _share(written: str) -> Decimal:
    if not isinstance(written, str):
        raise TypeError(f"write the rate {written} as text, so that it stays exact")
    share = Decimal(written)
    if not 0 <= share < 1:
        raise ValueError(f"{written} is not a share of the base")
    return share


def _windows(table):
    _refuse_columns(
        f"window from {table.get('from', '?')}",
        table,
        DATED | {"channel", "rule", "open_day", "close_day", "roll", "outside_window"},
        {"until", "cutoff_day", "december_freeze"},
    )
    if table["channel"] not in CHANNELS:
        raise ValueError(f"no such channel: {table['channel']}")
    window = DeclarationWindow(
        open_day=table["open_day"],
        close_day=table["close_day"],
        cutoff_day=table.get("cutoff_day"),
        rule=EffectiveRule(table["rule"]),
        roll=table["roll"],
        december_freeze=table.get("december_freeze", False),
        outside_window=OutsideWindow(table["outside_window"]),
    )
    names = ("open_day", "close_day", "cutoff_day", "rule", "roll", "december_freeze", "outside_window")
    yield (table["channel"],), {name: getattr(window, name) for name in names}


READERS = {"bounds": _bounds, "rates": _rates, "windows": _windows}


def _refuse_unknown_documents(entries: Iterable[PolicyEntry], known: set[str]) -> None:
    for entry in entries:
        if entry.document not in known:
            raise PolicyFault(f"{entry}: document {entry.document} is not described")


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


def _refuse_gaps(entries: Iterable[PolicyEntry], complete_from: date) -> None:
    """Raise PolicyFault unless every number the hall asks for is in force on each day from ``complete_from`` on."""
    grouped = by_key(entries)
    for key in _demanded():
        reached = complete_from
        for entry in grouped.get(key, []):
            if entry.first > reached:
                break
            reached = entry.until
            if reached is None:
                break
        if reached is not None:
            raise PolicyFault(f"{' '.join(map(str, key))}: nothing is in force from {reached}")


def _demanded() -> Iterator[tuple]:
    """Yield the keys of everything that must always be in force."""
    yield ("bounds",)
    yield from (("windows", channel) for channel in CHANNELS)
    for insurance in (*EMPLOYEE_INSURANCES, Insurance.SUPPLEMENT):
        classes = INJURY_CLASSES if insurance == Insurance.INJURY else (0,)
        yield from (("rates", insurance, EnrolmentKind.EMPLOYEE, injury_class) for injury_class in classes)
    for insurance in (*FLEXIBLE_INSURANCES, Insurance.SUPPLEMENT):
        yield ("rates", insurance, EnrolmentKind.FLEXIBLE, 0)
    yield ("rates", Insurance.RESIDENT, EnrolmentKind.RESIDENT, 0)
