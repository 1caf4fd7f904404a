"""What insuring somebody will mean, before it is declared: from which month, covered from when, what it costs a month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models.parties import Unit
from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.contribution import Bounds, Rates
from insurance.rules.employment import Employment
from insurance.rules.explanation import Step, step
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.limits import Limit, calendar_limit
from insurance.rules.notification import REGISTERED_WITHIN_DAYS
from insurance.rules.policy_values import exact
from insurance.rules.start_months import StartMonths, injury_covered_from
from insurance.rules.wage_question import Charged, WageAnswer, wage_answer
from insurance.selectors.contribution_history import WRITTEN_ORDER
from insurance.selectors.joining import Joining
from insurance.selectors.policy import base_bound_on, injury_rate_of, rates_on
from insurance.selectors.policy_rows import source_of_row


@dataclass(frozen=True)
class EmploymentOutlook:
    """What follows from one person's increase. ``start`` is None while no declarations are taken, ``cost`` while no
    bounds are in force or no wage is known."""

    terms: Employment
    registered_by: Limit
    cover: Step | None
    start: StartMonths | None
    cost: WageAnswer | None


def employment_outlook(declaration: Declaration, line: DeclarationLine, *, on: date) -> EmploymentOutlook:
    """Return what follows from a line, which need not be stored; its first working day has to be known."""
    terms = Employment.of(line.details)
    record = Joining(declaration, [line], on)
    try:
        start = record.start_months(line, terms)
    except RuleBroken:
        start = None
    cover = None
    if Insurance.INJURY in line.insurances:
        cover = step(injury_covered_from, started_on=terms.started_on, declared_on=record.declared_on)
    limit = calendar_limit(terms.started_on, REGISTERED_WITHIN_DAYS, record.months.calendar)
    return EmploymentOutlook(terms, limit, cover, start, cost_of(declaration.unit, line, terms))


def cost_of(unit: Unit, line: DeclarationLine, terms: Employment) -> WageAnswer | None:
    """Return what unit and person pay a month from the start month on; None where that is not known."""
    if not terms.wage_fen:
        return None
    area, day = unit.registration.area, line.start_month
    try:
        bound = base_bound_on(area, day)
        injury = injury_rate_of(unit, day) if Insurance.INJURY in line.insurances else None
    except RuleBroken:
        return None
    charged = [
        Charged(
            Insurance(row.insurance),
            Rates(exact(row.unit_rate), exact(row.own_rate), exact(row.to_account), source_of_row(row)),
            row.yearly_fen,
        )
        for row in rates_on(area, day)
        if row.kind == EnrolmentKind.EMPLOYEE and row.insurance in set(line.insurances) - {Insurance.INJURY}
    ]
    if injury:
        charged.append(Charged(Insurance.INJURY, Rates(injury.rate, Decimal(0))))
    charged.sort(key=lambda one: WRITTEN_ORDER.index(one.insurance))
    bounds = Bounds(bound.lower_fen, bound.upper_fen)
    return wage_answer(terms.wage_fen, bounds, charged, bounds_source=source_of_row(bound))
