"""依职权核定 unregistered: the agency registers and charges a worker whom the unit never declared.

A unit registers its workers within 30 days of their first working day; otherwise the agency assesses what it owes. Where
nobody knows the wage, the average wage of the area counts. Source: Social Insurance Law of the PRC, articles 58, 62 and 84;
社会保险费申报缴纳管理规定 (Order 20), article 8.
"""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.services import notices, parties
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.employment import Employment, age_problems, day_problems, wage_problems
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.unit_standing import may_declare
from insurance.rules.workflow import State
from insurance.selectors.closing import not_carried_out, other_open_declaration
from insurance.selectors.joining import scheme_of
from insurance.selectors.policy import base_bound_on
from insurance.selectors.undoing import would_overlap
from insurance.selectors.unit_declarations import lines_of
from insurance.services import declarations, reassessing
from insurance.services.employments import begin_employments


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids to register and charge these people; an empty list allows it."""
    unit = declaration.unit
    found = may_declare(unit.registration.status, unit.closed_on)
    return [*found, *(one for line in lines_of(declaration) for one in line_problems(declaration, line, on=on))]


def line_problems(declaration: Declaration, line: DeclarationLine, *, on: date) -> list[RuleBroken]:
    """Return what stands against one worker."""
    terms = Employment.of(line.details)
    found = day_problems(terms, on=on, founded_on=declaration.unit.founded_on) + wage_problems(terms)
    if found:
        return found
    if terms.started_on > on:
        return [RuleBroken("unregistered.starts_later", "started_on")]
    found += age_problems(line.person.born_on, line.person.sex, starts_on=terms.started_on)
    return [*found, *policy_problems(line), *record_problems(line)]


def policy_problems(line: DeclarationLine) -> list[RuleBroken]:
    """Return that nobody knows any more what was charged in the first month."""
    try:
        base_bound_on(line.unit.registration.area, line.start_month)
    except RuleBroken:
        return [RuleBroken("unregistered.before_rules", "started_on", month=Month.of(line.start_month))]
    return []


def record_problems(line: DeclarationLine) -> list[RuleBroken]:
    """Return that another case is open, or that the person is insured in these months: nobody is insured twice."""
    if other := other_open_declaration(line):
        return [RuleBroken("unregistered.under_way", "id_number", number=other.number)]
    slots = {slot(line, code): line.start_month for code in not_carried_out(line)}
    overlapping = would_overlap({(line.person_id, place): month for place, month in slots.items()})
    if any(one.unit_id == line.unit_id for one in overlapping):
        return [RuleBroken("unregistered.insured_here", "id_number")]
    if overlapping:
        since = Month.of(overlapping[0].first_month)
        return [RuleBroken("unregistered.insured_elsewhere", "id_number", since=since)]
    return []


def slot(line: DeclarationLine, code: Insurance) -> tuple[int, int | None]:
    """Return what an enrolment of the line would take up; work injury that of its unit."""
    return scheme_of(code), line.unit_id if code == Insurance.INJURY else None


def effective_on(part: DeclarationPart, *, on: date) -> date:
    """What should have been declared long ago counts at once."""
    return on


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Enrol the workers from their first month on, charge what is assessed already, tell unit and workers."""
    lines = lines_of(part.declaration)
    begin_employments(lines, part)
    parties.confirm([line.person_id for line in lines])
    declaration = part.declaration
    since = min(Month.of(line.start_month) for line in lines)
    people = [line.person_id for line in lines]
    reassessing.charge_since_first_day(
        declaration.area, declaration.unit_id, people, since, at=at, on=part.effective_on
    )
    if not is_told(part):
        tell(declaration, lines, since, at=at)


def is_told(part: DeclarationPart) -> bool:
    """Return whether another agency's part took effect before, and told everybody."""
    return part.declaration.parts.filter(state=State.EFFECTIVE).exclude(pk=part.pk).exists()


def tell(declaration: Declaration, lines: list[DeclarationLine], since: Month, *, at: datetime) -> None:
    """Tell the unit what it owes and why, and the workers that they are insured; with the remedies."""
    link = declarations.applicant_link(declaration)
    facts = {"number": declaration.number, "month": str(since)}
    notices.tell_unit(declaration.unit, "unregistered_found", at=at, link=link, **facts)
    told = [(line.person, {"number": declaration.number, "month": f"{line.start_month:%Y-%m}"}) for line in lines]
    notices.tell_people(told, "registered_for_you", at=at, link="/me/insurance/")
