"""业务日历: the days that matter to a unit, from the area's policy, from law and from its own open matters.

Where a limit moves off days that are not worked, an entry keeps the day it fell on, so that a reader sees why. A year
whose holidays are not announced yet is counted by weekdays and the holidays that never move: its entries are provisional.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from insurance.rules.explanation import Source
from insurance.rules.months import Month
from insurance.rules.reduction_window import DECEMBER, DeclarationWindow, window_days
from insurance.rules.stop_months import EffectiveRule
from insurance.rules.workdays import FIXED_HOLIDAYS, SATURDAY, WorkCalendar

ONE_DAY = timedelta(days=1)

MONTHS_SHOWN = 6


class Event(StrEnum):
    """What happens on a day, in the order in which several on one day are shown."""

    TELL_END = "tell_end"
    TELL_START = "tell_start"
    ANSWER_REQUEST = "answer_request"
    UNIT_LIMIT = "unit_limit"
    PAY_BY = "pay_by"
    WINDOW_CLOSES = "window_closes"
    CUT_OFF = "cut_off"
    WAGES_BY = "wages_by"
    AGENCY_ANSWERS = "agency_answers"
    WINDOW_OPENS = "window_opens"
    HOLIDAY = "holiday"
    MAKE_UP_DAY = "make_up_day"


RANK = {event: rank for rank, event in enumerate(Event)}

LIMITS = frozenset(
    {
        Event.TELL_END,
        Event.TELL_START,
        Event.ANSWER_REQUEST,
        Event.UNIT_LIMIT,
        Event.PAY_BY,
        Event.WINDOW_CLOSES,
        Event.WAGES_BY,
    }
)
"""What the unit has to have done by the end of the day."""


class DayOff(StrEnum):
    """Why a day is not worked."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Holiday(StrEnum):
    """The public holidays (全国年节及纪念日放假办法)."""

    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    QINGMING = "qingming"
    LABOUR_DAY = "labour_day"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL_DAY = "national_day"


FIXED = {(1, 1): Holiday.NEW_YEAR, (5, 1): Holiday.LABOUR_DAY, (10, 1): Holiday.NATIONAL_DAY}
BY_SEASON = {
    1: Holiday.SPRING_FESTIVAL,
    2: Holiday.SPRING_FESTIVAL,
    4: Holiday.QINGMING,
    5: Holiday.DRAGON_BOAT,
    6: Holiday.DRAGON_BOAT,
    9: Holiday.MID_AUTUMN,
    10: Holiday.MID_AUTUMN,
}
"""The holidays that follow the moon or the sun, by the month in which they begin when it is none of the fixed ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One day that matters.

    ``fell_on`` is the day it would be if every day were worked, ``last`` the last day of several. ``month`` is the month
    of contributions it is for, ``number`` the case or bill it is about, ``detail`` a code that says more (which agency,
    which holiday, which limit). ``provisional``: the holidays of its year are not announced yet.
    """

    event: Event
    on: date
    fell_on: date
    last: date
    month: Month | None = None
    number: str = ""
    detail: str = ""
    source: Source | None = None
    provisional: bool = False

    @property
    def is_moved(self) -> bool:
        return self.fell_on != self.on

    @property
    def key(self) -> str:
        """What tells the entry from others however often it is worked out: not its day, which may move."""
        about = self.number or (str(self.month) if self.month else self.on.isoformat())
        return f"{self.event}:{about}:{self.detail}"


@dataclass(frozen=True, slots=True)
class WindowVersion:
    """A declaration window in force from ``first`` up to, not including, ``until`` (None while it is open)."""

    first: date
    until: date | None
    window: DeclarationWindow

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


def entry(event: Event, on: date, calendar: WorkCalendar, *, fell_on: date | None = None, **more) -> Entry:
    """Return an entry of one day; provisional where its year is not announced."""
    provisional = not calendar.is_announced(on.year)
    return Entry(event, on, fell_on or on, on, provisional=provisional, **more)


def limit_entry(event: Event, event_on: date, days: int, calendar: WorkCalendar, **more) -> Entry:
    """Return the end of a limit of calendar days, with the day it fell on."""
    due_on = calendar.calendar_deadline(event_on, days)
    return entry(event, due_on, calendar, fell_on=event_on + timedelta(days=days), **more)


def window_entries(
    versions: Sequence[WindowVersion], months: Iterable[Month], calendar: WorkCalendar
) -> Iterator[Entry]:
    """Yield when the window of each month opens, cuts off and closes; nothing for a month without one."""
    for month in months:
        window = next((version.window for version in versions if version.holds(month.first_day)), None)
        if window is None or (window.december_freeze and month.number == DECEMBER):
            continue
        days = window_days(window, month, calendar)
        about = {"month": month, "source": window.source}
        yield entry(Event.WINDOW_OPENS, days.opens_on, calendar, **about)
        if window.rule == EffectiveRule.CUT:
            yield entry(Event.CUT_OFF, days.cutoff_on, calendar, fell_on=month.day(window.cutoff_day), **about)
        yield entry(Event.WINDOW_CLOSES, days.closes_on, calendar, fell_on=month.day(window.close_day), **about)


def payment_entry(month: Month, due_day: int, *, roll: bool, calendar: WorkCalendar, source: Source | None) -> Entry:
    """Return by when the contributions of a month are paid."""
    falls = month.day(due_day)
    on = calendar.rolled(falls) if roll else falls
    return entry(Event.PAY_BY, on, calendar, fell_on=falls, month=month, source=source)


def holiday_entries(first: date, last: date, calendar: WorkCalendar) -> Iterator[Entry]:
    """Yield the holidays from ``first`` to ``last``, several days in a row as one, and weekend days that are worked."""
    run: list[date] = []
    for day in days_between(first, last + ONE_DAY):
        if day <= last and is_holiday(day, calendar):
            run.append(day)
        elif run:
            yield holiday_entry(run, calendar)
            run = []
        if day <= last and day in calendar.make_up_workdays:
            yield entry(Event.MAKE_UP_DAY, day, calendar)


def holiday_entry(run: list[date], calendar: WorkCalendar) -> Entry:
    provisional = not calendar.is_announced(run[0].year)
    name = holiday_of(run)
    return Entry(Event.HOLIDAY, run[0], run[0], run[-1], detail=name, provisional=provisional)


def is_holiday(day: date, calendar: WorkCalendar) -> bool:
    fixed = not calendar.is_announced(day.year) and (day.month, day.day) in FIXED_HOLIDAYS
    return fixed or day in calendar.holidays


def holiday_of(run: Sequence[date]) -> Holiday:
    """Return which holiday days in a row are; the announcement gives them no code."""
    fixed = next((FIXED[(day.month, day.day)] for day in run if (day.month, day.day) in FIXED), None)
    return fixed or BY_SEASON[run[0].month]


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from ``first`` to ``last``, both included."""
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)


def days_off_between(shown: Entry, calendar: WorkCalendar) -> tuple[DayOff, ...]:
    """Return why an entry was moved: each kind of day off it was moved over, once."""
    passed = days_between(shown.fell_on, shown.on - ONE_DAY) if shown.is_moved else ()
    return tuple(dict.fromkeys(day_off(day, calendar) for day in passed))


def day_off(day: date, calendar: WorkCalendar) -> DayOff:
    """Return why a day that is not worked is not."""
    if day.weekday() >= SATURDAY and day not in calendar.holidays:
        return DayOff.WEEKEND
    return DayOff.HOLIDAY


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by day; of one day, what the unit has to do first."""
    return sorted(entries, key=lambda one: (one.on, RANK[one.event], one.key))
