"""注销登记: a unit that ends cancels its registration.

Social Insurance Law of the PRC, article 57: within 30 days of the end. Regulations on Social Insurance Handling, article
10: only when contributions, late fees and fines are paid; handled within 10 working days.
"""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.kinds import UnitStatus
from insurance.rules.money import yuan_from_fen
from insurance.rules.unit_standing import (
    CHANGE_ANSWER_WORKING_DAYS,
    LIQUIDATED,
    CancellationReason,
    report_by,
)
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_record import cancellation_obstacles, end_notice
from insurance.services.unit_data import registration_locked

TICK = "acknowledged"
PAPERS_FOLLOW = "papers_follow"
"""Noted in the details while the papers of a draft are being stored in the same transaction."""


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids the cancellation, so that the unit sees at once what is left to do."""
    unit = declaration.unit
    if unit.registration.status not in (UnitStatus.INSURED, UnitStatus.SUSPENDED):
        return [RuleBroken("cancellation.not_registered")]
    found = cancellation_obstacles(unit, on=on, besides=declaration)
    told = []
    if found.people:
        told.append(RuleBroken("cancellation.people", None, people=found.people))
    if found.unpaid_fen:
        told.append(RuleBroken("cancellation.unpaid", None, amount=yuan(found.unpaid_fen)))
    if found.late_fee_fen:
        told.append(RuleBroken("cancellation.late_fee", None, amount=yuan(found.late_fee_fen)))
    if found.to_give_back_fen:
        told.append(RuleBroken("cancellation.refund", None, amount=yuan(found.to_give_back_fen)))
    if found.declarations:
        told.append(RuleBroken("cancellation.declarations", None, numbers=list(found.declarations)))
    return told + own_problems(declaration, on)


def own_problems(declaration: Declaration, on: date) -> list[RuleBroken]:
    """Return what is wrong with the answers: the day, the proof of the liquidation."""
    told = []
    if day_of(declaration) > on:
        told.append(RuleBroken("cancellation.day_ahead", "ended_on"))
    if needs_proof(declaration) and not has_papers(declaration):
        told.append(RuleBroken("cancellation.proof", "attachments"))
    return told


def yuan(amount_fen: int) -> str:
    """Return an amount in yuan with thousands, as a sentence writes it."""
    return f"{yuan_from_fen(amount_fen):,.2f}"


def day_of(declaration: Declaration) -> date:
    """Return the day the unit ended."""
    return date.fromisoformat(declaration.details["ended_on"])


def needs_proof(declaration: Declaration) -> bool:
    """Whether the unit proves its liquidation: not where a registry has reported the end."""
    return CancellationReason(declaration.details["reason"]) in LIQUIDATED and end_notice(declaration.unit) is None


def has_papers(declaration: Declaration) -> bool:
    """Whether papers came with it, or are just being stored."""
    return bool(declaration.details.get(PAPERS_FOLLOW)) or declaration.attachments.exists()


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Say that the 30 days are over: the cancellation is taken and marked as late."""
    limit = report_by(day_of(declaration), work_calendar())
    return [RuleBroken("cancellation.late", TICK, limit=limit)] if on > limit else []


def agencies(declaration: Declaration) -> list[Agency]:
    """The social insurance agency registers units, for both agencies."""
    return [Agency.HRSS]


def answered_by(on: date, calendar: WorkCalendar) -> date:
    """Return the last day of the agency's answer: 10 working days."""
    return calendar.working_deadline(on, CHANGE_ANSWER_WORKING_DAYS)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """End the registration; operators still sign in to read and print, and can declare nothing."""
    registration = registration_locked(part.declaration.unit)
    registration.status = UnitStatus.TERMINATED
    registration.save(update_fields=["status"])
    registration.unit.closed_on = day_of(part.declaration)
    registration.unit.save(update_fields=["closed_on"])
    notices.tell_unit(registration.unit, "unit_cancelled", at=at, link="/employer/registration/")
