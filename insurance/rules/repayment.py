"""What paying back a gap in medical insurance costs under an area's policy, on the day the money would be credited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.arrears import Arrears, arrears, gap_debts
from insurance.rules.benefit_rule import BenefitRule, Payer, RepaymentBase
from insurance.rules.explanation import Source
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption

KIND_OF = {Payer.UNIT: EnrolmentKind.EMPLOYEE, Payer.FLEXIBLE: EnrolmentKind.FLEXIBLE}


@dataclass(frozen=True, slots=True)
class Base:
    """The monthly base of a repayment, in fen, and the row it comes from (None for somebody's own base)."""

    base_fen: int
    source: Source | None


def repayment(
    policy: AreaPolicy,
    interruption: Interruption,
    *,
    through: Month,
    credited_on: date,
    own_base_fen: int | None = None,
) -> Arrears:
    """Return what has to be credited on a day for the months from the first unpaid one ``through`` another.

    Only what is overdue on that day counts. A late fee falls on a unit in default alone, never on a gap between two
    employments (Social Insurance Law, article 86). LookupError where the area has no policy for the day.
    """
    rule = policy.book.on(interruption.payer, credited_on)
    base = repayment_base(policy, rule, credited_on, own_base_fen)
    rate = policy.rate_on(Insurance.MEDICAL, KIND_OF[interruption.payer], credited_on)
    in_default = interruption.payer == Payer.UNIT and interruption.due_on is not None and rule.late_fee_required
    return arrears(
        gap_debts(
            due_days(policy, Month.span(interruption.first_unpaid, through)),
            base_fen=base.base_fen,
            contribution_rate=rate.together,
            source=base.source or rate.source,
        ),
        credited_on=credited_on,
        late_fee_rule=policy.late_fee_on(credited_on) if in_default else None,
    )


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
