"""How spreadsheets write days: as a count since an epoch, shown as a day only by the format of the cell."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

DAYS_AS_THEY_COME = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of the built-in formats that show days or times, the East Asian ones included."""

IN_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
DAY_LETTERS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)

SECONDS_OF_DAY = 86_400
FALSE_LEAP_DAY = 60
"""In the count from 1900, which has a 29 February that never was."""

LAST_SERIAL = 2_958_465


def shows_days(number: int, pattern: str) -> bool:
    """Tell whether a number format shows a day or a time; ``pattern`` is empty for a built-in format."""
    if not pattern:
        return number in DAYS_AS_THEY_COME
    first = IN_WORDS.sub("", pattern.partition(";")[0])
    return bool(DAY_LETTERS.search(first)) and first.casefold() != "general"


def written_day(serial: str, *, counts_from_1904: bool) -> str | None:
    """Return a serial day as ``2026-10-31`` or ``2026-10-31 13:00:00``; None when it is none."""
    try:
        count = Decimal(serial)
        if not 1 <= count <= LAST_SERIAL:
            return None
        whole = int(count)
        seconds = int((count - whole) * SECONDS_OF_DAY + Decimal("0.5"))
        moment = datetime.combine(first_day(whole, counts_from_1904), datetime.min.time())
        moment += timedelta(days=whole, seconds=seconds)
    except (InvalidOperation, OverflowError):
        return None
    return written_moment(moment)


def first_day(whole: int, counts_from_1904: bool) -> date:
    if counts_from_1904:
        return date(1904, 1, 1)
    return date(1899, 12, 31) if whole < FALSE_LEAP_DAY else date(1899, 12, 30)


def written_moment(moment: datetime) -> str:
    """Return a moment as ``2026-10-31 13:00:00``, at midnight without the time."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat(" ")


def plain_digits(number: str) -> str | None:
    """Return a number without an exponent and without zeros behind the point; None when it is none."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return None
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def as_general(digits: str) -> str:
    """Return a number as a cell without a format shows it: from 12 digits on as a power of ten."""
    whole = digits.lstrip("-").partition(".")[0]
    if len(whole) < 12:
        return digits
    mantissa, _, power = f"{Decimal(digits):.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{power}"
