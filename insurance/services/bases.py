"""缴费工资申报: an operator writes the wages of the year page by page, or takes them from a table; then they are sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, RulesBroken, refuse_if_any
from accounts.rules.roles import OperatorRight
from accounts.services import audit
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.models.enrolments import Enrolment
from insurance.rules.employment import HIGHEST_WAGE_FEN
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.bases import BasesYear, bases_year, open_declaration, written_wages
from insurance.selectors.wages import wages_of
from insurance.services import declarations, reductions
from insurance.services.declarations import LineDraft
from insurance.services.reductions import ReductionAnswers
from insurance.services.unit_declarations import refuse_without_right


@dataclass(frozen=True)
class BasesAnswers:
    """What one row of a table says: who is meant, and the average monthly wage of last year, in fen."""

    id_number: str = ""
    name: str = ""
    wage_fen: int | None = None
    person: Person | None = None


@transaction.atomic
def save_wages(
    unit: Unit,
    wages: Mapping[int, int | None],
    *,
    seen: Mapping[int, int | None],
    actor: User,
    at: datetime,
    on: date,
) -> Declaration:
    """Write the wages of one page, in fen by the person's key, into the unit's draft; None takes one out again.

    Other pages' wages stay. ``seen`` is what the draft held when the page was shown. Raises RuleBroken R009 without the
    right, bases.changed_meanwhile when somebody else has changed one of these wages since, bases.not_open for who is not
    to be declared; RulesBroken with every wage that cannot be (field ``wage_<number>``).
    """
    refuse_without_right(actor, OperatorRight.PREPARE)
    # Not the key: whoever sends the draft at this moment holds it and writes notices that point to the unit.
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    year = bases_year(unit, on=on)
    declaration = draft_of(unit, year, actor=actor, at=at)
    declaration, parts = declarations.locked(declaration.number)
    stored = written_wages(declaration, wages)
    changed = {person: wage for person, wage in wages.items() if wage != stored.get(person)}
    if any(stored.get(person) != seen.get(person) for person in changed):
        raise RuleBroken("bases.changed_meanwhile")
    if changed:
        write_lines(declaration, year, changed)
        for part in parts:
            part.version += 1
            part.save(update_fields=["version"])
        audit.record(actor, "declaration.prepared", declaration, at=at, kind=declaration.kind, people=len(changed))
    return declaration


def draft_of(unit: Unit, year: BasesYear, *, actor: User, at: datetime) -> Declaration:
    """Return the declaration of wages that is being written for the year, a new one where there is none."""
    found = open_declaration(unit)
    if found is not None and found.details.get("year") == str(year.year.begins):
        return found
    return declarations.draft(
        DeclarationKind.BASES,
        [],
        area=unit.registration.area,
        unit=unit,
        actor=actor,
        at=at,
        details={"year": str(year.year.begins)},
    )


def write_lines(declaration: Declaration, year: BasesYear, wages: Mapping[int, int | None]) -> None:
    """Write, change or take out lines; the statements do not grow with the people."""
    refuse_if_any(wage_problems(wages))
    people = Person.objects.in_bulk(wages)
    insurances = insurances_of(declaration.unit, year, wages)
    if any(person not in insurances for person in wages):
        raise RuleBroken("bases.not_open")
    declaration.lines.filter(person__in=wages).delete()
    old = wages_of(declaration.unit, list(wages), Month.of(year.on))
    last = declaration.lines.order_by("-position").values_list("position", flat=True).first() or 0
    drafts = [
        wage_line(declaration.unit, people[person], insurances[person], year, wage, old.get(person))
        for person, wage in wages.items()
        if wage is not None
    ]
    lines = [
        declarations.line_from(draft, declaration, position) for position, draft in enumerate(drafts, start=last + 1)
    ]
    DeclarationLine.objects.bulk_create(lines, batch_size=1000)


def wage_problems(wages: Mapping[int, int | None]) -> list[RuleBroken]:
    """Return what is wrong with typed wages, each beside its field."""
    found = []
    for person, wage in wages.items():
        field = f"wage_P{person:08d}"
        if wage is not None and wage <= 0:
            found.append(RuleBroken("bases.wage_missing", field))
        if wage is not None and wage > HIGHEST_WAGE_FEN:
            found.append(RuleBroken("bases.wage_too_high", field))
    return found


def wage_line(
    unit: Unit, person: Person, insurances: Collection[int], year: BasesYear, wage_fen: int, old_fen: int | None
) -> LineDraft:
    """Return the line that declares one person's wage from the first month of the year."""
    return LineDraft(
        person=person,
        unit=unit,
        insurances=tuple(insurances),
        start_month=year.year.begins,
        details={"wage_fen": wage_fen, "old_fen": old_fen},
    )


def insurances_of(unit: Unit, year: BasesYear, people: Collection[int]) -> dict[int, set[Insurance]]:
    """Return what people are or were insured for through the unit in the year; two statements at most."""
    segments = Enrolment.objects.filter(unit=unit, person__in=people).exclude(stop_month__lte=year.first_day)
    found: dict[int, set[Insurance]] = {}
    for person, code in segments.values_list("person_id", "insurance"):
        found.setdefault(person, set()).add(Insurance(code))
    return found


def lines_of(unit: Unit, several: Sequence[BasesAnswers], *, on: date) -> list[LineDraft | RulesBroken]:
    """Return for each of the answers the line they mean; RulesBroken in the place of one that means nobody.

    The statements do not grow with the answers.
    """
    year = bases_year(unit, on=on)
    meant = reductions.employees_of(unit, [named(answers) for answers in several], on=on)
    people = [person.pk for person in meant if isinstance(person, Person)]
    insurances = insurances_of(unit, year, people)
    old = wages_of(unit, people, Month.of(on))
    return [
        line_or_problems(unit, answers, person, insurances, year, old)
        for answers, person in zip(several, meant, strict=True)
    ]


def named(answers: BasesAnswers) -> ReductionAnswers:
    """Return the answers as the roster is asked for somebody."""
    return ReductionAnswers("", None, id_number=answers.id_number, name=answers.name, person=answers.person)


def line_or_problems(
    unit: Unit, answers: BasesAnswers, person: Person | RuleBroken, insurances: dict, year: BasesYear, old: dict
) -> LineDraft | RulesBroken:
    if isinstance(person, RuleBroken):
        return RulesBroken([person])
    if person.pk not in insurances:
        return RulesBroken([RuleBroken("bases.not_open", "id_number")])
    return wage_line(unit, person, insurances[person.pk], year, answers.wage_fen or 0, old.get(person.pk))
