"""人员增加 personnel increase: a unit declares that it has taken people on.

The codes A001 to A024 are the validation catalogue of increases (docs/increase-checks.md); hard ones are ``problems``,
soft ones ``warnings``. Whether somebody is insured for the first time or goes on is found in the record, never asked.
"""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models.parties import LifeStatus
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import same_person_name
from accounts.services import notices, parties
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.business_day import business_day
from insurance.rules.employment import (
    TICK,
    Employment,
    age_problems,
    contract_problems,
    day_problems,
    late,
    late_contract,
    near_retirement,
    wage_problems,
)
from insurance.rules.findings import Findings
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.start_months import chosen_start_month
from insurance.rules.unit_standing import may_declare
from insurance.selectors.joining import Joining, exclusive
from insurance.selectors.unit_declarations import lines_of
from insurance.services import releases
from insurance.services.employments import begin_employments, begun_for, end_elsewhere, void_employments


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return every hard finding; an empty list allows the increase."""
    record = Joining(declaration, lines_of(declaration), on)
    return [*unit_problems(declaration), *(one for line in record.lines for one in line_problems(record, line))]


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return the soft findings, which the operator reads and ticks."""
    record = Joining(declaration, lines_of(declaration), on)
    return [one for line in record.lines for one in line_warnings(record, line)]


def findings(
    declaration: Declaration, lines: Sequence[DeclarationLine], *, on: date, in_batch: bool = False
) -> list[Findings]:
    """Return what stands against each line, in the same order; neither the lines nor the declaration need be stored, and
    the people in them need not be on record yet.

    ``in_batch``: somebody insured through another unit is refused (A022.singly), for only the form for one person can
    ask that unit to release them.
    """
    record = Joining(declaration, lines, on)
    return [
        Findings(
            (*line_problems(record, line), *(release_problems(record, line) if in_batch else ())),
            tuple(line_warnings(record, line)),
        )
        for line in lines
    ]


def unit_problems(declaration: Declaration) -> list[RuleBroken]:
    """R010, as of reductions: a unit that is not insured declares nothing."""
    return may_declare(declaration.unit.registration.status, declaration.unit.closed_on)


def unit_warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Nothing about the unit as a whole has to be read: arrears do not keep it from insuring people."""
    return []


def line_problems(record: Joining, line: DeclarationLine) -> list[RuleBroken]:
    """Return the hard findings about one person."""
    terms = Employment.of(line.details)
    found = person_problems(record, line)
    found += open_declaration_problems(record, line)
    days = day_problems(terms, on=record.declared_on, founded_on=record.declaration.unit.founded_on)
    found += days
    found += wage_problems(terms)
    found += contract_problems(terms)
    if not days:
        person = line.person
        found += age_problems(person.born_on, person.sex, starts_on=terms.started_on)
        found += month_problems(record, line, terms)
    return found


def person_problems(record: Joining, line: DeclarationLine) -> list[RuleBroken]:
    """A002, A003, A017 and A018: of this name, alive, not retired for good, not insured through this unit already.

    The name of somebody who is only in drafts may have been changed by another draft meanwhile.
    """
    declared = line.details.get("name")
    if declared and not same_person_name(declared, line.person.name):
        return [RuleBroken("A002.declared", "name")]
    if line.person.life_status == LifeStatus.DEAD:
        return [RuleBroken("A017", "id_number")]
    if exclusive(line.insurances) and record.has_retired(line.person_id):
        return [RuleBroken("A018", "id_number")]
    if here := record.already_here(line):
        return [RuleBroken("A003", "id_number", insurances=here)]
    return []


def open_declaration_problems(record: Joining, line: DeclarationLine) -> list[RuleBroken]:
    """A004: the unit's own declaration about the person is not finished, or another unit is taking the person on."""
    wanted, slots = set(line.insurances), exclusive(line.insurances)
    for other in record.open_lines(line):
        if other.unit_id == line.unit_id and wanted & set(other.insurances):
            return [RuleBroken("A004", "id_number", number=other.number)]
        if other.kind == DeclarationKind.INCREASE and slots & exclusive(other.insurances):
            return [RuleBroken("A004.elsewhere", "id_number")]
    return []


def month_problems(record: Joining, line: DeclarationLine, terms: Employment) -> list[RuleBroken]:
    """A015, A016 and A020: the window, how far back, the months allowed.

    Once submitted, a month whose books close meanwhile is no fault of the unit's: acceptance moves the start.
    """
    try:
        allowed = record.start_months(line, terms)
        start = Month.of(line.start_month)
        if record.declaration.submitted_at is None or start > allowed.latest:
            chosen_start_month(allowed, start)
    except RuleBroken as refused:
        return [as_catalogued(refused)]
    return []


def as_catalogued(problem: RuleBroken) -> RuleBroken:
    """Return a problem of the window, which increases and reductions share, under the code of increases."""
    return RuleBroken("A020", None, **problem.facts) if problem.code == "R008" else problem


def release_problems(record: Joining, line: DeclarationLine) -> list[RuleBroken]:
    """A022.singly: in a file nobody can be asked."""
    return [RuleBroken("A022.singly", "id_number")] if record.holders(line) else []


def line_warnings(record: Joining, line: DeclarationLine) -> list[RuleBroken]:
    """A007, A014 and A021 to A024 about one person."""
    terms = Employment.of(line.details)
    found = late_contract(terms) + late(terms, record.declared_on, record.months.calendar)
    if terms.started_on and exclusive(line.insurances):
        person = line.person
        if not age_problems(person.born_on, person.sex, starts_on=terms.started_on):
            found += near_retirement(person.born_on, person.sex, starts_on=terms.started_on)
    return found + conflict_warnings(record, line)


def conflict_warnings(record: Joining, line: DeclarationLine) -> list[RuleBroken]:
    """A022 to A024: insured through another unit, otherwise, or about to change; nothing of the other side is told."""
    found = []
    holders = record.holders(line)
    if holders:
        found.append(RuleBroken("A022" if may_be_asked(holders) else "A022.agency", TICK))
    alone = {Insurance(segment.insurance) for segment in record.in_the_way(line) if segment.unit_id is None}
    if alone:
        found.append(RuleBroken("A023", TICK, start_month=Month.of(line.start_month), insurances=sorted(alone)))
    if record.leaving(line):
        found.append(RuleBroken("A024.leaving", TICK, start_month=Month.of(line.start_month)))
    kinds = {other.kind for other in record.open_lines(line) if other.unit_id is None}
    if DeclarationKind.RESUME in kinds:
        found.append(RuleBroken("A024.resume", TICK))
    if DeclarationKind.STOP in kinds:
        found.append(RuleBroken("A024.stop", TICK))
    return found


def may_be_asked(holders: list) -> bool:
    """Return whether the unit through which somebody is insured can be asked: there is one, and it still exists."""
    return len(holders) == 1 and holders[0].closed_on is None


def unit_to_ask(declaration: Declaration, *, on: date):
    """Return the unit that has to release the one person of a declaration, None where nobody is asked (any more)."""
    lines = lines_of(declaration)
    if len(lines) != 1 or hasattr(declaration, "unit_request"):
        return None
    holders = Joining(declaration, lines, on).holders(lines[0])
    return holders[0] if holders and may_be_asked(holders) else None


def waits_for_unit(declaration: Declaration, *, on: date) -> bool:
    """Return whether another unit is asked first to release the person."""
    return unit_to_ask(declaration, on=on) is not None


def submitted(declaration: Declaration, *, at: datetime) -> None:
    """Tell everybody in it, and ask the unit that has to release somebody."""
    told = [(line.person, {"start_on": line.start_month.isoformat()}) for line in lines_of(declaration)]
    notices.tell_people(told, "increase_filed_for_you", at=at, link="/me/insurance/")
    if any(part.with_unit for part in declaration.parts.all()):
        releases.ask(declaration, unit_to_ask(declaration, on=business_day(at)), at=at)


def accepted(part: DeclarationPart, *, at: datetime) -> None:
    """Move starts that closed books or another unit's end have overtaken since the declaration."""
    releases.move_overtaken_starts(part, at=at)
    part.effective_on = max(part.effective_on, min(line.start_month for line in lines_of(part.declaration)))
    part.save(update_fields=["effective_on"])


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """End what runs elsewhere, open the enrolments, confirm who was only named so far; everybody concerned is told.

    Months may have passed since it was accepted, as while a withdrawal was thought over: starts move once more.
    """
    releases.move_overtaken_starts(part, at=at)
    lines = lines_of(part.declaration)
    ended = end_elsewhere(lines, part)
    begin_employments(lines, part)
    parties.confirm([line.person_id for line in lines])
    releases.tell_of_effect(part, lines, ended, at=at)


def undo_problems(part: DeclarationPart, lines: list[DeclarationLine], *, on: date) -> list[RuleBroken]:
    """Return that what began has ended meanwhile: that end would have to be taken back first."""
    ended = begun_for(lines, part).exclude(stop_month=None).select_related("person")
    names = sorted({segment.person.name for segment in ended})
    return [RuleBroken("undo.increase_ended", "people", people=names[:3])] if names else []


def take_back(part: DeclarationPart, lines: list[DeclarationLine], *, at: datetime) -> None:
    """Nobody was ever enrolled by these lines; what they ended elsewhere runs on, where it still can."""
    void_employments(lines, part, at=at)
