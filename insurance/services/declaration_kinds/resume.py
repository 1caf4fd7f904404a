"""恢复缴费 resume: a person goes on with an insurance they pay alone, after it was stopped."""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.stops import scheme_of
from insurance.selectors.closing import declared_on, other_open_declaration
from insurance.selectors.insurance_picture import segments_of
from insurance.selectors.joining import scheme_of as slot_taken_by
from insurance.selectors.resumable import Resumable, allowed_resume_months, resumable
from insurance.selectors.undoing import would_overlap
from insurance.services.enrolments import begin_segments
from insurance.services.individual_months import month_problems


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids going on with this insurance on that day; an empty list allows it."""
    return [problem for line in declaration.lines.all() for problem in line_problems(declaration, line, on)]


def line_problems(declaration: Declaration, line: DeclarationLine, on: date) -> list[RuleBroken]:
    insurance = leading_insurance(line)
    choice = resumable(insurance, segments_of(line.person_id))
    if choice is None:
        return [RuleBroken("resume.nothing_stopped", "enrolment", insurances=[insurance])]
    if not set(line.insurances) <= set(choice.insurances):
        return [RuleBroken("resume.pair", "enrolment")]
    if choice.ended:
        return [RuleBroken("resume.ended", "enrolment", insurances=[insurance])]
    if choice.insured_by:
        return [insured_already(choice)]
    found = []
    if open_one := other_open_declaration(line, {*line.insurances, *scheme_of(insurance)}):
        found.append(RuleBroken("resume.open_declaration", "enrolment", number=open_one.number))
    return found + window_problems(declaration, line, choice, on)


def leading_insurance(line: DeclarationLine) -> Insurance:
    """Return the insurance a line is about: medical insurance leads its supplement."""
    first = Insurance(min(line.insurances))
    return Insurance.MEDICAL if first == Insurance.SUPPLEMENT else first


def insured_already(choice: Resumable) -> RuleBroken:
    """Return that something else of the scheme runs: nobody is insured twice."""
    running = choice.insured_by
    since = Month.of(running.first_month)
    if running.unit_id:
        return RuleBroken("resume.insured_by_unit", "enrolment", unit=running.unit_name, since=since)
    return RuleBroken("resume.insured_otherwise", "enrolment", insurance=running.insurance, since=since)


def window_problems(declaration: Declaration, line: DeclarationLine, choice: Resumable, on: date) -> list[RuleBroken]:
    """Return what is wrong with the first month, by the window of the day it was declared."""
    day = declared_on(declaration, on)
    return month_problems(
        Month.of(line.start_month),
        "resume_month",
        lambda: allowed_resume_months(declaration.area, choice, declared_on=day),
    )


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Open the enrolments; they are charged from the start month on. Who is insured by an employer from then on by now is
    not insured a second time: nothing is opened for them."""
    for line in part.declaration.lines.all():
        if not taken_meanwhile(line):
            begin_segments(line, part)


def taken_meanwhile(line: DeclarationLine) -> bool:
    """Return whether something else of the scheme is insured from the start month on; medical insurance leads its
    supplement."""
    slot = (slot_taken_by(leading_insurance(line)), None)
    return bool(would_overlap({(line.person_id, slot): line.start_month}))
