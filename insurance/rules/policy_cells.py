"""Reads single columns of a policy file: what each must be, and what is said when it is not.

Money is written in yuan, rates as text so that they stay exact decimals; a float is refused wherever it stands. A slip
is a ValueError that names the column.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from insurance.rules.money import fen_from_yuan

MOST_MONTHS = 600
DATED = frozenset({"from", "document"})
DATED_OPTIONS = frozenset({"until", "article"})
MISSING = object()

Table = Mapping[str, Any]


def refuse_columns(table: Table, required: Iterable[str], optional: Iterable[str] = ()) -> None:
    """Raise ValueError for columns that are missing or unknown."""
    if not isinstance(table, Mapping):
        raise ValueError(f"{table!r} has no columns")
    if missing := set(required) - table.keys():
        raise ValueError(f"{', '.join(sorted(missing))} is missing")
    if unknown := table.keys() - set(required) - set(optional):
        raise ValueError(f"{', '.join(sorted(unknown))} is not known here")


def refuse_floats(value: Any, name: str = "") -> None:
    """Raise ValueError for a float, however deep it stands, with the columns that lead to it."""
    if isinstance(value, float):
        raise ValueError(f"{name}: write {value} as text, so that it stays exact")
    if isinstance(value, Mapping):
        for column, inner in value.items():
            refuse_floats(inner, f"{name}: {column}" if name else column)
    elif isinstance(value, list):
        for inner in value:
            refuse_floats(inner, name)


def dated(table: Table, required: Iterable[str], optional: Iterable[str] = ()) -> None:
    """Raise ValueError unless a table of rows has its columns and real days."""
    refuse_columns(table, DATED | set(required), DATED_OPTIONS | set(optional))
    refuse_floats(table)
    for name in ("from", "until"):
        if name in table and type(table[name]) is not date:
            raise ValueError(f"{name}: {table[name]!r} is not a day")
    for name in ("document", "article"):
        if name in table and not isinstance(table[name], str):
            raise ValueError(f"{name}: write {table[name]!r} as text")


def money(table: Table, name: str, default: Any = MISSING) -> int:
    """Return an amount in fen from yuan written as a whole number or as text."""
    written = _column(table, name, default)
    if isinstance(written, bool) or not isinstance(written, int | str | Decimal):
        raise ValueError(f"{name}: {written!r} is not an amount of yuan")
    return fen_from_yuan(_number(name, written))


def share(table: Table, name: str, default: Any = MISSING) -> Decimal:
    """Return a fraction of one, written as text."""
    return share_from(name, _column(table, name, default))


def share_from(name: str, written: Any) -> Decimal:
    if not isinstance(written, str):
        raise ValueError(f"{name}: write the rate {written} as text, so that it stays exact")
    found = _number(name, written)
    if not 0 <= found < 1:
        raise ValueError(f"{name}: {written} is not a share of the base")
    return found


def whole(table: Table, name: str, *, least: int = 0, most: int = MOST_MONTHS, default: Any = MISSING) -> int | None:
    """Return a whole number within its limits; None where that is the default."""
    found = _column(table, name, default)
    if found is None and default is None:
        return None
    if type(found) is not int:
        raise ValueError(f"{name}: {found!r} is not a whole number")
    if not least <= found <= most:
        raise ValueError(f"{name}: {found} is not between {least} and {most}")
    return found


def flag(table: Table, name: str, default: Any = MISSING) -> bool:
    found = _column(table, name, default)
    if not isinstance(found, bool):
        raise ValueError(f"{name}: {found!r} is neither true nor false")
    return found


def one_of(table: Table, name: str, choices: type[Enum], default: Any = MISSING) -> str:
    """Return the text of one member of ``choices``."""
    found = _column(table, name, default)
    known = [member.value for member in choices]
    if found not in known:
        raise ValueError(f"{name}: {found} is not one of {', '.join(known)}")
    return str(found)


def _column(table: Table, name: str, default: Any) -> Any:
    """Return a column, or its default; ValueError where it has none."""
    found = table.get(name, default)
    if found is MISSING:
        raise ValueError(f"{name} is missing")
    return found


def _number(name: str, written: Any) -> Decimal:
    try:
        found = Decimal(written)
    except InvalidOperation as error:
        raise ValueError(f"{name}: {written!r} is not a number") from error
    if not found.is_finite():
        raise ValueError(f"{name}: {written!r} is not a number")
    return found
