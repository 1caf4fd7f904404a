"""灵活就业参保 enrol: somebody in flexible employment joins and pays alone (Social Insurance Law, articles 10 and 23)."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.joining_age import age_problem
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.stops import PAIR
from insurance.selectors.back_payments import retirement_day
from insurance.selectors.closing import declared_on, not_carried_out, other_open_declaration
from insurance.selectors.joining import scheme_of
from insurance.selectors.joining_alone import Joinable, first_months, joinables, tariff_of
from insurance.selectors.undoing import would_overlap
from insurance.services.enrolments import begin_segments, end_resident
from insurance.services.individual_months import month_problems


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids joining on that day; an empty list allows it."""
    line = declaration.lines.get()
    found = age_problems(line)
    choices = joinables(line.person_id)
    begun = [choices[leading(code)] for code in not_carried_out(line) if code != Insurance.SUPPLEMENT]
    for choice in begun:
        found += record_problems(choice)
    if found:
        return found
    if open_one := other_open_declaration(line, {*line.insurances, *resident_beside(line)}):
        return [RuleBroken("enrol.open_declaration", "insurances", number=open_one.number)]
    return [*window_problems(declaration, line, begun, on), *base_problems(declaration, line)]


def leading(insurance: int) -> Insurance:
    """Return the insurance that leads: medical insurance its supplement."""
    return Insurance.MEDICAL if insurance in PAIR else Insurance(insurance)


def resident_beside(line: DeclarationLine) -> set[Insurance]:
    """Return the resident scheme where medical insurance is joined: nobody is in both."""
    return {Insurance.RESIDENT} if Insurance.MEDICAL in line.insurances else set()


def age_problems(line: DeclarationLine) -> list[RuleBroken]:
    """From sixteen until retirement."""
    birth, retires = Month.of(line.person.born_on), Month.of(retirement_day(line.person))
    found = age_problem(birth, Month.of(line.start_month), retires=retires)
    return [found] if found else []


def record_problems(choice: Joinable) -> list[RuleBroken]:
    """Return what of the record forbids to pay an insurance alone: nobody is insured twice, and what ended stays so."""
    about = {"insurances": [choice.insurance]}
    if choice.ended:
        return [RuleBroken("enrol.ended", "insurances", **about)]
    running = choice.running
    if running is None or choice.resident_runs:
        return []
    if running.unit_id:
        return [RuleBroken("enrol.insured_by_unit", "insurances", unit=running.unit_name, **about)]
    return [RuleBroken("enrol.runs", "insurances", since=Month.of(running.first_month), **about)]


def window_problems(
    declaration: Declaration, line: DeclarationLine, begun: Iterable[Joinable], on: date
) -> list[RuleBroken]:
    """Return what is wrong with the first month, by the window of the day it was declared."""
    free = [choice.free_from for choice in begun if choice.free_from]
    day = declared_on(declaration, on)
    return month_problems(
        Month.of(line.start_month),
        "start_month",
        lambda: first_months(declaration.area, free_from=max(free, default=None), declared_on=day),
    )


def base_problems(declaration: Declaration, line: DeclarationLine) -> list[RuleBroken]:
    """The base is one of the levels of the month it begins with."""
    tariff = tariff_of(declaration.area, Month.of(line.start_month))
    if tariff is None:
        return [RuleBroken("enrol.no_bounds", "base")]
    if line.details.get("wage_fen") not in {level.base_fen for level in tariff.levels}:
        return [RuleBroken("enrol.base_not_offered", "base")]
    return []


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Open the enrolments with the chosen base; they are charged from the start month on, and a resident enrolment ends
    with the month before. Who is insured otherwise from then on by now is not insured a second time."""
    line = part.declaration.lines.get()
    insurances = line.insurances_of(part.agency)
    if Insurance.MEDICAL in insurances:
        end_resident(line, part)
    slots = {(line.person_id, (scheme_of(leading(code)), None)): line.start_month for code in insurances}
    if not would_overlap(slots):
        begin_segments(line, part, base_fen=line.details.get("wage_fen"))
