"""An iCalendar file (RFC 5545) of whole days, for every calendar program.

Lines end with CRLF and are folded at 75 octets, never inside a character. A day has no time zone, so nothing shifts
where summer time begins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//hall//unit calendar//ZH"
MOST_OCTETS = 75
REFRESHED_EVERY = "PT12H"


@dataclass(frozen=True, slots=True)
class CalendarDayEvent:
    """One event from ``first`` to ``last``, both whole days; ``uid`` stays the same when its days change."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    url: str = ""
    is_deadline: bool = False


def calendar_file(events: Iterable[CalendarDayEvent], *, name: str, made_at: datetime) -> bytes:
    """Return the file; ``made_at`` is stated in UTC."""
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESHED_EVERY}"]
    for event in events:
        lines += event_lines(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def event_lines(event: CalendarDayEvent, stamp: str) -> Iterator[str]:
    """Yield one event; its end is the day after its last, as the format counts."""
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    if event.is_deadline:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(event.summary)}")
        yield from ("TRIGGER:-P1D", "END:VALARM")
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return text as a value: backslash, semicolon and comma marked, every line break written out."""
    for plain, marked in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        text = text.replace(plain, marked)
    return text


def folded(line: str) -> bytes:
    """Return a line with its end; a long one goes on in lines that begin with a space."""
    pieces, rest = [], line.encode()
    while len(rest) > (most := MOST_OCTETS - bool(pieces)):
        while rest[most] & 0xC0 == 0x80:
            most -= 1
        pieces.append(rest[:most])
        rest = rest[most:]
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"
