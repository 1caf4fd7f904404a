"""回退: a unit takes back what took effect, whole or for single people, until the books of its month are closed.

Nothing is erased: the day it took effect and the moment it was taken back both stay on record.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.roles import OperatorRight
from accounts.services import audit, notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import Action, Actor, State
from insurance.selectors.under_way import OF_ENROLMENTS
from insurance.selectors.undoing import closed_for_all, closed_month_of, later_lines, lines_in_effect
from insurance.services import benefits, declarations, disputes, unit_declarations
from insurance.services.books import hold_books
from insurance.services.declaration_kinds import kind_of
from insurance.services.enrolments import hold_people

NOT_FINISHED = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED})
"""In these states a part is withdrawn, or its withdrawal asked for, together with what is undone."""

TOLD = {
    DeclarationKind.REDUCTION: "reduction_undone_for_you",
    DeclarationKind.INCREASE: "increase_undone_for_you",
}
"""How the people in a declaration are told that it was taken back."""

OPEN_ELSEWHERE = NOT_FINISHED | {State.WITHDRAWAL_REQUESTED}
"""While a part is in one of these, single people cannot be taken out: it is decided for everybody."""

LINKS = {DeclarationKind.REDUCTION: "/me/reductions/%(number)s/", DeclarationKind.INCREASE: "/me/insurance/"}


class WayBack(StrEnum):
    """Which act takes a declaration back as it stands: for who uses the hall it is one and the same wish."""

    NONE = "none"
    WITHDRAW = "withdraw"
    ASK = "ask"
    UNDO = "undo"
    CORRECT = "correct"


def way_back(declaration: Declaration, states: Collection[str]) -> WayBack:
    """Return which act is possible now by the states of the parts and the books of the month; two statements at most.

    What the agency opened about a unit is not the unit's to take back.
    """
    if declaration.kind == DeclarationKind.UNREGISTERED:
        return WayBack.NONE
    if State.EFFECTIVE in states and kind_of(declaration).take_back is not None:
        is_closed = declaration.kind in OF_ENROLMENTS and closed_for_all(declaration)
        return WayBack.CORRECT if is_closed else WayBack.UNDO
    if State.ACCEPTED in states:
        return WayBack.ASK
    return WayBack.WITHDRAW if NOT_FINISHED & set(states) else WayBack.NONE


@transaction.atomic
def undo(
    number: str, *, actor: User, at: datetime, on: date, people: Collection[int] | None = None, text: str = ""
) -> Declaration:
    """Take back what of a unit's declaration is in effect: for ``people`` (keys of persons) alone, None for everybody.

    A part of which nothing is left becomes UNDONE; what another agency has not finished is withdrawn too, or asked back
    with ``text`` where it was accepted. Raises RuleBroken R009, undo.nothing_in_effect and undo.part_open; RulesBroken
    with what forbids it, among it undo.month_closed, undo.later_declaration and what the kind finds.
    """
    unit_declarations.refuse_without_right(actor, OperatorRight.SUBMIT)
    hold_books(Declaration.objects.values_list("area", flat=True).get(number=number))
    disputed = disputes.locked_about(number)
    declaration, parts = declarations.locked(number)
    hold_settled(declaration)
    hold_people(declaration)
    lines = lines_in_effect(declaration, people)
    effective = [part for part in parts if part.state == State.EFFECTIVE]
    if not effective or not lines:
        raise RuleBroken("undo.nothing_in_effect")
    whole = not declaration.lines.filter(undone_at=None).exclude(pk__in=[line.pk for line in lines]).exists()
    waiting = any(part.state in NOT_FINISHED for part in parts)
    if not whole and any(part.state in OPEN_ELSEWHERE for part in parts):
        raise RuleBroken("undo.part_open", "people")
    refuse_if_any(problems(declaration, effective, lines, on=on))
    for part in effective:
        kind_of(declaration).take_back(part, lines, at=at)
        step_back(part, lines, whole=whole, actor=actor, at=at, text=text)
    mark_undone(lines, at=at)
    if waiting:
        declarations.withdraw(number, actor=actor, at=at, text=text)
    disputes.settle_by_undo(disputed, lines, at=at)
    tell(declaration, lines, actor=actor, at=at)
    benefits.recompute({line.person_id for line in lines}, on=on)
    return declaration


def hold_settled(declaration: Declaration) -> None:
    """Lock the employees' own requests that the lines settled: before enrolments, as who decides on them does."""
    settled = declaration.lines.filter(settles__isnull=False).order_by("settles__number")
    for number in settled.values_list("settles__number", flat=True):
        declarations.locked(number)


def problems(
    declaration: Declaration, parts: Sequence[DeclarationPart], lines: Sequence[DeclarationLine], *, on: date
) -> list[RuleBroken]:
    """Return everything that forbids to take these lines of the parts back; what two parts find alike is said once."""
    found = [*unit_problems(declaration), *month_problems(declaration, lines), *later_problems(declaration, lines)]
    found += [one for part in parts for one in kind_of(declaration).undo_problems(part, lines, on=on)]
    return list({problem.code: problem for problem in reversed(found)}.values())[::-1]


def unit_problems(declaration: Declaration) -> list[RuleBroken]:
    """Return that the unit declares nothing any more, so that nobody's insurance can run on with it."""
    of_kind = kind_of(declaration).unit_problems
    return of_kind(declaration) if of_kind else []


def month_problems(declaration: Declaration, lines: Sequence[DeclarationLine]) -> list[RuleBroken]:
    """Return that the books of the month are closed; data without an enrolment has no books."""
    if declaration.kind not in OF_ENROLMENTS:
        return []
    closed = closed_month_of(declaration, lines)
    return [RuleBroken("undo.month_closed", month=closed)] if closed else []


def later_problems(declaration: Declaration, lines: Sequence[DeclarationLine]) -> list[RuleBroken]:
    """Return that a later declaration rests on this one."""
    if declaration.kind not in OF_ENROLMENTS:
        return []
    later = later_lines(declaration, [line.person_id for line in lines])
    if not later:
        return []
    names = sorted({line.person.name for line in later})
    return [RuleBroken("undo.later_declaration", "people", number=later[0].declaration.number, people=names[:3])]


def step_back(
    part: DeclarationPart, lines: Sequence[DeclarationLine], *, whole: bool, actor: User, at: datetime, text: str
) -> None:
    """Note that a part was taken back: all of it is undone, or it stays in effect for those who are left."""
    if whole:
        declarations.move(part, Action.UNDO, Actor.APPLICANT, actor=actor, at=at, text=text)
        declarations.save_part(part)
        return
    part.version += 1
    part.save(update_fields=["version"])
    declarations.note(
        part.declaration,
        Action.UNDO,
        Actor.APPLICANT,
        actor=actor,
        at=at,
        agency=part.agency,
        text=text,
        facts={"people": len(lines)},
    )


def mark_undone(lines: Sequence[DeclarationLine], *, at: datetime) -> None:
    """Write down when the lines were taken back."""
    for line in lines:
        line.undone_at = at
    DeclarationLine.objects.filter(pk__in=[line.pk for line in lines]).update(undone_at=at)


def tell(declaration: Declaration, lines: Sequence[DeclarationLine], *, actor: User, at: datetime) -> None:
    """Trace the act, and tell the unit and the people in it."""
    audit.record(actor, "declaration.undone", declaration, at=at, people=len(lines))
    declarations.tell_applicant(declaration, "declaration_undone", at=at)
    code = TOLD.get(DeclarationKind(declaration.kind))
    if code:
        told = [(line.person, {"month": f"{line.month:%Y-%m}"}) for line in lines]
        notices.tell_people(told, code, at=at, link=LINKS[declaration.kind] % {"number": declaration.number})
