"""停保 stop insurance: a person leaves one of their own insurances, or asks to leave an employment's."""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.policy import DeclarationWindow
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import CITIZEN_REASONS
from insurance.selectors.closing import allowed_stop_months, declared_on, not_running, other_open_declaration
from insurance.services.enrolments import close_segments
from insurance.services.individual_months import month_problems


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids this stop on that day; an empty list allows it."""
    return [problem for line in declaration.lines.all() for problem in line_problems(declaration, line, on)]


def line_problems(declaration: Declaration, line: DeclarationLine, on: date) -> list[RuleBroken]:
    if ended := not_running(line):
        return [RuleBroken("stop.nothing_runs", "enrolment", insurances=ended)]
    found = []
    if open_one := other_open_declaration(line):
        found.append(RuleBroken("stop.open_declaration", "enrolment", number=open_one.number))
    if splits_pair(line):
        found.append(RuleBroken("stop.pair", "enrolment"))
    if line.reason not in CITIZEN_REASONS[kind_of_enrolment(line)]:
        found.append(RuleBroken("stop.reason_does_not_fit", "reason"))
    return found + window_problems(declaration, line, on)


def kind_of_enrolment(line: DeclarationLine) -> EnrolmentKind:
    """Return by which right the line's insurances run."""
    if line.unit_id:
        return EnrolmentKind.EMPLOYEE
    return EnrolmentKind.RESIDENT if Insurance.RESIDENT in line.insurances else EnrolmentKind.FLEXIBLE


def splits_pair(line: DeclarationLine) -> bool:
    """Return whether the supplement would run on without medical insurance."""
    enrolled = line.person.enrolments.filter(unit=line.unit_id, stop_month=None)
    pair = {Insurance.MEDICAL, Insurance.SUPPLEMENT} & set(enrolled.values_list("insurance", flat=True))
    return len(pair & set(line.insurances)) not in (0, len(pair))


def window_problems(declaration: Declaration, line: DeclarationLine, on: date) -> list[RuleBroken]:
    """Return what is wrong with the stop month, by the window of the day the stop was declared."""
    channel, day = DeclarationWindow.Channel.INDIVIDUAL, declared_on(declaration, on)
    return month_problems(
        Month.of(line.stop_month), "stop_month", lambda: allowed_stop_months(declaration.area, channel, declared_on=day)
    )


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Close the enrolments; their last month charged is the one before the stop month."""
    close_segments(part.declaration.lines.all(), part)
