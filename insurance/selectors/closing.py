"""What the record says about ending an enrolment: what runs, what is already under way, which months are allowed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.policy import DeclarationWindow, PoolingArea
from insurance.rules import reduction_window
from insurance.rules.business_day import business_day
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.months import Month
from insurance.rules.reduction_window import Ahead, StopMonths, stop_months
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import OPEN_STATES, State
from insurance.selectors.policy import latest_closed_month, window_on, window_row_on, window_value, work_calendar

UNDER_WAY = OPEN_STATES - {State.DRAFT}


def running_segments(person_id: int, unit_id: int | None) -> list[Enrolment]:
    """Return the enrolments without an end of a person with one unit, or outside any unit."""
    segments = Enrolment.objects.filter(person=person_id, unit=unit_id, stop_month=None)
    return list(segments.select_related("unit").order_by("insurance"))


def not_running(line: DeclarationLine) -> list[Insurance]:
    """Return those of the line's insurances that have no running segment, but for another reason than this declaration.

    Each agency's part takes effect alone: what one of them has carried out does not hinder the other.
    """
    running = {segment.insurance for segment in running_segments(line.person_id, line.unit_id)}
    if running.issuperset(line.insurances):
        return []
    return [code for code in not_carried_out(line) if code not in running]


def not_carried_out(line: DeclarationLine) -> list[Insurance]:
    """Return those of the line's insurances whose agency's part has not taken effect."""
    carried_out = DeclarationPart.objects.filter(declaration=line.declaration_id, state=State.EFFECTIVE)
    done = set(carried_out.values_list("agency", flat=True))
    return [code for code in map(Insurance, line.insurances) if AGENCY_OF[code] not in done]


def other_open_declaration(line: DeclarationLine, insurances: Iterable[int] = ()) -> Declaration | None:
    """Return another submitted declaration about the same person, employment and insurances that is not finished.

    ``insurances`` are those of the line unless others are named. The employee's own request that this line answers does
    not count.
    """
    parts = DeclarationPart.objects.filter(
        state__in=UNDER_WAY,
        declaration__lines__person=line.person_id,
        declaration__lines__unit=line.unit_id,
        declaration__lines__insurances__overlap=list(insurances) or line.insurances,
    ).exclude(declaration__in=[line.declaration_id, line.settles_id or 0])
    part = parts.select_related("declaration").first()
    return part.declaration if part else None


def declared_on(declaration: Declaration, on: date) -> date:
    """Return the day that decides about months: that of the first submission, or ``on`` while it is a draft."""
    if declaration.submitted_at is None:
        return on
    return business_day(declaration.submitted_at)


def allowed_stop_months(
    area: PoolingArea, channel: str, *, declared_on: date, first_month: date | None = None, ahead=Ahead.SUSPENDED
) -> StopMonths:
    """Return the stop months a declaration of that day may ask for; RuleBroken("R008") when none is taken then.

    Months whose books are closed are locked.
    """
    row = window_row_on(area, channel, declared_on)
    return stop_months_of(row, declared_on=declared_on, first_month=first_month, ahead=ahead)


def stop_months_of(
    row: DeclarationWindow, *, declared_on: date, first_month: date | None = None, ahead=Ahead.SUSPENDED
) -> StopMonths:
    """Return the stop months that one window of declarations allows, for who shows the window as well."""
    closed = latest_closed_month(row.area)
    return stop_months(
        window_value(row),
        declared_on=declared_on,
        calendar=work_calendar(),
        locked_through=closed,
        latest_assessed=closed,
        not_before=Month.of(first_month) if first_month else None,
        ahead=ahead,
    )


@dataclass
class UnitMonths:
    """The months a unit's declarations of one day may ask for; the record is read once, however many people are asked
    about."""

    area: PoolingArea
    declared_on: date
    _asked: dict = field(default_factory=dict)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar()

    @cached_property
    def closed(self) -> Month | None:
        """The latest month whose books are closed."""
        return latest_closed_month(self.area)

    @cached_property
    def window(self) -> reduction_window.DeclarationWindow:
        """The units' window of the day; RuleBroken("policy.missing") where none is in force."""
        return window_on(self.area, DeclarationWindow.Channel.UNIT, self.declared_on)

    def stop_months(self, first_month: date, ahead: Ahead) -> StopMonths:
        """Return the stop months allowed for an enrolment charged from ``first_month``; RuleBroken R008 for none."""
        key = (first_month, ahead)
        if key not in self._asked:
            self._asked[key] = stop_months(
                self.window,
                declared_on=self.declared_on,
                calendar=self.calendar,
                locked_through=self.closed,
                latest_assessed=self.closed,
                not_before=Month.of(first_month),
                ahead=ahead,
            )
        return self._asked[key]
