"""The people of a declaration as its papers list them: so many to a file, and who they all are in numbers."""

from dataclasses import dataclass

from django.db.models import Func, Q

from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.kinds import Insurance


@dataclass(frozen=True)
class Listed:
    """Some of the people of a declaration in their order: from the one numbered ``first`` on, of ``total``."""

    lines: list[DeclarationLine]
    first: int
    total: int


def listed(declaration: Declaration, *, first: int, most: int, insured_for: Insurance | None = None) -> Listed:
    """Return at most ``most`` people of a declaration, of those concerned by one insurance where it is named.

    Two statements.
    """
    concerned = Q() if insured_for is None else Q(insurances__contains=[int(insured_for)])
    lines = declaration.lines.filter(concerned)
    shown = lines.select_related("person").order_by("position")[first - 1 : first - 1 + most]
    return Listed(list(shown), first, lines.count())


def insurances_declared(declaration: Declaration) -> list[Insurance]:
    """Return which insurances the lines of a declaration name; one statement."""
    codes = declaration.lines.order_by().annotate(code=Func("insurances", function="unnest"))
    return sorted(Insurance(code) for code in codes.values_list("code", flat=True).distinct())
