"""What somebody in flexible employment pays by in a month: bounds, rates, and the levels of the base to choose from."""

from dataclasses import dataclass

from insurance.models.policy import BaseBound, PoolingArea
from insurance.rules.base_levels import BaseLevel, base_levels
from insurance.rules.contribution import Bounds
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.monthly_charge import MonthlyRate, Tariff, monthly_share
from insurance.rules.months import Month
from insurance.rules.policy_values import exact
from insurance.selectors.policy import base_bound_on, rates_on


@dataclass(frozen=True)
class FlexibleTariff:
    """The tariff of who pays alone in one month, and the row of its bounds."""

    tariff: Tariff
    bound: BaseBound

    @property
    def levels(self) -> tuple[BaseLevel, ...]:
        return base_levels(self.bound.average_wage_fen, self.tariff.bounds)

    @property
    def has_supplement(self) -> bool:
        """Whether the supplement goes with medical insurance."""
        return Insurance.SUPPLEMENT in self.tariff.rates


def flexible_tariff(area: PoolingArea, month: Month) -> FlexibleTariff:
    """Return what who pays alone is charged by in a month; two statements.

    Bounds and rates count for a month as they are on its first day. RuleBroken("policy.missing") when no bounds are in
    force.
    """
    day = month.first_day
    bound = base_bound_on(area, day)
    rates = {
        Insurance(rate.insurance): MonthlyRate(
            exact(rate.unit_rate), exact(rate.own_rate), monthly_share(rate.yearly_fen)
        )
        for rate in rates_on(area, day)
        if rate.kind == EnrolmentKind.FLEXIBLE
    }
    return FlexibleTariff(Tariff(Bounds(bound.lower_fen, bound.upper_fen), rates), bound)
