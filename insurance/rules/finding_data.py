"""Findings as JSON holds them, with facts of the kinds that sentences may name, and back."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.rules.errors import RuleBroken
from insurance.rules.batches import NamedColumn
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month


def as_data(problem: RuleBroken) -> dict[str, Any]:
    """Return a broken rule as JSON."""
    facts = {name: packed(value) for name, value in problem.facts.items()}
    return {"code": problem.code, "field": problem.field, "facts": facts}


def from_data(data: Mapping[str, Any]) -> RuleBroken:
    """Return the broken rule that ``as_data`` wrote; its sentence reads as that of the first one."""
    facts = {name: unpacked(value) for name, value in data["facts"].items()}
    return RuleBroken(data["code"], data["field"], **facts)


def packed(value: Any) -> Any:
    """Return a fact as JSON; AssertionError for a kind of value that could not be read back."""
    if isinstance(value, RuleBroken):
        return {"problem": as_data(value)}
    if isinstance(value, Month):
        return {"month": str(value)}
    if isinstance(value, Insurance):
        return {"insurance": int(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, timedelta):
        return {"seconds": value // timedelta(seconds=1)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [packed(part) for part in value]
    if isinstance(value, NamedColumn):
        return {"column": str(value)}
    if isinstance(value, str):
        return str(value)
    assert value is None or isinstance(value, int), type(value)
    return value


READERS = {
    "problem": from_data,
    "month": Month.parse,
    "insurance": Insurance,
    "column": NamedColumn,
    "day": date.fromisoformat,
    "number": Decimal,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}


def unpacked(data: Any) -> Any:
    """Return the fact that ``packed`` wrote; lists come back as tuples."""
    if isinstance(data, list):
        return tuple(unpacked(part) for part in data)
    if isinstance(data, dict):
        ((kind, held),) = data.items()
        return READERS[kind](held)
    return data
