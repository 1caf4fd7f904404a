"""A citizen stops an insurance of their own, or asks to leave an employment's insurances."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.services import notices
from insurance.models.declarations import Declaration, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import CitizenReason
from insurance.rules.stops import STATEMENT_LENGTH, Route
from insurance.selectors.closing import running_segments
from insurance.selectors.policy import work_calendar
from insurance.services import declarations
from insurance.services.declarations import LineDraft

UNIT_ANSWERS_WITHIN = 5
"""Working days a unit has to answer an employee's request; the office's own promise, no law sets it."""

PAIR = {Insurance.MEDICAL, Insurance.SUPPLEMENT}


def insurances_meant(enrolment: Enrolment) -> tuple[int, ...]:
    """Return what stops together: all of an employment, medical insurance with its supplement, or the one chosen."""
    running = running_segments(enrolment.person_id, enrolment.unit_id)
    if enrolment.kind == EnrolmentKind.EMPLOYEE:
        return tuple(segment.insurance for segment in running) or (enrolment.insurance,)
    wanted = PAIR if enrolment.insurance in PAIR else {enrolment.insurance}
    return tuple(segment.insurance for segment in running if segment.insurance in wanted) or (enrolment.insurance,)


@transaction.atomic
def lodge_stop(
    enrolment: Enrolment,
    *,
    reason: CitizenReason,
    stop_month: Month,
    actor: User,
    at: datetime,
    on: date,
    route: Route = Route.UNIT,
    statement: str = "",
) -> Declaration:
    """Submit a stop. ``stop_month`` is the first month not charged.

    An employee's goes to the unit first, which gets a clock; with ``Route.AGENCY`` (the unit is gone, or the statement
    says why it cannot be asked) straight to the agencies. Raises RulesBroken with everything that forbids it.
    """
    asks_unit = enrolment.unit is not None and route == Route.UNIT and enrolment.unit.closed_on is None
    needs_statement = enrolment.unit is not None and not asks_unit and enrolment.unit.closed_on is None
    if needs_statement and len(statement.strip()) < STATEMENT_LENGTH:
        raise RuleBroken("stop.statement_missing", "statement")
    line = LineDraft(
        person=enrolment.person,
        unit=enrolment.unit,
        insurances=insurances_meant(enrolment),
        reason=reason,
        stop_month=stop_month,
    )
    declaration = declarations.draft(
        DeclarationKind.STOP,
        [line],
        area=enrolment.area,
        person=enrolment.person,
        actor=actor,
        at=at,
        details={"route": str(route), "statement": statement.strip()} if enrolment.unit else {},
    )
    declaration = declarations.submit(declaration.number, actor=actor, at=at, on=on, with_unit=asks_unit)
    if asks_unit:
        ask_unit(declaration, enrolment.unit, at=at, on=on)
    return declaration


def ask_unit(declaration: Declaration, unit, *, at: datetime, on: date) -> UnitRequest:
    """Put the employee's request onto the unit's desk, with the day by which it has to answer."""
    due_on = work_calendar().working_deadline(on, UNIT_ANSWERS_WITHIN)
    request = UnitRequest.objects.create(declaration=declaration, unit=unit, asked_at=at, due_on=due_on)
    notices.tell_unit(
        unit,
        "stop_requested_of_unit",
        at=at,
        link=f"/employer/stop-requests/{declaration.number}/",
        number=declaration.number,
        due_on=due_on.isoformat(),
    )
    return request
