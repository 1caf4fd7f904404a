"""On which day a limit ends, with the days that were not counted, so that it can be checked without a calendar.

The day of the event is not counted (Civil Code, article 201); a limit in calendar days that would end on a day off ends
on the next working day (article 203); a limit in working days counts only those.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from insurance.rules.explanation import Citation, Step, formula, step
from insurance.rules.months import Month
from insurance.rules.statutes import CIVIL_CODE
from insurance.rules.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a limit."""

    due_on: date
    explanation: Step


def working_limit(event_on: date, days: int, calendar: WorkCalendar) -> Limit:
    """Return the end of a limit of ``days`` working days that an event starts."""
    off = _days_off(event_on + ONE_DAY, calendar.working_deadline(event_on, days), calendar)
    return _limit(step(working_days_after, event_on=event_on, limit_days=days, days_off=off))


def calendar_limit(event_on: date, days: int, calendar: WorkCalendar) -> Limit:
    """Return the end of a limit of ``days`` calendar days that an event starts, moved to a working day."""
    assert days >= 1, days
    ends = step(days_after, event_on=event_on, limit_days=days)
    return _limit(_moved(ends, calendar))


def monthly_limit(month: Month, day: int, calendar: WorkCalendar, *, roll: bool) -> Limit:
    """Return the day ``day`` of a month, its last day when shorter; moved to a working day where limits ``roll``."""
    falls = step(day_of_month, limit_month=month, day_number=day)
    return _limit(_moved(falls, calendar) if roll else falls)


def _limit(explanation: Step) -> Limit:
    return Limit(explanation.result, explanation)


def _moved(ends: Step, calendar: WorkCalendar) -> Step:
    off = _days_off(ends.result, calendar.rolled(ends.result), calendar)
    return step(next_day_worked, ends, ends_on=ends.result, days_off=off)


def _days_off(first: date, last: date, calendar: WorkCalendar) -> tuple[date, ...]:
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return tuple(day for day in days if not calendar.is_working(day))


@formula("limit.working_days", Citation(CIVIL_CODE, "201"))
def working_days_after(*, event_on: date, limit_days: int, days_off: tuple) -> date:
    """Return the last of ``limit_days`` days after the event that are none of ``days_off``."""
    day = event_on
    for _ in range(limit_days):
        day = next_day_worked(ends_on=day + ONE_DAY, days_off=days_off)
    return day


@formula("limit.calendar_days", Citation(CIVIL_CODE, "201"))
def days_after(*, event_on: date, limit_days: int) -> date:
    """Return the last of the days after the event."""
    return event_on + timedelta(days=limit_days)


@formula("limit.day_of_month")
def day_of_month(*, limit_month: Month, day_number: int) -> date:
    """Return that day of a month, or its last one."""
    return limit_month.day(day_number)


@formula("limit.moved", Citation(CIVIL_CODE, "203"))
def next_day_worked(*, ends_on: date, days_off: tuple) -> date:
    """Return ``ends_on``, or the first day after it that is none of ``days_off``."""
    while ends_on in days_off:
        ends_on += ONE_DAY
    return ends_on
