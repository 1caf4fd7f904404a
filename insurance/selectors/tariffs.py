"""What a unit pays by in one month: the bounds and rates in force, its own work-injury rate among them."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models.parties import Unit
from insurance.models.policy import BaseBound
from insurance.rules.contribution import Bounds
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.monthly_charge import MonthlyRate, Tariff, monthly_share
from insurance.rules.months import Month
from insurance.rules.policy_values import exact
from insurance.rules.undeclared import ContributionYear, Undeclared
from insurance.selectors.policy import base_bound_on, injury_rate_of, rates_on


@dataclass(frozen=True)
class UnitTariff:
    """A unit's tariff of a month, the row of its bounds, and the contribution year for which they hold."""

    tariff: Tariff
    bound: BaseBound
    year: ContributionYear


def contribution_year(bound: BaseBound) -> ContributionYear:
    """Return the contribution year of bounds: they are published for it, so it is the span in which they hold."""
    until = bound.in_force.upper
    return ContributionYear(
        begins=Month.of(bound.in_force.lower),
        until=Month.of(until) if until else None,
        months_to_declare=bound.months_to_declare,
        undeclared=Undeclared(bound.undeclared),
    )


def unit_tariff(unit: Unit, month: Month) -> UnitTariff:
    """Return what a unit pays by in a month; RuleBroken("policy.missing") when no bounds are in force. Four statements.

    Bounds and rates count for a month as they are on its first day.
    """
    day = month.first_day
    bound = base_bound_on(unit.registration.area, day)
    rates = {
        Insurance(rate.insurance): MonthlyRate(
            exact(rate.unit_rate), exact(rate.own_rate), monthly_share(rate.yearly_fen)
        )
        for rate in rates_on(unit.registration.area, day)
        if rate.kind == EnrolmentKind.EMPLOYEE and rate.insurance != Insurance.INJURY
    }
    rates[Insurance.INJURY] = MonthlyRate(injury_rate_of(unit, day).rate, Decimal(0))
    return UnitTariff(Tariff(Bounds(bound.lower_fen, bound.upper_fen), rates), bound, contribution_year(bound))
