"""A unit's operator declares that somebody was taken on: prepared as a draft, checked, submitted, taken back.

Somebody who is not on record yet is put there, as provisional, when the draft is stored; before, they are a person that
is not stored (``pk`` None), which every check takes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from accounts.models.parties import Person, Unit, identity_index
from accounts.models.users import User
from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.person_name import same_person_name
from accounts.rules.resident_id import ResidentId
from accounts.rules.roles import OperatorRight
from accounts.services import parties
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.employment import Employment, contract_problems, day_problems, wage_problems
from insurance.rules.employment_kinds import EmploymentKind, insurances_owed
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.joining import Joining, has_supplement, named_by_others, people_by_number
from insurance.services import attachments, declarations, unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft

LONGEST_NAME = 100

FIRST_TIME = "first_time"
"""Under which name a line's details say whether the person was never insured before."""


@dataclass(frozen=True)
class IncreaseAnswers:
    """What the operator filled in about one person. ``wage_fen`` is the monthly wage; ``contract_to`` None means
    open-ended; ``start_month`` (first month charged) None means by the rule.

    ``person`` is set when the person is known before anything is typed: picked from the roster, or corrected.
    ``household`` is a code of ``Household`` or empty.
    """

    started_on: date | None
    wage_fen: int | None
    id_number: str = ""
    name: str = ""
    person: Person | None = None
    employment_kind: EmploymentKind = EmploymentKind.CONTRACT
    contract_from: date | None = None
    contract_to: date | None = None
    household: str = ""
    phone: str = ""
    post: str = ""
    start_month: Month | None = None
    note: str = ""

    @property
    def terms(self) -> Employment:
        return Employment(self.started_on, self.employment_kind, self.wage_fen, self.contract_from, self.contract_to)

    @property
    def details(self) -> dict:
        """The answers as a line keeps them, in the names of the form; what was left empty is missing."""
        given = {
            "name": " ".join(self.name.split()),
            "started_on": self.started_on and self.started_on.isoformat(),
            "employment_kind": str(self.employment_kind),
            "contract_from": self.contract_from and self.contract_from.isoformat(),
            "contract_to": self.contract_to and self.contract_to.isoformat(),
            "wage_fen": self.wage_fen,
            "household": self.household,
            "post": self.post,
            "note": self.note,
        }
        return {name: value for name, value in given.items() if value not in (None, "")}


def number_of(answers: IncreaseAnswers, *, on: date) -> ResidentId | RuleBroken:
    """Return the identity number as a value; RuleBroken A001 with the cause where it is not sound."""
    try:
        return resident_id.read(answers.id_number, on=on)
    except RuleBroken as unsound:
        return RuleBroken("A001", "id_number", cause=unsound)


def index_of(number: ResidentId) -> UUID:
    return identity_index(number.identity_type, number.number)


def people_meant(several: Sequence[IncreaseAnswers], *, on: date) -> list[Person | RuleBroken]:
    """Return for each of the answers the person they mean: on record, or not stored yet; two statements at most.

    In their place RuleBroken A001 (the number is not sound), A002 (its name on record is another, or the name under which
    another declaration has it) or A019 (a document that tells no birth date, of somebody not on record).
    """
    numbers = [None if answers.person else number_of(answers, on=on) for answers in several]
    found = people_by_number([index_of(number) for number in numbers if isinstance(number, ResidentId)])
    known = [*found.values(), *(answers.person for answers in several if answers.person)]
    settled = named_by_others([person.pk for person in known if person.is_provisional])
    return [
        known_person(answers, settled) if number is None else meant(answers, number, found, settled)
        for answers, number in zip(several, numbers, strict=True)
    ]


def meant(
    answers: IncreaseAnswers, number: ResidentId | RuleBroken, found: dict[UUID, Person], settled: frozenset[int]
) -> Person | RuleBroken:
    """Return whom a number and a name mean. Nobody has checked the name of somebody who is only in drafts: the newest
    one counts."""
    if isinstance(number, RuleBroken):
        return number
    if not answers.name.strip():
        return RuleBroken("A002.missing", "name")
    if len(answers.name) > LONGEST_NAME:
        return RuleBroken("A002", "name")
    person = found.get(index_of(number))
    if person is None:
        return parties.newcomer(number, answers.name) if number.birth_on else RuleBroken("A019", "id_number")
    return under_name(person, answers, settled)


def known_person(answers: IncreaseAnswers, settled: frozenset[int]) -> Person | RuleBroken:
    """Return a person who was known before anything was typed; the name may be corrected while nobody has checked it."""
    return under_name(answers.person, answers, settled) if answers.name.strip() else answers.person


def under_name(person: Person, answers: IncreaseAnswers, settled: frozenset[int]) -> Person | RuleBroken:
    """Return a person on record under the name that was typed, or why it cannot be."""
    if same_person_name(answers.name, person.name):
        return person
    if not person.is_provisional:
        return RuleBroken("A002", "name")
    if person.pk in settled:
        return RuleBroken("A002.declared", "name")
    person.name = " ".join(answers.name.split())
    return person


def lines_of(unit: Unit, several: Sequence[IncreaseAnswers], *, on: date) -> list[LineDraft | RulesBroken]:
    """Return for each of the answers the line they mean, with everything the operator left to the rules filled in.

    Where they name nobody, or leave out on what the rules rest, RulesBroken in its place, with whatever else can be said.
    The statements do not grow with the answers. People who are not on record are not stored by it; storing the lines does.
    """
    area = unit.registration.area
    people = people_meant(several, on=on)
    supplement = has_supplement(area, on)
    stubs = {
        position: LineDraft(
            person=person,
            unit=unit,
            insurances=insurances_owed(answers.employment_kind, with_supplement=supplement),
            details=answers.details,
            sealed={"phone": answers.phone} if answers.phone else {},
        )
        for position, (answers, person) in enumerate(zip(several, people, strict=True))
        if isinstance(person, Person)
    }
    declaration = Declaration(kind=DeclarationKind.INCREASE, unit=unit, area=area)
    lines = [declarations.line_from(draft, declaration, position) for position, draft in stubs.items()]
    record = Joining(declaration, lines, on)
    by_position = {line.position: line for line in lines}
    return [
        filled_in(record, stubs[position], by_position[position], answers)
        if position in stubs
        else RulesBroken([people[position], *also_wrong(record, answers)])
        for position, answers in enumerate(several)
    ]


def filled_in(
    record: Joining, draft: LineDraft, line: DeclarationLine, answers: IncreaseAnswers
) -> LineDraft | RulesBroken:
    """Return a draft with its start month, and whether the person is insured for the first time."""
    if wrong := also_wrong(record, answers):
        return RulesBroken(wrong)
    first_time = not record.insured_before(draft.person.pk)
    start = answers.start_month or start_by_rule(record, line, answers)
    return replace(draft, start_month=start, details={**draft.details, FIRST_TIME: first_time})


def also_wrong(record: Joining, answers: IncreaseAnswers) -> list[RuleBroken]:
    """Return what can be said about the answers whoever they mean, and without which there is no line."""
    terms = answers.terms
    founded_on = record.declaration.unit.founded_on
    return [
        *day_problems(terms, on=record.on, founded_on=founded_on),
        *wage_problems(terms),
        *contract_problems(terms),
    ]


def start_by_rule(record: Joining, line: DeclarationLine, answers: IncreaseAnswers) -> Month:
    """Return the start month the rule gives; while none is allowed, that of the first working day stands in for it."""
    try:
        return record.start_months(line, answers.terms).default
    except RuleBroken:
        return Month.of(answers.started_on)


def line_of(unit: Unit, answers: IncreaseAnswers, *, on: date) -> LineDraft:
    """Return the line one set of answers means, or raise what ``lines_of`` finds."""
    (line,) = lines_of(unit, [answers], on=on)
    if isinstance(line, RulesBroken):
        raise line
    return line


def draft_increase(
    unit: Unit,
    answers: IncreaseAnswers,
    *,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
) -> Declaration:
    """Store one person's increase as a draft to be checked; ``number`` changes a draft, or one that was sent back.

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
        DeclarationKind.INCREASE,
        unit,
        [line],
        actor=actor,
        at=at,
        on=on,
        acknowledged=acknowledged,
        number=number,
        files=files,
    )
