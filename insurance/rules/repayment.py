"""On what a gap in medical insurance is paid back under an area's policy: which base, by which day each month was due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefit_rule import BenefitRule, Payer, RepaymentBase
from insurance.rules.explanation import Source
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.months import Month

KIND_OF = {Payer.UNIT: EnrolmentKind.EMPLOYEE, Payer.FLEXIBLE: EnrolmentKind.FLEXIBLE}


@dataclass(frozen=True, slots=True)
class Base:
    """The monthly base of a repayment, in fen, and the row it comes from (None for somebody's own base)."""

    base_fen: int
    source: Source | None


def due_days(policy: AreaPolicy, months: Iterable[Month]) -> list[tuple[Month, date]]:
    """Return months with the last day on which each was to be paid."""
    return [(month, policy.due_on(month)) for month in months]


def repayment_base(policy: AreaPolicy, rule: BenefitRule, credited_on: date, own_base_fen: int | None) -> Base:
    """Return the base that the area's rule names; somebody without an own base pays on the average wage."""
    if rule.repayment_base == RepaymentBase.LOWER_BOUND:
        lower = policy.lower_bound_on(credited_on)
        return Base(lower.lower_fen, lower.source)
    if rule.repayment_base == RepaymentBase.OWN_BASE and own_base_fen:
        return Base(own_base_fen, None)
    wage = policy.average_wage_on(credited_on)
    return Base(wage.average_wage_fen, wage.source)
