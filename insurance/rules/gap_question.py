"""What follows from a month that is not paid, asked with typed facts about nobody in particular."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules.errors import RuleBroken
from insurance.rules.arrears import Arrears, arrears, gap_debts
from insurance.rules.benefit_rule import BenefitRule, Payer, RepaymentBase, RuleBook
from insurance.rules.comparison import Compared, compared
from insurance.rules.contribution import Bounds, contribution_base
from insurance.rules.explanation import Source
from insurance.rules.late_fee import LateFeeRule, due_on
from insurance.rules.months import Month
from insurance.rules.prospects import Prospect, prospects
from insurance.rules.restoration import Interruption, Restoration, restored
from insurance.rules.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)
PROSPECTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class GapFacts:
    """What somebody typed.

    ``credited_on`` is None while nothing is paid; where the gap is not ``repaid`` it is the day of the first payment
    after it. ``wage_fen`` is a monthly wage, for areas that repay on the own base.
    """

    first_unpaid: Month
    credited_on: date | None = None
    payer: Payer = Payer.UNIT
    repaid: bool = True
    ordered_on: date | None = None
    wage_fen: int | None = None


@dataclass(frozen=True, slots=True)
class GapPolicy:
    """What one area sets about a gap, as in force on the day of the credit; amounts in fen.

    ``due_rule`` is that of the first unpaid month: it says until when its contributions were in time.
    ``contribution_rate`` is what unit and person together pay of the base for medical insurance.
    """

    book: RuleBook
    calendar: WorkCalendar
    due_rule: LateFeeRule
    late_fee_rule: LateFeeRule
    bounds: Bounds
    average_wage_fen: int
    base_source: Source
    contribution_rate: Decimal


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """What follows.

    ``counted_on`` is the day of the credit that amounts and comparison rest on: the typed one, or the first possible.
    ``in_time``: the money came before its last day, so nothing is interrupted. ``other_way`` is what the same day gives
    were the gap repaid instead of not, or the other way round; ``is_repayable``: whether it can be repaid so late at all.
    ``cost`` is None where nothing is or can be repaid, or where the area asks for a wage that was not typed
    (``wage_is_missing``).
    """

    facts: GapFacts
    due_on: date
    counted_on: date
    in_time: bool
    restoration: Restoration
    prospects: tuple[Prospect, ...]
    other_way: Restoration
    is_repayable: bool
    cost: Arrears | None
    wage_is_missing: bool
    compared: tuple[Compared, ...]


def supposed_credit(facts: GapFacts, due_rule: LateFeeRule, calendar: WorkCalendar, *, on: date) -> date:
    """Return the day of the credit, or where none is typed the first day that is late: today or after the last day."""
    return facts.credited_on or max(on, due_on(facts.first_unpaid, due_rule, calendar) + ONE_DAY)


def gap_answer(
    facts: GapFacts,
    policy: GapPolicy,
    books: Mapping[str, RuleBook],
    *,
    references: Container[str] = (),
    on: date,
) -> GapAnswer:
    """Return what follows from a gap in one area, and under every other rule that is known.

    Raises RuleBroken("calculator.nothing_in_force") for days of which no rule of the area is on record.
    """
    last_day = due_on(facts.first_unpaid, policy.due_rule, policy.calendar)
    counted_on = supposed_credit(facts, policy.due_rule, policy.calendar, on=on)
    counted = _interruption(facts, counted_on, policy)
    given = replace(counted, credited_on=facts.credited_on)
    supposed = _restored(counted, policy.book)
    other_way = _restored(replace(counted, repaid=not facts.repaid), policy.book)
    base_fen = _repayment_base(facts, supposed.restore_rule, policy)
    is_repayable = _is_repayable(counted, supposed if facts.repaid else other_way)
    costs = facts.repaid and is_repayable
    ahead = ()
    if facts.credited_on is None:
        ahead = prospects(given, policy.book, since=counted_on, count=PROSPECTS_SHOWN)
    return GapAnswer(
        facts=facts,
        due_on=last_day,
        counted_on=counted_on,
        in_time=facts.repaid and counted_on <= last_day,
        restoration=_restored(given, policy.book),
        prospects=ahead,
        other_way=other_way,
        is_repayable=is_repayable,
        cost=_cost(counted, base_fen, policy) if costs and base_fen is not None else None,
        wage_is_missing=costs and base_fen is None,
        compared=compared(counted, books, references=references),
    )


def _interruption(facts: GapFacts, credited_on: date, policy: GapPolicy) -> Interruption:
    return Interruption(
        first_unpaid=facts.first_unpaid,
        credited_on=credited_on,
        repaid=facts.repaid,
        payer=facts.payer,
        returns_as=facts.payer,
        due_on=due_on(facts.first_unpaid, policy.due_rule, policy.calendar),
        ordered_on=facts.ordered_on,
        missed_in_year=_most_in_a_year(_lacking(facts, credited_on, policy)),
    )


def _lacking(facts: GapFacts, credited_on: date, policy: GapPolicy) -> list[Month]:
    """Return the months of the gap: those before that of the credit, and where they are repaid only the overdue ones.

    The month of the credit is no month of the gap, even when it is overdue itself.
    """
    months = Month.span(facts.first_unpaid, Month.of(credited_on) - 1)
    if facts.repaid:
        return [month for month in months if due_on(month, policy.due_rule, policy.calendar) < credited_on]
    return list(months)


def _most_in_a_year(months: list[Month]) -> int:
    """Return how many months lie at most in one calendar year."""
    return max(Counter(month.year for month in months).values(), default=0)


def _restored(interruption: Interruption, book: RuleBook) -> Restoration:
    try:
        return restored(interruption, book)
    except LookupError:
        day = interruption.first_unpaid.first_day
        raise RuleBroken("calculator.nothing_in_force", "first_unpaid_month", on=day) from None


def _is_repayable(interruption: Interruption, found: Restoration) -> bool:
    rule, tier = found.restore_rule, found.tier
    if tier is None or not tier.repayable:
        return False
    months = Month.of(interruption.credited_on) - interruption.first_unpaid
    return rule.longest_repayable_months is None or months <= rule.longest_repayable_months


def _repayment_base(facts: GapFacts, rule: BenefitRule, policy: GapPolicy) -> int | None:
    """Return the base of what is repaid, in fen; None where it is the own one and no wage was typed."""
    if rule.repayment_base == RepaymentBase.AVERAGE_WAGE_AT_PAYMENT:
        return policy.average_wage_fen
    if rule.repayment_base == RepaymentBase.LOWER_BOUND:
        return policy.bounds.lower
    return None if facts.wage_fen is None else contribution_base(facts.wage_fen, policy.bounds)


def _cost(interruption: Interruption, base_fen: int, policy: GapPolicy) -> Arrears:
    """Return what has to be credited on the day: every overdue month, and the late fee where a unit is late."""
    months = Month.span(interruption.first_unpaid, Month.of(interruption.credited_on))
    debts = gap_debts(
        [(month, due_on(month, policy.due_rule, policy.calendar)) for month in months],
        base_fen=base_fen,
        contribution_rate=policy.contribution_rate,
        source=policy.base_source,
    )
    late_fee_rule = policy.late_fee_rule if interruption.payer == Payer.UNIT else None
    return arrears(debts, credited_on=interruption.credited_on, late_fee_rule=late_fee_rule)
