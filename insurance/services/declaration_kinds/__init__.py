"""The registry of declaration kinds: each kind is one module with the functions named in ``Kind``.

``problems`` and ``take_effect`` a module must have; of the others it has those in which its kind is special.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from importlib import import_module

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.findings import Findings
from insurance.rules.kinds import DeclarationKind, insurances_by_agency
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import DECIDERS, Actor

ANSWER_WORKING_DAYS = 5
"""缴费人员增减申报: statutory limit of the agency's answer, in working days (item 002014003001)."""


def no_warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """There is nothing to tick."""
    return []


def any_decider(declaration: Declaration) -> frozenset[Actor]:
    """Whoever decides may accept it."""
    return DECIDERS


def one_level(declaration: Declaration) -> int:
    """One person of the staff decides."""
    return 1


def of_its_insurances(declaration: Declaration) -> list[Agency]:
    """Return the agencies that decide on the insurances of the lines."""
    return list(insurances_by_agency(code for line in declaration.lines.all() for code in line.insurances))


def in_working_days(on: date, calendar: WorkCalendar) -> date:
    """Return by when the agency answers what was submitted on a day."""
    return calendar.working_deadline(on, ANSWER_WORKING_DAYS)


def never_by_rule(declaration: Declaration, *, on: date) -> bool:
    """Somebody always looks at it."""
    return False


def nobody_is_asked(declaration: Declaration, *, on: date) -> bool:
    """No other unit has a say in it."""
    return False


def from_its_month(part: DeclarationPart, *, on: date) -> date:
    """Return the first day of the earliest month the part is about; the day itself where it is about none."""
    lines = part.declaration.lines.all()
    return min((line.month for line in lines if line.month and line.insurances_of(part.agency)), default=on)


def in_general_words(code: str) -> str:
    """Its steps are told as those of any declaration."""
    return code


def nothing_more(it: Declaration | DeclarationPart, *, at: datetime) -> None:
    """Nothing follows."""


def not_taken_back(part: DeclarationPart, lines: list[DeclarationLine], *, on: date) -> list[RuleBroken]:
    """What took effect stays; a new declaration changes it."""
    return [RuleBroken("undo.not_this_kind")]


@dataclass(frozen=True)
class Kind:
    """All that is special about one kind of declaration, as functions.

    ``problems(declaration, on=)``: everything that forbids it on a day; an empty list allows it.
    ``take_effect(part, at=)``: write what the accepted part changes in the record.
    ``warnings(declaration, on=)``: what the applicant has to know and tick, but may go on with.
    ``accepted_by(declaration)``: in what capacity it may be accepted.
    ``levels(declaration)``: how many people of the staff have to agree, one or two; the second is a supervisor.
    ``agencies(declaration)``: who decides on it.
    ``answered_by(on, calendar)``: the last day of the agency's answer to what was submitted on a day.
    ``passes_by_rule(declaration, on=)``: whether nobody has to look at it, so that it is accepted when it is submitted.
    ``waits_for_unit(declaration, on=)``: whether another unit is asked first, and the agencies wait for its answer.
    ``effective_on(part, on=)``: the day it takes effect when accepted on a day; one that has come means at once.
    ``told_as(code)``: which notice tells the applicant that it was accepted or took effect, by the code of the general one;
    empty for none.
    ``submitted(declaration, at=)``: what follows the moment it is submitted, as telling the people in it.
    ``accepted(part, at=)``: what follows the moment it is accepted, before it takes effect.
    ``given_up(part, at=)``: what follows when an accepted part that has not taken effect is reopened or withdrawn.
    ``findings(declaration, lines, on=)``, ``unit_problems(declaration)``, ``unit_warnings(declaration, on=)``: problems and
    warnings apart, for each of many lines and for the unit as a whole; None where a declaration has few lines.
    ``undo_problems(part, lines, on=)``: what forbids the unit to take back these lines of the part in effect.
    ``take_back(part, lines, at=)``: undo in the record what these lines of the part changed.
    """

    problems: Callable[..., list[RuleBroken]]
    take_effect: Callable[..., None]
    warnings: Callable[..., list[RuleBroken]] = no_warnings
    accepted_by: Callable[..., frozenset[Actor]] = any_decider
    levels: Callable[..., int] = one_level
    agencies: Callable[..., list[Agency]] = of_its_insurances
    answered_by: Callable[..., date] = in_working_days
    passes_by_rule: Callable[..., bool] = never_by_rule
    waits_for_unit: Callable[..., bool] = nobody_is_asked
    effective_on: Callable[..., date] = from_its_month
    told_as: Callable[[str], str] = in_general_words
    submitted: Callable[..., None] = nothing_more
    accepted: Callable[..., None] = nothing_more
    given_up: Callable[..., None] = nothing_more
    findings: Callable[..., list[Findings]] | None = None
    unit_problems: Callable[..., list[RuleBroken]] | None = None
    unit_warnings: Callable[..., list[RuleBroken]] | None = None
    undo_problems: Callable[..., list[RuleBroken]] = not_taken_back
    take_back: Callable[..., None] | None = None


def kind_of(declaration: Declaration) -> Kind:
    """Return what is special about the declaration's kind."""
    return kind_named(DeclarationKind(declaration.kind))


@cache
def kind_named(kind: DeclarationKind) -> Kind:
    """Return what is special about a kind, from its module."""
    module = import_module(f"{__name__}.{kind}")
    return Kind(**{own.name: getattr(module, own.name) for own in fields(Kind) if hasattr(module, own.name)})
