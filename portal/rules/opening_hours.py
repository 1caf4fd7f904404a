"""Whether a desk that keeps office hours is open, and when that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LOOK_AHEAD_DAYS = 31


@dataclass(frozen=True, slots=True)
class Opening:
    """``is_open`` now; ``until`` is the moment this changes."""

    is_open: bool
    until: datetime


def opening(now: datetime, *, spans: tuple[tuple[time, time], ...], is_working: Callable[[date], bool]) -> Opening:
    """Return whether the desk is open at ``now`` (local time) and until when that stays so.

    ``spans`` are the hours of a working day in order; the closing moment itself is no longer open.
    ``is_working`` answers from the working calendar, holidays and make-up workdays included.
    """
    assert spans, "a desk without hours"
    for ahead in range(LOOK_AHEAD_DAYS):
        day = now.date() + timedelta(days=ahead)
        for hours in spans if is_working(day) else ():
            opens, closes = (datetime.combine(day, moment, now.tzinfo) for moment in hours)
            if now < closes:
                return Opening(is_open=opens <= now, until=closes if opens <= now else opens)
    raise AssertionError("no working day within a month")
