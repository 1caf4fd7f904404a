"""Policy for the calculator: what is in force where, for typed facts that belong to nobody."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.rules.errors import RuleBroken
from insurance.models.policy import LateFee, PolicyDocument, PoolingArea, Rate
from insurance.rules.benefit_rule import BenefitRule, Payer, RuleBook
from insurance.rules.contribution import Bounds, Rates
from insurance.rules.explanation import Source
from insurance.rules.gap_question import GapAnswer, GapFacts, GapPolicy, gap_answer, supposed_credit
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.months import Month
from insurance.rules.policy_values import exact
from insurance.rules.repayment import KIND_OF
from insurance.rules.resident_wait import ResidentWait, ResidentWaitRule, is_in_window, resident_wait
from insurance.rules.unemployment import UnemploymentDuration, UnemploymentRule, unemployment_duration
from insurance.rules.wage_question import Charged, WageAnswer, wage_answer
from insurance.selectors.contribution_history import WRITTEN_ORDER
from insurance.selectors.policy import (
    base_bound_on,
    rates_on,
    resident_wait_rule_on,
    unemployment_rule_on,
    value_of_row,
    work_calendar,
)
from insurance.selectors.policy_rows import source_of_row


@dataclass(frozen=True, slots=True)
class RuleText:
    """The published text behind a rule, in both languages; how sure we are of it, in words; its page under /law/."""

    title_zh: str
    title_en: str
    evidence: str
    law_slug: str


def areas() -> dict[str, PoolingArea]:
    """Return every area by its code, those for comparison too."""
    return {area.code: area for area in PoolingArea.objects.order_by("is_reference", "code")}


def rules_in_force(books: Mapping[str, RuleBook], area: str, *, on: date) -> dict[Payer, BenefitRule]:
    """Return the benefit rule of an area on a day for each way of paying that has one."""
    book = books.get(area, RuleBook(area, ()))
    found = {}
    for payer in Payer:
        try:
            found[payer] = book.on(payer, on)
        except LookupError:
            continue
    return found


def rule_texts(sources: Iterable[Source]) -> dict[str, RuleText]:
    """Return the texts behind sources, by the number of their document."""
    numbers = {source.document for source in sources}
    rows = PolicyDocument.objects.filter(number__in=numbers)
    return {row.number: RuleText(row.title_zh, row.title_en, row.get_evidence_display(), row.law_slug) for row in rows}


# A month that is not paid -----------------------------------------------------------------------------------------


def gap_in(
    area: PoolingArea, facts: GapFacts, books: Mapping[str, RuleBook], references: Container[str], *, on: date
) -> GapAnswer:
    """Return what follows from a gap in an area, and under every rule of ``books``, rather as ``references`` have it.

    Raises RuleBroken("calculator.nothing_in_force") for days of which the area's policy is not on record.
    """
    policy = _gap_policy(area, facts, books, on=on)
    return gap_answer(facts, policy, books, references=references, on=on)


def _gap_policy(area: PoolingArea, facts: GapFacts, books: Mapping[str, RuleBook], *, on: date) -> GapPolicy:
    calendar = work_calendar()
    late_fees = list(LateFee.objects.filter(area=area).select_related("area", "document"))
    due_rule = _late_fee_rule(late_fees, facts.first_unpaid.first_day, "first_unpaid_month")
    credited_on = supposed_credit(facts, due_rule, calendar, on=on)
    bounds = _in_force(base_bound_on, area, credited_on, "credited_on")
    return GapPolicy(
        book=books.get(area.code, RuleBook(area.code, ())),
        calendar=calendar,
        due_rule=due_rule,
        late_fee_rule=_late_fee_rule(late_fees, credited_on, "credited_on"),
        bounds=Bounds(bounds.lower_fen, bounds.upper_fen),
        average_wage_fen=bounds.average_wage_fen,
        base_source=source_of_row(bounds),
        contribution_rate=_medical_rate(area, facts.payer, credited_on),
    )


def _late_fee_rule(rows: Iterable[LateFee], day: date, field: str) -> LateFeeRule:
    for row in rows:
        if row.in_force.lower <= day and (row.in_force.upper is None or day < row.in_force.upper):
            return value_of_row(row)
    raise RuleBroken("calculator.nothing_in_force", field, on=day)


def _medical_rate(area: PoolingArea, payer: Payer, day: date) -> Decimal:
    """Return what unit and person together pay of the base for medical insurance, as a share."""
    for row in rates_on(area, day):
        if (row.insurance, row.kind) == (Insurance.MEDICAL, KIND_OF[payer]):
            return exact(row.unit_rate + row.own_rate)
    raise RuleBroken("calculator.nothing_in_force", "credited_on", on=day)


def _in_force(read: Callable[[PoolingArea, date], Any], area: PoolingArea, day: date, field: str) -> Any:
    """Return what ``read`` finds, or say beside the field that nothing was in force on the day."""
    try:
        return read(area, day)
    except RuleBroken:
        raise RuleBroken("calculator.nothing_in_force", field, on=day) from None


# Residents --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ResidentAnswer:
    """From when a resident who paid on a day is covered; ``last_on`` is the last day that the payment covers."""

    wait: ResidentWait
    in_window: bool
    season: tuple[date, date]
    last_on: date
    rule: ResidentWaitRule


def resident_in(
    area: PoolingArea, *, covered_year: int, paid_on: date, missed_years: int, repaired_years: int
) -> ResidentAnswer:
    """Return from which day a resident is covered who paid for a calendar year.

    Raises RuleBroken("calculator.before_season") for a payment before that year could be paid.
    """
    rule = _in_force(resident_wait_rule_on, area, paid_on, "paid_on")
    season = _season_of(covered_year, rule)
    if paid_on < season[0]:
        raise RuleBroken("calculator.before_season", "paid_on", year=covered_year, opens=season[0])
    in_window = is_in_window(paid_on, covered_year, rule)
    found = resident_wait(
        missed_years=missed_years, repaired_years=repaired_years, in_window=in_window, paid_on=paid_on, rule=rule
    )
    return ResidentAnswer(found, in_window, season, date(covered_year, 12, 31), rule)


def _season_of(covered_year: int, rule: ResidentWaitRule) -> tuple[date, date]:
    """Return the first and the last day of the season in which a year is paid for."""
    first, last = (Month(covered_year - 1, month).day(day) for month, day in (rule.opens, rule.closes))
    return first, last


# A wage -----------------------------------------------------------------------------------------------------------


def wage_in(
    area: PoolingArea, kind: EnrolmentKind, wages_fen: Iterable[int], *, injury_class: int, on: date
) -> tuple[WageAnswer, ...]:
    """Return what is paid in a month on each wage, by the rates in force on a day."""
    bounds = _in_force(base_bound_on, area, on, "area")
    charged = [_charged(row) for row in rates_on(area, on) if _concerns(row, kind, injury_class)]
    if not charged:
        raise RuleBroken("calculator.nothing_in_force", "area", on=on)
    charged.sort(key=lambda one: WRITTEN_ORDER.index(one.insurance))
    given = Bounds(bounds.lower_fen, bounds.upper_fen)
    source = source_of_row(bounds)
    return tuple(wage_answer(wage_fen, given, charged, bounds_source=source) for wage_fen in wages_fen)


def _concerns(row: Rate, kind: EnrolmentKind, injury_class: int) -> bool:
    return row.kind == kind and row.injury_class in (0, injury_class)


def _charged(row: Rate) -> Charged:
    rates = Rates(exact(row.unit_rate), exact(row.own_rate), exact(row.to_account), source_of_row(row))
    return Charged(Insurance(row.insurance), rates, row.yearly_fen)


# Unemployment -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnemploymentAnswer:
    """For how many months benefit is paid, under which scale."""

    duration: UnemploymentDuration
    rule: UnemploymentRule


def unemployment_in(area: PoolingArea, paid_months: int, left_over_months: int, *, on: date) -> UnemploymentAnswer:
    """Return the duration of unemployment benefit by the scale in force on a day."""
    rule = _in_force(unemployment_rule_on, area, on, "area")
    return UnemploymentAnswer(unemployment_duration(paid_months, rule, left_over_months=left_over_months), rule)
