"""A citizen stops an insurance of their own, or asks to leave an employment's insurances."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import CitizenReason
from insurance.rules.stops import STATEMENT_LENGTH, Route, stopping_together
from insurance.selectors.closing import not_carried_out, running_segments
from insurance.selectors.policy import work_calendar
from insurance.services import declarations
from insurance.services.declarations import LineDraft

UNIT_ANSWERS_WITHIN = 5
"""Working days a unit has to answer an employee's request; the office's own promise, no law sets it."""


def insurances_meant(enrolment: Enrolment) -> tuple[Insurance, ...]:
    """Return what stops together with one enrolment; that one alone when it has ended already."""
    running = [segment.insurance for segment in running_segments(enrolment.person_id, enrolment.unit_id)]
    together = stopping_together(Insurance(enrolment.insurance), EnrolmentKind(enrolment.kind), running)
    return together or (Insurance(enrolment.insurance),)


def line_of(enrolment: Enrolment, reason: CitizenReason, stop_month: Month) -> LineDraft:
    """Return the line that stops an enrolment and what stops with it."""
    return LineDraft(
        person=enrolment.person,
        unit=enrolment.unit,
        insurances=insurances_meant(enrolment),
        reason=reason,
        stop_month=stop_month,
    )


def refuse_missing_statement(statement: str) -> None:
    """Raise RuleBroken("stop.statement_missing") when nothing says why a unit that is still there is not asked."""
    if len(statement.strip()) < STATEMENT_LENGTH:
        raise RuleBroken("stop.statement_missing", "statement")


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
    if enrolment.unit is not None and enrolment.unit.closed_on is None and not asks_unit:
        refuse_missing_statement(statement)
    declaration = declarations.draft(
        DeclarationKind.STOP,
        [line_of(enrolment, reason, stop_month)],
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


@transaction.atomic
def correct_stop(
    declaration: Declaration,
    enrolment: Enrolment,
    *,
    reason: CitizenReason,
    stop_month: Month,
    actor: User,
    at: datetime,
    on: date,
    statement: str = "",
) -> Declaration:
    """Submit a stop again that was sent back, with other answers; it goes to the agency that sent it back.

    Raises RuleBroken("stop.other_employment") for an enrolment with another payer: that is another matter, filed anew.
    """
    before, now = declaration.lines.get(), line_of(enrolment, reason, stop_month)
    if before.unit_id != enrolment.unit_id:
        raise RuleBroken("stop.other_employment", "enrolment")
    details = declaration.details | ({"statement": statement.strip()} if statement.strip() else {})
    if differs(before, now) or details != declaration.details:
        declarations.rewrite(declaration.number, [now], actor=actor, at=at, details=details)
    return declarations.submit(declaration.number, actor=actor, at=at, on=on)


def differs(before: DeclarationLine, now: LineDraft) -> bool:
    """Return whether something else is declared than what stands there; not where only papers were missing.

    What one agency has carried out already does not run any more, so it cannot be declared again.
    """
    return (not_carried_out(before), before.reason, before.stop_month) != (
        sorted(now.insurances),
        now.reason,
        now.stop_month.first_day,
    )


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
