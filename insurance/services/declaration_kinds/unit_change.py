"""单位信息变更: a unit reports that its data have changed.

Name, representative and bank are looked at within 10 working days; contact and address count at once. Social Insurance Law
of the PRC, article 57: within 30 days of the change; Regulations on Social Insurance Handling, articles 9 and 10.
"""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.kinds import DeclarationKind
from insurance.rules.unit_data import AT_ONCE, changed
from insurance.rules.unit_standing import CHANGE_ANSWER_WORKING_DAYS, may_declare, report_by
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_record import open_unit_declarations, record_of
from insurance.services.unit_data import carry_over, declared_data, registration_locked

TICK = "acknowledged"
DATED = ("name", "representative_name")
"""What changes on a day that the registry knows."""


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return what forbids the change: nothing differs, a day is missing, another change waits."""
    unit, data = declaration.unit, declared_data(declaration)
    found = may_declare(unit.registration.status, unit.closed_on)
    if not changed(record_of(unit), data):
        found.append(RuleBroken("unit_change.nothing"))
    if "representative_name" in data and not data.get("representative_number"):
        found.append(RuleBroken("unit_change.representative_number", "representative_number"))
    if "bank_name" in data and not data.get("bank_account"):
        found.append(RuleBroken("unit_change.bank_account", "bank_account"))
    found += day_problems(declaration, on)
    if not passes_by_rule(declaration, on=on):
        others = open_unit_declarations(unit, DeclarationKind.UNIT_CHANGE, besides=declaration)
        found += [RuleBroken("unit.open_declaration", None, number=number) for number in others[:1]]
    return found


def day_problems(declaration: Declaration, on: date) -> list[RuleBroken]:
    """Return what is wrong with the day of the change."""
    day = day_of(declaration)
    if day and day > on:
        return [RuleBroken("unit_change.day_ahead", "changed_on")]
    if day is None and any(name in declared_data(declaration) for name in DATED):
        return [RuleBroken("unit_change.day_missing", "changed_on")]
    return []


def day_of(declaration: Declaration) -> date | None:
    """Return the day the data changed, where it has one."""
    said = declaration.details.get("changed_on")
    return date.fromisoformat(said) if said else None


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Say that the 30 days are over: the change is taken and marked as late."""
    day = day_of(declaration)
    limit = report_by(day, work_calendar()) if day else None
    return [RuleBroken("unit_change.late", TICK, limit=limit)] if limit and on > limit else []


def agencies(declaration: Declaration) -> list[Agency]:
    """The social insurance agency keeps the data of units, for both agencies."""
    return [Agency.HRSS]


def answered_by(on: date, calendar: WorkCalendar) -> date:
    """Return the last day of the agency's answer: 10 working days."""
    return calendar.working_deadline(on, CHANGE_ANSWER_WORKING_DAYS)


def passes_by_rule(declaration: Declaration, *, on: date) -> bool:
    """Contact and address count at once."""
    return set(declared_data(declaration)) <= set(AT_ONCE)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Write what changed, and tell everybody who acts for the unit."""
    registration = registration_locked(part.declaration.unit)
    carry_over(part.declaration, registration)
    notices.tell_unit(registration.unit, "unit_data_changed", at=at, link="/employer/profile/")
