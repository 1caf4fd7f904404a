"""Reads the cells of one row of worked examples; what cannot be read is named, with what it should have been."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from insurance.rules.money import fen_from_yuan
from insurance.rules.months import Month

YEARS = range(1950, 2101)
MOST_YUAN = Decimal(10) ** 9
MOST_COUNTED = 1_000

Choice = TypeVar("Choice", bound=StrEnum)


class Unreadable(Exception):
    """A cell that is not what its column holds, or that the example area cannot answer."""

    def __init__(self, field: str, wanted: str, got: str):
        super().__init__(field, wanted, got)
        self.field = field
        self.wanted = wanted
        self.got = got


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, by column: None for cells the row is too short for, those it is too long for under None."""

    row: Mapping[str | None, str | list[str] | None]

    def refuse_too_many(self) -> None:
        """Raise Unreadable when there are more cells than columns."""
        if left_over := self.row.get(None):
            columns = len(self.row) - 1
            raise Unreadable("row", f"{columns} cells", f"{columns + len(left_over)}")

    def text(self, field: str) -> str:
        return (self.row.get(field) or "").strip()

    def day(self, field: str) -> date:
        return self._read(field, "a day (YYYY-MM-DD)", _day)

    def day_if_any(self, field: str) -> date | None:
        return self.day(field) if self.text(field) else None

    def month(self, field: str) -> Month:
        return self._read(field, "a month (YYYY-MM)", _month)

    def fen(self, field: str) -> int:
        return self._read(field, "an amount of yuan with at most two decimals", _fen)

    def share(self, field: str) -> Decimal:
        return self._read(field, "a percentage from 0 to below 100", _share)

    def count(self, field: str, *, least: int = 0) -> int:
        return self._read(field, f"a whole number from {least} to {MOST_COUNTED}", lambda text: _count(text, least))

    def count_if_any(self, field: str) -> int | None:
        return self.count(field) if self.text(field) else None

    def is_yes(self, field: str) -> bool:
        return self._read(field, "yes or no", {"yes": True, "no": False}.__getitem__)

    def is_yes_if_any(self, field: str) -> bool | None:
        return self.is_yes(field) if self.text(field) else None

    def choice(self, field: str, kind: type[Choice]) -> Choice:
        return self._read(field, f"one of {', '.join(kind)}", kind)

    def choice_if_any(self, field: str, kind: type[Choice]) -> Choice | None:
        return self.choice(field, kind) if self.text(field) else None

    def _read(self, field, wanted, read):
        text = self.text(field)
        try:
            return read(text)
        except (ValueError, KeyError, InvalidOperation):
            raise Unreadable(field, wanted, text) from None


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS or day.isoformat() != text:
        raise ValueError(text)
    return day


def _month(text: str) -> Month:
    month = Month.parse(text)
    if month.year not in YEARS:
        raise ValueError(text)
    return month


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _fen(text: str) -> int:
    yuan = _number(text)
    if not 0 <= yuan <= MOST_YUAN:
        raise ValueError(text)
    return fen_from_yuan(yuan)


def _share(text: str) -> Decimal:
    percent = _number(text)
    if not 0 <= percent < 100:
        raise ValueError(text)
    return percent / 100


def _count(text: str, least: int) -> int:
    number = int(text)
    if not least <= number <= MOST_COUNTED:
        raise ValueError(text)
    return number


def same(expected: str, got: str) -> bool:
    """Tell whether two cells say the same: the same words, or the same number however it is written."""
    if expected.strip() == got:
        return True
    try:
        return _number(expected) == _number(got)
    except (ValueError, InvalidOperation):
        return False
