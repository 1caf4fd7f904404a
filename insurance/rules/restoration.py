"""Medical benefits after a month that was not paid: when they stop, and when the money brings them back.

The stop follows the rule in force in the first unpaid month, the return the rule in force on the day of the credit; both
versions stand in the explanation. What counts is the day the money is credited (到账), not the day somebody pressed
"pay". Sources are the rows of policy; the Civil Code, article 201, says how days are counted.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from insurance.rules.benefit_rule import (
    Anchor,
    BenefitRule,
    Continuity,
    DayCount,
    GapUnit,
    Payer,
    RuleBook,
    StopPoint,
    Tier,
)
from insurance.rules.explanation import Citation, Step, formula, step
from insurance.rules.months import Month
from insurance.rules.statutes import CIVIL_CODE

CIVIL_CODE_201 = Citation(CIVIL_CODE, "201")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interruption:
    """Contributions that failed to come: from ``first_unpaid`` on, until everything due was credited on ``credited_on``.

    ``repaid`` is False where the gap was never paid back: ``credited_on`` is then the day of the first payment after
    it. ``payer`` paid before, ``returns_as`` pays now. ``due_on`` is the last day for ``first_unpaid``, None where
    nothing was charged. ``ordered_on`` is the day of the levy order, ``missed_in_year`` the unpaid months of the
    calendar year. ``made_good_on``: the day on which what was not repaid at the return was credited after all.
    """

    first_unpaid: Month
    credited_on: date | None
    repaid: bool = True
    payer: Payer = Payer.UNIT
    returns_as: Payer = Payer.UNIT
    due_on: date | None = None
    ordered_on: date | None = None
    missed_in_year: int = 0
    made_good_on: date | None = None


@dataclass(frozen=True, slots=True)
class Restoration:
    """What an interruption does to medical benefits.

    ``stops_on`` is the first day without them, ``resumes_on`` the first day with them again: None while nothing is
    credited, or where the rule knows no return without repayment. ``gap`` is in the unit of ``gap_unit``, None where it
    cannot be measured yet. ``retroactive_from``: costs from that day on are reimbursed afterwards.
    """

    stops_on: date
    gap: int | None
    gap_unit: GapUnit | None
    tier: Tier | None
    resumes_on: date | None
    retroactive_from: date | None
    continuity: Continuity
    stop_rule: BenefitRule
    restore_rule: BenefitRule | None
    explanation: Step


# Formulas ---------------------------------------------------------------------------------------------------------


@formula("benefit.stop")
def stop_day(*, stop_point: str, unpaid_month: Month, due_on: date | None) -> date:
    """Return the first day without benefits."""
    if stop_point == StopPoint.NEXT_MONTH:
        return (unpaid_month + 1).first_day
    if stop_point == StopPoint.AFTER_DEADLINE and due_on is not None:
        return due_on + ONE_DAY
    return unpaid_month.first_day


@formula("gap.days", CIVIL_CODE_201)
def gap_in_days(*, stops_on: date, credited_on: date, day_count: str) -> int:
    """Return the days from the stop to the credit."""
    days = (credited_on - stops_on).days + (day_count == DayCount.INCLUDE_FIRST)
    return max(days, 0)


@formula("gap.months")
def gap_in_months(*, unpaid_month: Month, credited_on: date) -> int:
    """Return the calendar months from the first unpaid month to that of the credit."""
    return max(Month.of(credited_on) - unpaid_month, 0)


@formula("gap.order_days", CIVIL_CODE_201)
def gap_since_order(*, ordered_on: date, credited_on: date) -> int:
    """Return the days from the levy order to the credit."""
    return max((credited_on - ordered_on).days, 0)


@formula("tier.number")
def tier_number(
    *, gap: int | None, gap_unit: str, limits: tuple, missed_in_year: int, most_missed_in_year: int | None
) -> int:
    """Return which tier holds, counted from 1; ``limits`` are the last ``gap_unit`` of each, None for the last.

    A gap that cannot be measured, or too many unpaid months in one calendar year, lead to the last tier.
    """
    if gap is None or (most_missed_in_year is not None and missed_in_year > most_missed_in_year):
        return len(limits)
    return next(number for number, upto in enumerate(limits, start=1) if upto is None or gap <= upto)


@formula("benefit.return")
def return_day(*, anchor: str, wait_months: int, payment_month_counts: bool, credited_on: date, stops_on: date) -> date:
    """Return the first day with benefits again; never before they stopped."""
    if anchor == Anchor.STOP:
        return stops_on
    if anchor == Anchor.DAY_AFTER_CREDIT:
        return max(credited_on + ONE_DAY, stops_on)
    wait = wait_months + (anchor == Anchor.FROM_PAYMENT_MONTH and not payment_month_counts)
    return max((Month.of(credited_on) + wait).first_day, stops_on)


@formula("benefit.later_return")
def later_return(*, unpaid_returns_on: date, paid_returns_on: date) -> date:
    """Return the later of two days: paying nothing does not bring benefits back sooner than paying."""
    return max(unpaid_returns_on, paid_returns_on)


@formula("benefit.retroactive")
def retroactive_day(*, retroactive: bool, stops_on: date) -> date | None:
    """Return from which day costs are reimbursed afterwards, None where those of the gap never are."""
    return stops_on if retroactive else None


@formula("benefit.continuity")
def continuity_of(*, repaid: bool, continuity: str) -> str:
    """Return what becomes of the continuous months."""
    return continuity


@formula("benefit.restored")
def restored_on(*, returns_on: date | None) -> date | None:
    """Return the day of the return: the answer of the tree."""
    return returns_on


@formula("benefit.no_return")
def no_return(*, credited_on: date | None, repaid: bool) -> None:
    """Return that nothing brings benefits back yet: nothing was credited, or the rule asks for repayment."""


# The rule ---------------------------------------------------------------------------------------------------------


def restoration(interruption: Interruption, *, stop_rule: BenefitRule, restore_rule: BenefitRule | None) -> Restoration:
    """Return what an interruption does; ``restore_rule`` is None while nothing is credited."""
    stopped = step(
        stop_day,
        source=stop_rule.source,
        stop_point=str(stop_rule.stop_point),
        unpaid_month=interruption.first_unpaid,
        due_on=interruption.due_on,
    )
    if interruption.credited_on is None or restore_rule is None:
        return _without_return(interruption, stop_rule, None, stopped, None)
    measured = _measured(interruption, stopped.result, restore_rule)
    if not (restore_rule.tiers if interruption.repaid else restore_rule.unpaid_tiers):
        return _without_return(interruption, stop_rule, restore_rule, stopped, measured)
    return _returned(interruption, stop_rule, restore_rule, stopped, measured)


def restored(interruption: Interruption, book: RuleBook) -> Restoration:
    """Return what an interruption does under the dated rules of an area. LookupError where no rule is in force."""
    credited_on = interruption.credited_on
    return restoration(
        interruption,
        stop_rule=book.on(interruption.payer, interruption.first_unpaid.first_day),
        restore_rule=credited_on and book.on(interruption.returns_as, credited_on),
    )


def _returned(interruption, stop_rule, rule, stopped: Step, measured: Step | None) -> Restoration:
    tiers = rule.tiers if interruption.repaid else rule.unpaid_tiers
    found, returns = _return_by(tiers, interruption, rule, stopped, measured)
    tier = tiers[found.result - 1]
    if not interruption.repaid and rule.unpaid_waits_as_paid:
        _, as_paid = _return_by(rule.tiers, interruption, rule, stopped, measured)
        returns = step(
            later_return,
            returns,
            as_paid,
            source=rule.source,
            unpaid_returns_on=returns.result,
            paid_returns_on=as_paid.result,
        )
    back = step(retroactive_day, source=rule.source, retroactive=tier.retroactive, stops_on=stopped.result)
    kept = step(continuity_of, source=rule.source, repaid=interruption.repaid, continuity=str(tier.continuity))
    steps = [one for one in (stopped, measured, found, returns, back, kept) if one]
    return Restoration(
        stops_on=stopped.result,
        gap=measured and measured.result,
        gap_unit=rule.gap_unit,
        tier=tier,
        resumes_on=returns.result,
        retroactive_from=back.result,
        continuity=tier.continuity,
        stop_rule=stop_rule,
        restore_rule=rule,
        explanation=step(restored_on, *steps, returns_on=returns.result),
    )


def _return_by(tiers, interruption, rule, stopped: Step, measured: Step | None) -> tuple[Step, Step]:
    """Return the steps that find the tier and the day of the return."""
    found = step(
        tier_number,
        source=rule.source,
        gap=measured and measured.result,
        gap_unit=str(rule.gap_unit),
        limits=tuple(tier.upto for tier in tiers),
        missed_in_year=interruption.missed_in_year,
        most_missed_in_year=rule.most_missed_in_year,
    )
    tier = tiers[found.result - 1]
    returns = step(
        return_day,
        source=rule.source,
        anchor=str(tier.anchor),
        wait_months=tier.wait_months,
        payment_month_counts=rule.payment_month_counts,
        credited_on=interruption.credited_on,
        stops_on=stopped.result,
    )
    return found, returns


def _without_return(interruption, stop_rule, rule, stopped: Step, measured: Step | None) -> Restoration:
    nothing = step(
        no_return,
        source=rule and rule.source,
        credited_on=interruption.credited_on,
        repaid=interruption.repaid,
    )
    steps = [one for one in (stopped, measured, nothing) if one]
    return Restoration(
        stops_on=stopped.result,
        gap=measured and measured.result,
        gap_unit=rule and rule.gap_unit,
        tier=None,
        resumes_on=None,
        retroactive_from=None,
        continuity=Continuity.BROKEN,
        stop_rule=stop_rule,
        restore_rule=rule,
        explanation=step(restored_on, *steps, returns_on=None),
    )


def _measured(interruption: Interruption, stops_on: date, rule: BenefitRule) -> Step | None:
    """Return the step that measures the gap; None where the levy order it is measured from was never issued."""
    credited_on = interruption.credited_on
    if rule.gap_unit == GapUnit.DAYS:
        return step(gap_in_days, stops_on=stops_on, credited_on=credited_on, day_count=str(rule.day_count))
    if rule.gap_unit == GapUnit.MONTHS:
        return step(gap_in_months, unpaid_month=interruption.first_unpaid, credited_on=credited_on)
    if interruption.ordered_on is None:
        return None
    return step(gap_since_order, ordered_on=interruption.ordered_on, credited_on=credited_on)
