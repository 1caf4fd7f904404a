"""A unit's operator declares that one person leaves: prepared as a draft, checked, submitted, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person, Unit, identity_index
from accounts.models.users import User
from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken, RulesBroken, refuse_if_any
from accounts.rules.person_name import same_person_name
from accounts.rules.roles import OperatorRight
from accounts.services import audit, notices
from insurance.models.declarations import Declaration, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.models.policy import DeclarationWindow
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import Effect, reduction_reason
from insurance.rules.workflow import State
from insurance.selectors.closing import allowed_stop_months, running_segments
from insurance.services import attachments, declarations
from insurance.services.attachments import Upload
from insurance.services.declaration_kinds import kind_of
from insurance.services.declarations import LineDraft


@dataclass(frozen=True)
class ReductionAnswers:
    """What the operator filled in. ``person`` is set when the person was picked from the roster.

    ``insurances`` empty means all that run; ``stop_month`` (first month not charged) empty means by the area's rule.
    ``details`` holds proposed_by, contract_from, contract_to, post, years_in_unit, note and protections.
    """

    reason: str
    ended_on: date | None
    id_number: str = ""
    name: str = ""
    person: Person | None = None
    insurances: tuple[int, ...] = ()
    stop_month: Month | None = None
    details: dict = field(default_factory=dict)


def employee_of(unit: Unit, answers: ReductionAnswers, *, on: date) -> Person:
    """Return the employee meant: picked from the roster, or named by number and name together.

    Raises RuleBroken R001 (the number is not sound), R003 (nobody of this unit has it) or R002 (its name is another).
    """
    if answers.person is not None:
        return answers.person
    try:
        number = resident_id.read(answers.id_number, on=on)
    except RuleBroken as unsound:
        raise RuleBroken("R001", "id_number", cause=unsound) from None
    index = identity_index(number.identity_type, number.number)
    person = Person.objects.filter(identity_index=index, enrolments__unit=unit).first()
    if person is None:
        raise RuleBroken("R003", "id_number")
    if not same_person_name(answers.name, person.name):
        raise RuleBroken("R002", "name")
    return person


def refuse_without_right(actor: User, right: OperatorRight) -> None:
    """Raise R009 when the operator does not hold the right for the unit."""
    if not actor.may_for_unit(right):
        raise RuleBroken("R009", None, right=str(right))


def line_of(unit: Unit, answers: ReductionAnswers, *, on: date) -> LineDraft:
    """Return the line the answers mean, with everything the operator left to the rules filled in.

    Raises RulesBroken when they name nobody or no reason; what else is missing is told with it.
    """
    try:
        person = employee_of(unit, answers, on=on)
        reason = reduction_reason(answers.reason)
        running = running_in(unit, person)
    except RuleBroken as problem:
        raise RulesBroken([problem, *also_missing(answers, problem)]) from problem
    insurances = answers.insurances or tuple(segment.insurance for segment in running)
    if Insurance.MEDICAL in insurances and any(segment.insurance == Insurance.SUPPLEMENT for segment in running):
        insurances = tuple({*insurances, Insurance.SUPPLEMENT})
    first_month = max(Month.of(segment.first_month) for segment in running)
    return LineDraft(
        person=person,
        unit=unit,
        insurances=insurances,
        reason=reason.code,
        stop_month=first_month if reason.effect == Effect.VOID else stop_month(unit, answers, first_month, on),
        ended_on=answers.ended_on,
        settles=open_request(unit, person),
        details=answers.details,
    )


def running_in(unit: Unit, person: Person) -> list[Enrolment]:
    """Return the person's running enrolments with the unit; R004 with what ended when none runs."""
    running = running_segments(person.pk, unit.pk)
    if not running:
        ended = Enrolment.objects.filter(person=person, unit=unit).values_list("insurance", flat=True)
        raise RuleBroken("R004", "id_number", insurances=tuple(Insurance(code) for code in sorted(set(ended))))
    return running


def also_missing(answers: ReductionAnswers, told: RuleBroken) -> list[RuleBroken]:
    """Return what can be said about the answers before it is known whom they mean, besides what is ``told`` already."""
    missing = [] if answers.ended_on else [RuleBroken("R006.missing", "ended_on")]
    try:
        reduction_reason(answers.reason)
    except RuleBroken as no_reason:
        return [*missing, no_reason] if no_reason != told else missing
    return missing


def stop_month(unit: Unit, answers: ReductionAnswers, first_month: Month, on: date) -> Month:
    """Return the chosen stop month, or the one the area's rule proposes.

    While no declarations are taken, the rule proposes none; the month of the day then stands in until R008 is told.
    """
    if answers.stop_month is not None:
        return answers.stop_month
    try:
        allowed = allowed_stop_months(
            unit.registration.area,
            DeclarationWindow.Channel.UNIT,
            declared_on=on,
            first_month=first_month.first_day,
            ahead=reduction_reason(answers.reason).ahead,
        )
    except RuleBroken:
        return Month.of(on) + 1
    return allowed.default


def open_request(unit: Unit, person: Person) -> Declaration | None:
    """Return the employee's own request to stop that no agency has carried out yet: the reduction settles it.

    Also one that went on to the agencies because the unit refused or stayed silent: better late than never.
    """
    requests = UnitRequest.objects.filter(
        unit=unit, declaration__person=person, declaration__parts__state=State.SUBMITTED
    ).exclude(answer=UnitRequest.Answer.CANCELLED)
    found = requests.select_related("declaration").first()
    return found.declaration if found else None


@transaction.atomic
def draft_reduction(
    unit: Unit,
    answers: ReductionAnswers,
    *,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
) -> Declaration:
    """Store one person's reduction as a draft to be checked; ``number`` changes a draft, or one that was sent back.

    Raises RulesBroken with every hard finding, and with the soft ones too unless they were ``acknowledged``.
    """
    refuse_without_right(actor, OperatorRight.PREPARE)
    found = attachments.check(files)
    faulty_files = [RuleBroken("R014", problem.field, cause=problem) for problem in found.problems]
    try:
        line = line_of(unit, answers, on=on)
    except RulesBroken as several:
        raise RulesBroken([*several.problems, *faulty_files]) from several
    declaration = written(unit, line, number, actor=actor, at=at)
    kind = kind_of(declaration)
    soft = kind.warnings(declaration, on=on)
    refuse_if_any([*kind.problems(declaration, on=on), *faulty_files, *([] if acknowledged else soft)])
    remember_acknowledged(declaration, soft)
    attachments.keep(declaration, found.clean, actor=actor, at=at)
    audit.record(actor, "declaration.prepared", declaration, at=at, kind=declaration.kind)
    return declaration


def written(unit: Unit, line: LineDraft, number: str, *, actor: User, at: datetime) -> Declaration:
    """Write the line into a new draft, or into the declaration ``number``."""
    if number:
        return declarations.rewrite(number, [line], actor=actor, at=at)
    area = unit.registration.area
    return declarations.draft(DeclarationKind.REDUCTION, [line], area=area, unit=unit, actor=actor, at=at)


def remember_acknowledged(declaration: Declaration, soft: list[RuleBroken]) -> None:
    """Note on the lines which soft findings the operator has read."""
    for line in declaration.lines.all():
        line.details["acknowledged"] = sorted({problem.code for problem in soft})
        line.save(update_fields=["details"])


def not_acknowledged(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return the soft findings that nobody has read yet: those that came up after the draft was made."""
    read = {code for line in declaration.lines.all() for code in line.details.get("acknowledged", ())}
    return [problem for problem in kind_of(declaration).warnings(declaration, on=on) if problem.code not in read]


def version_of(declaration: Declaration) -> int:
    """Return a number that grows whenever what is declared, or where it stands, changes."""
    return sum(part.version for part in declaration.parts.all())


@transaction.atomic
def submit_reduction(
    number: str, *, actor: User, at: datetime, on: date, seen: int | None = None, acknowledged: bool = False
) -> Declaration:
    """Submit a checked reduction; every person in it is told that the unit declared an end, and why.

    ``seen`` is the version that was on the screen, None when nobody looked. Raises RuleBroken R009 without the right
    and R030 when the declaration was changed since; RulesBroken with every finding, the soft ones only where they came
    up since the draft and were not ``acknowledged``.
    """
    refuse_without_right(actor, OperatorRight.SUBMIT)
    declaration, _parts = declarations.locked(number)
    if seen is not None and seen != version_of(declaration):
        raise RuleBroken("R030")
    soft = not_acknowledged(declaration, on=on)
    if soft and not acknowledged:
        raise RulesBroken([*kind_of(declaration).problems(declaration, on=on), *soft])
    declaration = declarations.submit(number, actor=actor, at=at, on=on)
    for line in declaration.lines.select_related("person"):
        notices.tell_person(
            line.person,
            "reduction_filed_for_you",
            at=at,
            link="/me/insurance/",
            stop_month=f"{line.stop_month:%Y-%m}",
            reason=line.reason,
        )
    return declaration


@transaction.atomic
def withdraw_reduction(number: str, *, actor: User, at: datetime, text: str = "") -> Declaration:
    """Take a reduction back: a draft by whoever may prepare one, what an agency has by who may submit.

    Raises what ``declarations.withdraw`` raises, and R009.
    """
    declaration, parts = declarations.locked(number)
    only_prepared = all(part.state == State.DRAFT for part in parts)
    refuse_without_right(actor, OperatorRight.PREPARE if only_prepared else OperatorRight.SUBMIT)
    return declarations.withdraw(declaration.number, actor=actor, at=at, text=text)
