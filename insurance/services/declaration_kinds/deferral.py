"""缓缴 deferral: a unit in serious difficulty asks to pay later."""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationPart


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids it on a day."""
    raise NotImplementedError


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Write what the accepted part changes in the record."""
    raise NotImplementedError
