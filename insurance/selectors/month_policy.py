"""What an area charges by in one month, read once for everybody: bounds, rates, and what counts for who was not declared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from insurance.models.policy import PoolingArea
from insurance.rules.contribution import Bounds
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.monthly_charge import MonthlyRate, Tariff, monthly_share
from insurance.rules.months import Month
from insurance.rules.policy_values import exact
from insurance.rules.undeclared import ContributionYear
from insurance.selectors.policy import base_bound_on, rates_on
from insurance.selectors.tariffs import contribution_year

SCALE = 100_000_000
"""Rates have six decimals, floated work-injury rates eight: as whole numbers of this part they are exact in SQL."""

Rates = Mapping[Insurance, MonthlyRate]


@dataclass(frozen=True)
class MonthPolicy:
    """Bounds and rates of an area in a month; ``injury_rates`` by class. A unit's own rate is not in ``rates``."""

    area_id: int
    month: Month
    bounds: Bounds
    year: ContributionYear
    rates: Mapping[EnrolmentKind, Rates]
    injury_rates: Mapping[int, Decimal]

    def tariff_alone(self) -> Tariff:
        """Return what somebody in flexible employment pays by."""
        return Tariff(self.bounds, self.rates[EnrolmentKind.FLEXIBLE])

    def tariff_of_unit(self, injury_rate: Decimal) -> Tariff:
        """Return what a unit with this work-injury rate pays by."""
        injury = {Insurance.INJURY: MonthlyRate(injury_rate, Decimal(0))}
        return Tariff(self.bounds, {**self.rates[EnrolmentKind.EMPLOYEE], **injury})


def month_policy(area: PoolingArea, month: Month) -> MonthPolicy:
    """Return what an area charges by in a month, as it is on its first day; RuleBroken("policy.missing") without bounds."""
    bound = base_bound_on(area, month.first_day)
    rates: dict[EnrolmentKind, dict[Insurance, MonthlyRate]] = {kind: {} for kind in EnrolmentKind}
    injury_rates = {}
    for row in rates_on(area, month.first_day):
        if row.insurance == Insurance.INJURY:
            injury_rates[row.injury_class] = exact(row.unit_rate)
            continue
        rates[EnrolmentKind(row.kind)][Insurance(row.insurance)] = MonthlyRate(
            exact(row.unit_rate), exact(row.own_rate), monthly_share(row.yearly_fen)
        )
    return MonthPolicy(
        area_id=area.pk,
        month=month,
        bounds=Bounds(bound.lower_fen, bound.upper_fen),
        year=contribution_year(bound),
        rates=rates,
        injury_rates=injury_rates,
    )


def as_parameters(policy: MonthPolicy, *, on: date) -> dict:
    """Return a month's policy as the parameters of ``expected_lines``; ``on`` is the day the month was assessed on."""
    year = policy.year
    estimates = policy.month.first_day >= year.begins.first_day and on > year.declare_by
    facts = {
        "area": policy.area_id,
        "day": policy.month.first_day,
        "lower": policy.bounds.lower,
        "upper": policy.bounds.upper,
        "estimated_before": year.begins.first_day if estimates and year.undeclared == "estimate" else None,
    }
    for kind in (EnrolmentKind.EMPLOYEE, EnrolmentKind.FLEXIBLE):
        for code in Insurance:
            rate = policy.rates[kind].get(code)
            facts[f"{kind}_{int(code)}_unit"] = rate and scaled(rate.unit)
            facts[f"{kind}_{int(code)}_own"] = rate and scaled(rate.own)
            facts[f"{kind}_{int(code)}_flat"] = rate and rate.flat_fen
    return facts


def scaled(rate: Decimal) -> int:
    """Return a rate as whole parts of ``SCALE``; a rate that has more decimals is an error."""
    parts = rate * SCALE
    whole = int(parts)
    assert whole == parts, rate
    return whole
