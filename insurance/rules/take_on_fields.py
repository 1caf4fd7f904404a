"""Reading the fields of a legacy export: a value, or a fault with the code its row is reported under."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from insurance.rules.money import fen_from_yuan
from insurance.rules.months import Month

LARGEST_FEN = 2**31 - 1
AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
NEGATIVE_AMOUNT = re.compile(r"-[0-9]+(\.[0-9]+)?", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MONTH = re.compile(r"[0-9]{6}", re.ASCII)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
EARLIEST_YEAR = 1900


class FaultCode(StrEnum):
    """Why a row was not taken on."""

    ID_CHECK = "id.check"
    ID_DAMAGED = "id.damaged"
    DATE_INVALID = "date.invalid"
    REQUIRED = "required"
    DUPLICATE = "duplicate"
    SEGMENT_OVERLAP = "segment.overlap"
    CODE_UNKNOWN = "code.unknown"
    AMOUNT_NEGATIVE = "amount.negative"
    AMOUNT_INVALID = "amount.invalid"
    PERSON_UNKNOWN = "person.unknown"
    UNIT_UNKNOWN = "unit.unknown"
    PARENT_REJECTED = "parent.rejected"


class Fault(Exception):
    """The first thing wrong with a row; ``reason`` is for the people who mend the export, without personal numbers."""

    def __init__(self, code: FaultCode, reason: str):
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


def required(row: dict[str, str], column: str, *, longest: int = 200) -> str:
    """Return a field that must be filled in, in at most ``longest`` printable characters."""
    value = row[column].strip()
    if not value:
        raise Fault(FaultCode.REQUIRED, f"{column} is empty")
    return printable(value, column, longest)


def optional(row: dict[str, str], column: str, *, longest: int = 200) -> str:
    """Return a field that may be empty."""
    return printable(row[column].strip(), column, longest)


def printable(value: str, column: str, longest: int) -> str:
    if UNPRINTABLE.search(value):
        raise Fault(FaultCode.CODE_UNKNOWN, f"{column} holds a control character")
    if len(value) > longest:
        raise Fault(FaultCode.CODE_UNKNOWN, f"{column} has more than {longest} characters")
    return value


def one_of(row: dict[str, str], column: str, known) -> str:
    """Return a code that must be one of ``known``."""
    value = required(row, column)
    if value not in known:
        raise Fault(FaultCode.CODE_UNKNOWN, f"{column} is not a known code")
    return value


def day(text: str, column: str) -> date:
    """Return ``YYYY-MM-DD`` as a day of the calendar."""
    try:
        if not DAY.fullmatch(text):
            raise ValueError(text)
        value = date.fromisoformat(text)
        if value.year < EARLIEST_YEAR:
            raise ValueError(text)
    except ValueError:
        raise Fault(FaultCode.DATE_INVALID, f"{column} is not a day of the calendar written YYYY-MM-DD") from None
    return value


def optional_day(row: dict[str, str], column: str) -> date | None:
    text = row[column].strip()
    return day(text, column) if text else None


def month(text: str, column: str) -> Month:
    """Return ``YYYYMM`` as a month."""
    try:
        if not MONTH.fullmatch(text):
            raise ValueError(text)
        value = Month.parse(text)
        if value.year < EARLIEST_YEAR:
            raise ValueError(text)
    except ValueError:
        raise Fault(FaultCode.DATE_INVALID, f"{column} is not a month written YYYYMM") from None
    return value


def optional_month(row: dict[str, str], column: str) -> Month | None:
    text = row[column].strip()
    return month(text, column) if text else None


def amount(row: dict[str, str], column: str) -> int:
    """Return yuan written with at most two decimals as fen."""
    text = required(row, column)
    if NEGATIVE_AMOUNT.fullmatch(text):
        raise Fault(FaultCode.AMOUNT_NEGATIVE, f"{column} is negative")
    if not AMOUNT.fullmatch(text):
        raise Fault(FaultCode.AMOUNT_INVALID, f"{column} is not yuan with at most two decimals")
    value = fen_from_yuan(Decimal(text))
    if value > LARGEST_FEN:
        raise Fault(FaultCode.AMOUNT_INVALID, f"{column} is larger than an amount can be")
    return value
