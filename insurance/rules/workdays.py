"""Working days: which days are worked, and on which day a limit ends.

The day of the event is not counted (Civil Code, article 201). A limit in calendar days that would end on a day off
ends on the next working day (article 203). Holidays and make-up working days are announced every November for the
next year, so they are data; the value that carries them is ``WorkCalendar``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from insurance.rules.months import Month

ONE_DAY = timedelta(days=1)
SATURDAY = 5

FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the public holidays that never move: all that is known of a year not yet announced."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days that differ from their weekday: public holidays, and weekend days that are worked in exchange."""

    holidays: frozenset[date]
    make_up_workdays: frozenset[date] = frozenset()

    def __post_init__(self):
        if both := self.holidays & self.make_up_workdays:
            raise ValueError(f"both a holiday and a working day: {min(both)}")
        if ordinary := [day for day in self.make_up_workdays if day.weekday() < SATURDAY]:
            raise ValueError(f"a make-up working day that is no weekend day: {min(ordinary)}")

    @classmethod
    def from_days(cls, holidays: Iterable[date], make_up_workdays: Iterable[date]) -> "WorkCalendar":
        """Return the calendar of days as they stand in rows of a table."""
        return cls(frozenset(holidays), frozenset(make_up_workdays))

    def is_announced(self, year: int) -> bool:
        """Tell whether the arrangement of ``year`` is known; a limit that ends in another year is provisional."""
        return any(day.year == year for day in self.holidays)

    def is_working(self, day: date) -> bool:
        """Tell whether agencies work on ``day``; in a year not announced, weekdays that are no fixed holiday."""
        if day in self.make_up_workdays:
            return True
        if day in self.holidays or day.weekday() >= SATURDAY:
            return False
        return (day.month, day.day) not in FIXED_HOLIDAYS or self.is_announced(day.year)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        return self.rolled(day + ONE_DAY)

    def rolled(self, day: date) -> date:
        """Return ``day`` itself when it is worked, otherwise the next working day (Civil Code, article 203)."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_deadline(self, event_on: date, days: int) -> date:
        """Return the last day of a limit of ``days`` working days that an event on ``event_on`` starts."""
        assert days >= 1, days
        day = event_on
        for _ in range(days):
            day = self.next_working_day(day)
        return day

    def calendar_deadline(self, event_on: date, days: int) -> date:
        """Return the last day of a limit of ``days`` calendar days, moved to a working day."""
        assert days >= 1, days
        return self.rolled(event_on + timedelta(days=days))

    def closing_day(self, month: Month, day: int) -> date:
        """Return the day ``day`` of ``month`` (its last day when shorter), moved to a working day.

        Where limits do not move, the closing day is ``month.day(day)``.
        """
        return self.rolled(month.day(day))

    def working_days_left(self, on: date, last: date) -> int:
        """Return how many working days remain after ``on`` up to and including ``last``; 0 when it is over."""
        return sum(self.is_working(on + timedelta(days=ahead)) for ahead in range(1, (last - on).days + 1))


def days_of_holidays(year_table: Mapping[str, Any]) -> list[date]:
    """Return each day of the holidays of one year's table in ``data/calendar.toml``."""
    return [
        holiday["first"] + timedelta(days=offset)
        for holiday in year_table["holidays"]
        for offset in range((holiday["last"] - holiday["first"]).days + 1)
    ]


def calendar_from_tables(tables: Mapping[str, Mapping[str, Any]]) -> WorkCalendar:
    """Return the calendar that ``data/calendar.toml``, read by ``tomllib``, describes.

    Raises ValueError for a day that lies in another year than its table, so that a slip in the file is found.
    """
    holidays, make_up_workdays = [], []
    for year, table in tables.items():
        off, worked = days_of_holidays(table), table["make_up_workdays"]
        if strangers := [day for day in (*off, *worked) if day.year != int(year)]:
            raise ValueError(f"not a day of {year}: {strangers[0]}")
        holidays += off
        make_up_workdays += worked
    return WorkCalendar.from_days(holidays, make_up_workdays)
