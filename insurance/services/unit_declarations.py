"""How a unit declares, whatever the kind: prepared as a draft, looked over, submitted, taken back.

What is declared comes as lines and details; the kind's module says what stands against it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, RulesBroken, refuse_if_any
from accounts.rules.roles import OperatorRight
from accounts.services import audit
from insurance.models.declarations import Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import State
from insurance.services import attachments, declarations
from insurance.services.attachments import Upload
from insurance.services.declaration_kinds import kind_of
from insurance.services.declarations import LineDraft
from insurance.services.enrolments import hold_people

READ = "acknowledged"
"""Under which name a declaration's details keep the codes of the soft findings that the operator has read."""


def refuse_without_right(actor: User, right: OperatorRight) -> None:
    """Raise R009 when the operator does not hold the right for the unit."""
    if not actor.may_for_unit(right):
        raise RuleBroken("R009", None, right=str(right))


@transaction.atomic
def prepare(
    kind: DeclarationKind,
    unit: Unit,
    lines: Sequence[LineDraft],
    *,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
    about: Declaration | None = None,
    details: dict | None = None,
    sealed: dict | None = None,
) -> Declaration:
    """Store what a unit declares as a draft to be looked over; ``number`` changes a draft, or one that was sent back.

    Raises RulesBroken with every hard finding, and with the soft ones too unless they were ``acknowledged``;
    RuleBroken R009 without the right to prepare.
    """
    refuse_without_right(actor, OperatorRight.PREPARE)
    found = attachments.check(files)
    said = {"details": details or {}, "sealed": sealed or {}, "actor": actor, "at": at}
    if number:
        declaration = declarations.rewrite(number, lines, **said)
    else:
        area = unit.registration.area
        declaration = declarations.draft(kind, lines, area=area, unit=unit, about=about, **said)
    special = kind_of(declaration)
    soft = special.warnings(declaration, on=on)
    hard = [*special.problems(declaration, on=on), *faults_of_files(found)]
    refuse_if_any([*hard, *([] if acknowledged else soft)])
    remember_read(declaration, soft)
    attachments.keep(declaration, found.clean, actor=actor, at=at)
    audit.record(actor, "declaration.prepared", declaration, at=at, kind=declaration.kind)
    return declaration


def faults_of_files(found: attachments.Checked) -> list[RuleBroken]:
    """R014: papers that cannot be taken in."""
    return [RuleBroken("R014", problem.field, cause=problem) for problem in found.problems]


def remember_read(declaration: Declaration, soft: list[RuleBroken]) -> None:
    """Note which soft findings the operator has read."""
    declaration.details[READ] = sorted({problem.code for problem in soft})
    declaration.save(update_fields=["details"])


def not_read(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return the soft findings that nobody has read yet: those that came up after the draft was made."""
    return pointed_out(declaration, on=on)[1]


def pointed_out(declaration: Declaration, *, on: date) -> tuple[list[RuleBroken], list[RuleBroken]]:
    """Return the soft findings of the day: those that whoever made the draft has read, and those nobody has."""
    read = declaration.details.get(READ, ())
    found = kind_of(declaration).warnings(declaration, on=on)
    return [one for one in found if one.code in read], [one for one in found if one.code not in read]


def version_of(declaration: Declaration) -> int:
    """Return a number that grows whenever what is declared, or where it stands, changes."""
    return sum(part.version for part in declaration.parts.all())


@transaction.atomic
def submit(
    number: str, *, actor: User, at: datetime, on: date, seen: int | None = None, acknowledged: bool = False
) -> Declaration:
    """Submit what was prepared.

    ``seen`` is the version that was on the screen, None when nobody looked. Raises RuleBroken R009 without the right
    and R030 when the declaration was changed since; RulesBroken with every finding, the soft ones only where they came
    up since the draft and were not ``acknowledged``.
    """
    refuse_without_right(actor, OperatorRight.SUBMIT)
    declaration, _parts = declarations.locked(number)
    if seen is not None and seen != version_of(declaration):
        raise RuleBroken("R030")
    hold_people(declaration)
    kind = kind_of(declaration)
    soft = not_read(declaration, on=on)
    if soft and not acknowledged:
        raise RulesBroken([*kind.problems(declaration, on=on), *soft])
    return declarations.submit(number, actor=actor, at=at, on=on, with_unit=kind.waits_for_unit(declaration, on=on))


@transaction.atomic
def withdraw(number: str, *, actor: User, at: datetime, text: str = "") -> Declaration:
    """Take a declaration back: a draft by whoever may prepare one, what an agency has by who may submit.

    Raises what ``declarations.withdraw`` raises, R009, and RuleBroken("unregistered.not_yours") for what the agency opened.
    """
    declaration, parts = declarations.locked(number)
    if declaration.kind == DeclarationKind.UNREGISTERED:
        raise RuleBroken("unregistered.not_yours")
    only_prepared = all(part.state == State.DRAFT for part in parts)
    refuse_without_right(actor, OperatorRight.PREPARE if only_prepared else OperatorRight.SUBMIT)
    return declarations.withdraw(declaration.number, actor=actor, at=at, text=text)
