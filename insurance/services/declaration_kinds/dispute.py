"""异议 dispute: an employee says that the reason of their reduction is wrong; the social insurance agency decides.

Why somebody lost a job decides on unemployment benefit (Social Insurance Law, article 45).
"""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.disputes import UnitStatement
from insurance.models.enrolments import Enrolment
from insurance.rules.disputes import AGENCY_ANSWERS_WITHIN, UNIT_HEARD_WITHIN, claim_problems, proposer_of
from insurance.rules.reasons import ends_for_good
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import Actor, State
from insurance.selectors.disputes import disputed_line, open_dispute_about
from insurance.services import certificates, declarations

CERTIFIED = frozenset({State.ACCEPTED, State.WITHDRAWAL_REQUESTED, State.EFFECTIVE})
"""In these states of the reduction a certificate was issued; one that is issued later has the reason found."""


def agencies(declaration: Declaration) -> list[Agency]:
    """The agency that keeps the unemployment insurance."""
    return [Agency.HRSS]


def answered_by(on: date, calendar: WorkCalendar) -> date:
    """Return the last day of the agency's answer: the unit is heard first."""
    return calendar.working_deadline(calendar.working_deadline(on, UNIT_HEARD_WITHIN), AGENCY_ANSWERS_WITHIN)


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return what forbids the dispute, or to accept it: the unit is heard before it is decided against."""
    line = disputed_line(declaration)
    if line is None or line.undone_at is not None:
        return [RuleBroken("dispute.nothing_declared")]
    if other := open_dispute_about(declaration):
        return [RuleBroken("dispute.open", number=other)]
    said = declaration.details
    found = claim_problems(line.reason, proposer_of(line.details), said.get("claimed_reason", ""), proposer_of(said))
    return found + unit_not_heard(declaration, on)


def unit_not_heard(declaration: Declaration, on: date) -> list[RuleBroken]:
    """Return that the unit still has time to state its view, once the dispute is with the agency."""
    asked = UnitStatement.objects.filter(dispute=declaration, dispute__parts__state=State.SUBMITTED)
    awaited = asked.filter(said_at=None, due_on__gte=on).first()
    return [RuleBroken("dispute.unit_not_heard", until=awaited.due_on)] if awaited else []


def effective_on(part: DeclarationPart, *, on: date) -> date:
    """What was found counts at once."""
    return on


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Write the reason found beside the one declared, and into the enrolments that the reduction has closed."""
    dispute = part.declaration
    reduction, parts = declarations.locked(dispute.about.number)
    line = reduction.lines.select_for_update(of=("self",)).select_related("person").get(person=dispute.person_id)
    line.declaration = reduction
    found = {"found_reason": dispute.details["claimed_reason"], "found_in": dispute.number}
    if by := dispute.details.get("proposed_by"):
        found["found_proposed_by"] = by
    line.details = {**line.details, **found}
    line.save(update_fields=["details"])
    correct_segments(line)
    if any(one.agency == Agency.HRSS and one.state in CERTIFIED for one in parts):
        certificates.replace(line, at=at)
    tell_unit(reduction, dispute, at=at)


def correct_segments(line: DeclarationLine) -> None:
    """Give the enrolments that the line has closed the reason found."""
    closed = Enrolment.objects.filter(ended_by__declaration=line.declaration_id, person=line.person_id).order_by("pk")
    held = list(closed.select_for_update(of=("self",)).values_list("pk", flat=True))
    reason = line.reason_in_force
    Enrolment.objects.filter(pk__in=held).update(end_reason=reason, terminated=ends_for_good(reason))


def tell_unit(reduction: Declaration, dispute: Declaration, *, at: datetime) -> None:
    """Tell the unit which reason was found in place of the one it declared."""
    declarations.note(
        reduction,
        "reason_found",
        Actor.SYSTEM,
        actor=None,
        at=at,
        agency=Agency.HRSS,
        facts={"dispute": dispute.number},
    )
    notices.tell_unit(
        reduction.unit,
        "reduction_reason_found",
        at=at,
        link=f"/employer/declarations/{reduction.number}/",
        number=reduction.number,
    )
