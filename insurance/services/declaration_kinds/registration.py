"""社会保险登记: a unit completes what the registry or the counter entered of it, and is insured.

Social Insurance Law of the PRC, article 57: within 30 days of the founding; the agency answers within 15 days.
"""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.industries import injury_class_of
from insurance.rules.kinds import DeclarationKind, UnitStatus
from insurance.rules.limits import calendar_limit
from insurance.rules.unit_standing import REGISTRATION_ANSWER_DAYS, report_by
from insurance.rules.unit_types import UnitType, fits_code
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_record import open_unit_declarations
from insurance.services.unit_data import carry_over, declared_data, registration_locked

TICK = "acknowledged"


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return what forbids the registration: there is one, it is under way, or the code says another kind of body."""
    unit, data = declaration.unit, declared_data(declaration)
    found = []
    if unit.closed_on or unit.registration.status != UnitStatus.NOT_INSURED:
        found.append(RuleBroken("registration.not_awaited"))
    if others := open_unit_declarations(unit, DeclarationKind.REGISTRATION, besides=declaration):
        found.append(RuleBroken("unit.open_declaration", None, number=others[0]))
    if not fits_code(UnitType(data["unit_type"]), unit.credit_code):
        found.append(RuleBroken("unit.type_against_code", "unit_type"))
    return found


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Say that the 30 days are over: the registration is taken and marked as late."""
    founded_on = declaration.unit.founded_on
    limit = report_by(founded_on, work_calendar()) if founded_on else None
    return [RuleBroken("registration.late", TICK, limit=limit)] if limit and on > limit else []


def agencies(declaration: Declaration) -> list[Agency]:
    """The social insurance agency registers units, for both agencies."""
    return [Agency.HRSS]


def answered_by(on: date, calendar: WorkCalendar) -> date:
    """Return the last day of the agency's answer: 15 days."""
    return calendar_limit(on, REGISTRATION_ANSWER_DAYS, calendar).due_on


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Write the declared data, set the class of the industry, and tell everybody who acts for the unit."""
    registration = registration_locked(part.declaration.unit)
    carry_over(part.declaration, registration)
    registration.injury_class = injury_class_of(registration.industry)
    registration.status = UnitStatus.INSURED
    registration.registered_on = part.effective_on
    registration.save()
    notices.tell_unit(registration.unit, "unit_registered", at=at, link="/employer/registration/")
