"""Cells that hold days and months: what has one reading is read, anything else is not.

A day is written ``2026-10-31`` and a month ``2026-10``. Serial days are certain only where the file says since when they
count, two digits of a year never are.
"""

import re
from datetime import date, timedelta

from insurance.rules.months import Month
from insurance.rules.sheet_damage import DamageCode
from insurance.rules.sheet_readings import Reading, half_width, refused, repaired, sound
from insurance.rules.sheets import Cell, Typed

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

SERIAL = re.compile(r"[2-6][0-9]{4}(\.[0-9]+)?", re.ASCII)
"""Serial days from 1954 to 2091; other numbers are not taken for days."""

# Days ---------------------------------------------------------------------------------------------------------------

WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?", re.ASCII)
DIGITS_ONLY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
YEAR_LAST = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4})", re.ASCII)
SHORT_YEAR = re.compile(r"[0-9]{1,2}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{2}\s*日?", re.ASCII)
NO_YEAR = re.compile(r"[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?", re.ASCII)
DAY_AND_NAME = re.compile(r"([0-9]{1,2})[\s-]+([a-z]{3,9})\.?[\s,-]+([0-9]{4})", re.ASCII)
NAME_AND_DAY = re.compile(r"([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})", re.ASCII)
MIDNIGHT = re.compile(r"[\sT]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.0+)?)?", re.ASCII)
MONTH_NAMES = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}


def read_day(cell: Cell, *, counts_from_1904: bool | None) -> Reading:
    """Return the day of a cell; ``counts_from_1904`` tells how serial days of this file count, None: nobody knows."""
    text = half_width(cell.text)
    if cell.typed == Typed.TEXT and WRITTEN_DAY.fullmatch(text) and text == cell.text:
        return day_of(*map(int, text.split("-"))) or refused(DamageCode.DAY_IMPOSSIBLE)
    if SERIAL.fullmatch(text):
        return serial_day(cell, text, counts_from_1904)
    text = MIDNIGHT.sub("", text) if MIDNIGHT.search(text) else text
    parts = day_parts(text)
    if isinstance(parts, DamageCode):
        return refused(parts)
    found = day_of(*parts)
    if found is None:
        return refused(DamageCode.DAY_IMPOSSIBLE)
    code = DamageCode.DAY_CELL if cell.typed == Typed.DATE else DamageCode.DAY_FORMAT
    return repaired(found.value, code, found.value)


def day_parts(text: str) -> tuple[int, int, int] | DamageCode:
    """Return year, month and day of a text in one of the forms that have one reading, or why there is none."""
    if match := YEAR_FIRST.fullmatch(text) or DIGITS_ONLY.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := YEAR_LAST.fullmatch(text):
        one, other, year = map(int, match.groups())
        if one == other or one > 12 >= other:
            return year, other, one
        return (year, one, other) if other > 12 >= one else DamageCode.DAY_AMBIGUOUS
    lower = text.casefold()
    if (match := DAY_AND_NAME.fullmatch(lower)) and match[2][:3] in MONTH_NAMES:
        return int(match[3]), MONTH_NAMES[match[2][:3]], int(match[1])
    if (match := NAME_AND_DAY.fullmatch(lower)) and match[1][:3] in MONTH_NAMES:
        return int(match[3]), MONTH_NAMES[match[1][:3]], int(match[2])
    if SHORT_YEAR.fullmatch(text):
        return DamageCode.DAY_SHORT_YEAR
    return DamageCode.DAY_NO_YEAR if NO_YEAR.fullmatch(text) else DamageCode.DAY_UNREADABLE


def day_of(year: int, month: int, day: int) -> Reading | None:
    """Return a day of the calendar, None when there is no such day."""
    try:
        return sound(date(year, month, day)) if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    except ValueError:
        return None


def serial_day(cell: Cell, text: str, counts_from_1904: bool | None) -> Reading:
    """Return the day a count of days stands for; in a file that does not say since when, it is not certain."""
    if cell.typed != Typed.NUMBER or counts_from_1904 is None:
        return refused(DamageCode.DAY_SERIAL)
    day = counted_day(text, counts_from_1904=counts_from_1904)
    return repaired(day, DamageCode.DAY_SERIAL, day)


def counted_day(serial: str, *, counts_from_1904: bool) -> date:
    epoch = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
    return epoch + timedelta(days=int(serial.partition(".")[0]))


# Months -------------------------------------------------------------------------------------------------------------

WRITTEN_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}", re.ASCII)
YEAR_AND_MONTH = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*月?", re.ASCII)
MONTH_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})", re.ASCII)
MONTH_AND_YEAR = re.compile(r"([a-z]{3,9})\.?[\s,-]+([0-9]{4})", re.ASCII)
MONTH_SHORT_YEAR = re.compile(r"[a-z]{3,9}\.?[\s'’,-]+[0-9]{2}|[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}\s*月?", re.ASCII)
MONTH_ALONE = re.compile(r"[0-9]{1,2}\s*月|[0-9]{1,2}|[a-z]{3,9}\.?", re.ASCII)


def read_month(cell: Cell, *, counts_from_1904: bool | None) -> Reading:
    """Return the month of a cell; a day stands for its month only when it is the first."""
    text = half_width(cell.text)
    if cell.typed == Typed.TEXT and WRITTEN_MONTH.fullmatch(text) and text == cell.text:
        month = month_of(*text.split("-"))
        return sound(month) if month else refused(DamageCode.MONTH_UNREADABLE)
    if SERIAL.fullmatch(text):
        return serial_month(cell, text, counts_from_1904)
    if match := YEAR_AND_MONTH.fullmatch(text) or MONTH_DIGITS.fullmatch(text):
        return month_or_refused(month_of(match[1], match[2]))
    lower = text.casefold()
    if (match := MONTH_AND_YEAR.fullmatch(lower)) and match[1][:3] in MONTH_NAMES:
        return month_or_refused(month_of(match[2], str(MONTH_NAMES[match[1][:3]])))
    parts = day_parts(MIDNIGHT.sub("", text))
    if not isinstance(parts, DamageCode):
        return month_of_day(day_of(*parts), DamageCode.MONTH_FROM_DAY)
    if MONTH_SHORT_YEAR.fullmatch(lower):
        return refused(DamageCode.MONTH_SHORT_YEAR)
    return refused(DamageCode.MONTH_NO_YEAR if MONTH_ALONE.fullmatch(lower) else DamageCode.MONTH_UNREADABLE)


def month_of(year: str, number: str) -> Month | None:
    if EARLIEST_YEAR <= int(year) <= LATEST_YEAR and 1 <= int(number) <= 12:
        return Month(int(year), int(number))
    return None


def month_or_refused(month: Month | None) -> Reading:
    return repaired(month, DamageCode.MONTH_FORMAT, month) if month else refused(DamageCode.MONTH_UNREADABLE)


def serial_month(cell: Cell, text: str, counts_from_1904: bool | None) -> Reading:
    if cell.typed != Typed.NUMBER or counts_from_1904 is None:
        return refused(DamageCode.MONTH_SERIAL)
    return month_of_day(sound(counted_day(text, counts_from_1904=counts_from_1904)), DamageCode.MONTH_SERIAL)


def month_of_day(day: Reading | None, code: DamageCode) -> Reading:
    if day is None:
        return refused(DamageCode.MONTH_UNREADABLE)
    month = Month.of(day.value)
    return repaired(month, code, month) if day.value.day == 1 else refused(DamageCode.MONTH_INSIDE)
