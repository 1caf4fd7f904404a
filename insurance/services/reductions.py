"""A unit's operator declares that one person leaves: prepared as a draft, checked, submitted, taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accounts.models.parties import Person, Unit, identity_index
from accounts.models.users import User
from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.person_name import same_person_name
from accounts.rules.resident_id import ResidentId
from accounts.rules.roles import OperatorRight
from insurance.models.declarations import Declaration
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import Effect, reduction_reason
from insurance.selectors.staff_record import StaffRecord, people_of_unit
from insurance.services import attachments, unit_declarations
from insurance.services.attachments import Upload
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


def employees_of(unit: Unit, several: Sequence[ReductionAnswers], *, on: date) -> list[Person | RuleBroken]:
    """Return for each of the answers the employee meant: picked from the roster, or named by number and name together.

    In their place RuleBroken R001 (the number is not sound), R003 (nobody of this unit has it) or R002 (its name is
    another). One statement.
    """
    numbers = [None if answers.person else number_of(answers, on=on) for answers in several]
    sound = [number for number in numbers if isinstance(number, ResidentId)]
    found = people_of_unit(unit, [index_of(number) for number in sound])
    return [meant(answers, number, found) for answers, number in zip(several, numbers, strict=True)]


def number_of(answers: ReductionAnswers, *, on: date) -> ResidentId | RuleBroken:
    try:
        return resident_id.read(answers.id_number, on=on)
    except RuleBroken as unsound:
        return RuleBroken("R001", "id_number", cause=unsound)


def index_of(number: ResidentId) -> UUID:
    return identity_index(number.identity_type, number.number)


def meant(answers: ReductionAnswers, number: ResidentId | RuleBroken | None, found: dict) -> Person | RuleBroken:
    if number is None:
        return answers.person
    if isinstance(number, RuleBroken):
        return number
    person = found.get(index_of(number))
    if person is None:
        return RuleBroken("R003", "id_number")
    return person if same_person_name(answers.name, person.name) else RuleBroken("R002", "name")


def lines_of(unit: Unit, several: Sequence[ReductionAnswers], *, on: date) -> list[LineDraft | RulesBroken]:
    """Return for each of the answers the line they mean, with everything the operator left to the rules filled in.

    Where they name nobody or no reason, RulesBroken in its place; what else is missing is told with it. The statements
    do not grow with the answers.
    """
    people = employees_of(unit, several, on=on)
    record = StaffRecord(unit, [person.pk for person in people if isinstance(person, Person)], on)
    return [line_or_problems(record, answers, person) for answers, person in zip(several, people, strict=True)]


def line_of(unit: Unit, answers: ReductionAnswers, *, on: date) -> LineDraft:
    """Return the line one set of answers means, or raise what ``lines_of`` finds."""
    (line,) = lines_of(unit, [answers], on=on)
    if isinstance(line, RulesBroken):
        raise line
    return line


def line_or_problems(
    record: StaffRecord, answers: ReductionAnswers, person: Person | RuleBroken
) -> LineDraft | RulesBroken:
    try:
        if isinstance(person, RuleBroken):
            raise person
        return line_about(record, answers, person)
    except RuleBroken as problem:
        return RulesBroken([problem, *also_missing(answers, problem)])


def line_about(record: StaffRecord, answers: ReductionAnswers, person: Person) -> LineDraft:
    """Return the line about one person; RuleBroken R005 without a reason, R004 with what ended when nothing runs."""
    reason = reduction_reason(answers.reason)
    running = record.running(person.pk)
    if not running:
        raise RuleBroken("R004", "id_number", insurances=record.ended(person.pk))
    insurances = answers.insurances or tuple(segment.insurance for segment in running)
    if Insurance.MEDICAL in insurances and any(segment.insurance == Insurance.SUPPLEMENT for segment in running):
        insurances = tuple({*insurances, Insurance.SUPPLEMENT})
    first_month = max(segment.first_month for segment in running)
    return LineDraft(
        person=person,
        unit=record.unit,
        insurances=insurances,
        reason=reason.code,
        stop_month=Month.of(first_month) if reason.effect == Effect.VOID else stop_month(record, answers, first_month),
        ended_on=answers.ended_on,
        settles=record.open_request(person.pk),
        details=answers.details,
    )


def also_missing(answers: ReductionAnswers, told: RuleBroken) -> list[RuleBroken]:
    """Return what can be said about the answers before it is known whom they mean, besides what is ``told`` already."""
    missing = [] if answers.ended_on else [RuleBroken("R006.missing", "ended_on")]
    try:
        reduction_reason(answers.reason)
    except RuleBroken as no_reason:
        return [*missing, no_reason] if no_reason != told else missing
    return missing


def stop_month(record: StaffRecord, answers: ReductionAnswers, first_month: date) -> Month:
    """Return the chosen stop month, or the one the area's rule proposes.

    While no declarations are taken, the rule proposes none; the month of the day then stands in until R008 is told.
    """
    if answers.stop_month is not None:
        return answers.stop_month
    try:
        allowed = record.months.stop_months(first_month, reduction_reason(answers.reason).ahead)
    except RuleBroken:
        return Month.of(record.on) + 1
    return allowed.proposed(answers.ended_on)


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

    Raises what ``unit_declarations.prepare`` raises.
    """
    unit_declarations.refuse_without_right(actor, OperatorRight.PREPARE)
    files = list(files)
    try:
        line = line_of(unit, answers, on=on)
    except RulesBroken as several:
        faults = unit_declarations.faults_of_files(attachments.check(files))
        raise RulesBroken([*several.problems, *faults]) from several
    return unit_declarations.prepare(
        DeclarationKind.REDUCTION,
        unit,
        [line],
        actor=actor,
        at=at,
        on=on,
        acknowledged=acknowledged,
        number=number,
        files=files,
    )
