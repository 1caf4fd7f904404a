"""The month of a unit: when declarations are taken, from which month a reduction counts, what is closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from accounts.models.parties import Unit
from accounts.rules.errors import RuleBroken
from insurance.models.assessments import ClosedMonth
from insurance.models.enrolments import UnitRegistration
from insurance.models.policy import DeclarationWindow, LateFee
from insurance.rules.kinds import UnitStatus
from insurance.rules.months import Month
from insurance.rules.reduction_window import Ahead, StopMonths, stop_months
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.policy import window_value, work_calendar


@dataclass(frozen=True, slots=True)
class StopChoice:
    """One stop month that may be asked for, and what it means. ``last_day`` is the last day of medical benefits."""

    month: Month
    last_charged: Month
    last_day: date
    only_suspended: bool


@dataclass(frozen=True)
class UnitWindow:
    """What a unit can declare on a day. ``refused`` says why nothing is taken; ``stops`` is None then.

    ``working_days_left`` counts the days after today on which the agencies work until the window closes.
    """

    on: date
    calendar: WorkCalendar
    takes_declarations: bool
    closed_through: Month | None
    row: DeclarationWindow | None
    stops: StopMonths | None
    choices: tuple[StopChoice, ...] = ()
    refused: RuleBroken | None = None

    @property
    def is_unregistered(self) -> bool:
        """Whether the unit still has to register for social insurance."""
        return self.row is not None and self.row.status == UnitStatus.NOT_INSURED

    @property
    def pay_by(self) -> date | None:
        """The last day on which the contributions of the day's month are paid in time; None without a rule."""
        if self.row is None or self.row.due_day is None:
            return None
        due = Month.of(self.on).day(self.row.due_day)
        return self.calendar.rolled(due) if self.row.due_rolls else due

    @property
    def working_days_left(self) -> int:
        return self.calendar.working_days_left(self.on, self.stops.window.closes_on)

    @property
    def is_open(self) -> bool:
        """Whether the window is open on the day itself, so that a declaration counts as of it."""
        return self.stops is not None and self.stops.counts_as_of == self.on


def unit_window(unit: Unit, *, on: date) -> UnitWindow:
    """Return the unit's month in two statements."""
    calendar = work_calendar()
    registration = UnitRegistration.objects.filter(unit=unit)
    payment = LateFee.objects.filter(area=OuterRef("area"), in_force__contains=Month.of(on).first_day)
    closed = ClosedMonth.objects.filter(area=OuterRef("area")).order_by("-month")
    row = (
        DeclarationWindow.objects.filter(
            area__in=registration.values("area"), channel=DeclarationWindow.Channel.UNIT, in_force__contains=on
        )
        .select_related("document", "area")
        .annotate(
            closed=Subquery(closed.values("month")[:1]),
            status=Subquery(registration.values("status")[:1]),
            due_day=Subquery(payment.values("due_day")[:1]),
            due_rolls=Subquery(payment.values("roll")[:1]),
        )
        .first()
    )
    if row is None:
        missing = RuleBroken("policy.missing", what="declaration window", on=on)
        return UnitWindow(on, calendar, False, None, None, None, refused=missing)
    closed_through = Month.of(row.closed) if row.closed else None
    takes = unit.closed_on is None and row.status == UnitStatus.INSURED
    try:
        stops = widest(row, calendar, closed_through, on)
    except RuleBroken as refused:
        return UnitWindow(on, calendar, takes, closed_through, row, None, refused=refused)
    choices = stop_choices(stops, narrowest(row, calendar, closed_through, on))
    return UnitWindow(on, calendar, takes, closed_through, row, stops, choices)


def widest(row: DeclarationWindow, calendar: WorkCalendar, closed: Month | None, on: date) -> StopMonths:
    """Return the stop months a reduction may ask for that only suspends; RuleBroken R008 outside the window."""
    return _stop_months(row, calendar, closed, on, Ahead.SUSPENDED)


def narrowest(row: DeclarationWindow, calendar: WorkCalendar, closed: Month | None, on: date) -> StopMonths:
    """Return the stop months a reduction may ask for that ends a relation for good."""
    return _stop_months(row, calendar, closed, on, Ahead.ENDED)


def _stop_months(row, calendar, closed, on, ahead) -> StopMonths:
    return stop_months(
        window_value(row), declared_on=on, calendar=calendar, locked_through=closed, latest_assessed=closed, ahead=ahead
    )


def stop_choices(wide: StopMonths, narrow: StopMonths) -> tuple[StopChoice, ...]:
    """Return every stop month on offer, with what follows from it."""
    return tuple(
        StopChoice(
            month=month,
            last_charged=month - 1,
            last_day=month.first_day - timedelta(days=1),
            only_suspended=month not in narrow.choices,
        )
        for month in wide.choices
    )
