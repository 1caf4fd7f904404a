"""Where a unit's registration stands: by when it registers, changes or cancels, and whether it may declare.

Social Insurance Law of the PRC, article 57: a unit registers within 30 days of its founding and reports a change or its end
within 30 days; the agency answers a registration within 15 days. Regulations on Social Insurance Handling, article 10:
changes and cancellations are handled within 10 working days.
"""

from datetime import date
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from insurance.rules.kinds import UnitStatus
from insurance.rules.limits import calendar_limit
from insurance.rules.workdays import WorkCalendar

REPORTING_DAYS = 30
REGISTRATION_ANSWER_DAYS = 15
CHANGE_ANSWER_WORKING_DAYS = 10


class CancellationReason(StrEnum):
    """Why a unit's registration ends (AAB100)."""

    DISSOLVED = "dissolved"
    BANKRUPT = "bankrupt"
    REVOKED = "revoked"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    OTHER = "other"


LIQUIDATED = frozenset({CancellationReason.DISSOLVED, CancellationReason.BANKRUPT, CancellationReason.REVOKED})
"""Reasons after which a body is liquidated; the proof is asked for unless the registry has reported the end."""


def report_by(event_on: date, calendar: WorkCalendar) -> date:
    """Return the last day on which a founding, a change or an end is reported in time."""
    return calendar_limit(event_on, REPORTING_DAYS, calendar).due_on


def may_declare(status: int, closed_on: date | None) -> list[RuleBroken]:
    """Return R010 when a unit may not declare anything of its people: not registered yet, suspended or closed."""
    if closed_on is None and status == UnitStatus.NOT_INSURED:
        return [RuleBroken("R010.unregistered")]
    return [RuleBroken("R010")] if closed_on or status != UnitStatus.INSURED else []
