"""The calendar of a unit: what policy and law set for the coming months, and its own limits that run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models.parties import Unit
from insurance.models.enrolments import UnitRegistration
from insurance.models.policy import BaseBound, DeclarationWindow, LateFee
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.notification import REGISTERED_WITHIN_DAYS, TOLD_WITHIN_DAYS
from insurance.rules.unit_calendar import (
    MONTHS_SHOWN,
    Entry,
    Event,
    WindowVersion,
    entry,
    holiday_entries,
    in_order,
    limit_entry,
    payment_entry,
    window_entries,
)
from insurance.rules.unit_standing import REPORTING_DAYS
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import State
from insurance.selectors.employer_desk import OpenCase, open_cases
from insurance.selectors.policy import window_value, work_calendar
from insurance.selectors.policy_rows import source_of_row
from insurance.selectors.unit_limits import Waiting, waiting_for

UNSENT = (State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class UnitCalendar:
    """The entries of the months from ``first`` on, in order, and the working calendar behind them."""

    first: Month
    last: Month
    entries: list[Entry]
    calendar: WorkCalendar

    def of(self, month: Month) -> list[Entry]:
        """Return what happens in a month; a limit that is over stands in the first one."""
        return [one for one in self.entries if max(Month.of(one.on), self.first) == month]

    @property
    def months(self) -> Iterator[Month]:
        return Month.span(self.first, self.last)


def unit_calendar(unit: Unit, *, on: date) -> UnitCalendar:
    """Return the unit's calendar from the month of ``on`` for half a year, in seven statements."""
    first = Month.of(on)
    last = first + (MONTHS_SHOWN - 1)
    calendar = work_calendar()
    entries = [
        *of_policy(unit, first, last, calendar),
        *holiday_entries(first.first_day, last.last_day, calendar),
        *of_cases(open_cases(unit, calendar, on=on), calendar),
        *of_waiting(waiting_for(unit, calendar, on=on), calendar),
    ]
    shown = [one for one in in_order(entries) if one.on <= last.last_day]
    return UnitCalendar(first, last, shown, calendar)


def of_policy(unit: Unit, first: Month, last: Month, calendar: WorkCalendar) -> Iterator[Entry]:
    """Yield the windows, the days of payment and the start of the contribution years; three statements."""
    area = UnitRegistration.objects.filter(unit=unit).values("area")
    span = Q(in_force__overlap=(first.first_day, (last + 1).first_day))
    windows = DeclarationWindow.objects.filter(span, area__in=area, channel=DeclarationWindow.Channel.UNIT)
    versions = [
        WindowVersion(row.in_force.lower, row.in_force.upper, window_value(row))
        for row in windows.select_related("document", "area")
    ]
    yield from window_entries(versions, Month.span(first, last), calendar)
    payments = list(LateFee.objects.filter(span, area__in=area).select_related("document", "area"))
    for month in Month.span(first, last):
        for row in payments:
            if month.first_day in row.in_force:
                source = source_of_row(row)
                yield payment_entry(month, row.due_day, roll=row.roll, calendar=calendar, source=source)
    for row in BaseBound.objects.filter(span, area__in=area).select_related("document", "area"):
        begins = Month.of(row.in_force.lower)
        closes = begins + (row.months_to_declare - 1)
        if first <= closes <= last:
            about = {"month": begins, "source": source_of_row(row)}
            yield entry(Event.WAGES_BY, closes.last_day, calendar, **about)


def of_cases(cases: list[OpenCase], calendar: WorkCalendar) -> Iterator[Entry]:
    """Yield the limits of what is prepared, and when the agencies answer what was submitted."""
    for case in cases:
        if case.state in UNSENT and case.event_on:
            event, days = (
                (Event.TELL_START, REGISTERED_WITHIN_DAYS) if case.begins else (Event.TELL_END, TOLD_WITHIN_DAYS)
            )
            yield limit_entry(event, case.event_on, days, calendar, number=case.number)
        if case.state == State.SUBMITTED and case.answer_by:
            detail = "+".join(case.agencies)
            yield entry(Event.AGENCY_ANSWERS, case.answer_by, calendar, number=case.number, detail=detail)


def of_waiting(waiting: Waiting, calendar: WorkCalendar) -> Iterator[Entry]:
    """Yield by when wishes and disputes are answered, and the limits of the unit itself."""
    for request in waiting.requests:
        yield entry(Event.ANSWER_REQUEST, request.due_on, calendar, number=request.number, detail=request.kind)
    for statement in waiting.statements:
        detail = DeclarationKind.DISPUTE
        yield entry(Event.ANSWER_REQUEST, statement.due_on, calendar, number=statement.number, detail=detail)
    for limit in waiting.limits:
        yield limit_entry(Event.UNIT_LIMIT, limit.since, REPORTING_DAYS, calendar, detail=limit.code)
