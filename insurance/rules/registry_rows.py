"""Rows of the exchange with the registries: their columns, what a row may say, and what is wrong with one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.rules import credit_code
from accounts.rules.errors import RuleBroken
from insurance.rules.unit_types import UnitType, fits_code

COLUMNS = (
    "event",
    "credit_code",
    "name",
    "unit_type",
    "representative",
    "happened_on",
    "address",
    "authority",
    "area",
)
NEEDED = ("event", "credit_code", "name", "happened_on", "authority", "area")
LONGEST = {"name": 200, "representative": 100, "address": 200, "authority": 100}


class RegistryEvent(StrEnum):
    """What a registry reports of a body."""

    FOUNDED = "founded"
    CHANGED = "changed"
    ENDED = "ended"


class RegistryOutcome(StrEnum):
    """What a row led to."""

    OPENED = "opened"
    KNOWN = "known"
    UPDATED = "updated"
    TO_DECLARE = "to_declare"
    TO_CANCEL = "to_cancel"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """One sound row; ``unit_type`` None and empty texts where the registry said nothing."""

    event: RegistryEvent
    credit_code: str
    name: str
    unit_type: UnitType | None
    representative: str
    happened_on: date
    address: str
    authority: str
    area: str

    @property
    def digest(self) -> str:
        """What tells one row from another: a hash of all its values."""
        values = [str(getattr(self, column) or "") for column in COLUMNS]
        return hashlib.sha256("\0".join(values).encode()).hexdigest()


def registry_row(cells: Mapping[str, str], *, on: date) -> RegistryRow:
    """Return the row that the cells of a line say, loaded on a day.

    Raises RuleBroken ``registry.*`` or ``credit_code.*`` with the column as its field.
    """
    said = {column: cells.get(column, "").strip() for column in COLUMNS}
    for column in NEEDED:
        if not said[column]:
            raise RuleBroken("registry.missing", column, column=column)
    for column, most in LONGEST.items():
        if len(said[column]) > most:
            raise RuleBroken("registry.too_long", column, column=column, most=most)
        if not said[column].isprintable():
            raise RuleBroken("registry.text", column, column=column)
    code = credit_code.read(said["credit_code"]).code
    return RegistryRow(
        event=_event(said["event"]),
        credit_code=code,
        name=said["name"],
        unit_type=_unit_type(said["unit_type"], code),
        representative=said["representative"],
        happened_on=_day(said["happened_on"], on),
        address=said["address"],
        authority=said["authority"],
        area=said["area"],
    )


def _event(said: str) -> RegistryEvent:
    if said not in set(RegistryEvent):
        raise RuleBroken("registry.event", "event")
    return RegistryEvent(said)


def _unit_type(said: str, code: str) -> UnitType | None:
    if not said:
        return None
    if said not in set(UnitType):
        raise RuleBroken("registry.unit_type", "unit_type")
    if not fits_code(UnitType(said), code):
        raise RuleBroken("unit.type_against_code", "unit_type")
    return UnitType(said)


def _day(said: str, on: date) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise RuleBroken("registry.day", "happened_on") from None
    if day > on:
        raise RuleBroken("registry.day_ahead", "happened_on")
    return day
