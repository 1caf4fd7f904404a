"""What the rules answer to one row of worked examples, by kind of example.

The example area stands beside every real one: contributions are due on the 25th, limits do not move, unit and person
together pay a tenth of the average wage known when the money comes, and only units pay late fees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from insurance.rules.arrears import Arrears, arrears, gap_debts
from insurance.rules.benefit_rule import BenefitRule, DayCount, Family, GapUnit, Payer
from insurance.rules.contribution import Bounds, Rates, contribution_explained
from insurance.rules.example_cells import Cells, Unreadable
from insurance.rules.explanation import Source, Step
from insurance.rules.late_fee import Convention, LateFeeRule, due_on, late_fee
from insurance.rules.limits import calendar_limit, working_limit
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.rules.resident_wait import ResidentWaitRule, WaitAnchor, resident_wait
from insurance.rules.restoration import Interruption, Restoration, restoration
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW
from insurance.rules.workdays import WorkCalendar

EXAMPLE_AREA = "example"
CONTRIBUTION_RATE = Decimal("0.10")
AVERAGE_WAGES_FEN = {2024: 720_000, 2025: 740_000, 2026: 760_000}
"""Monthly average wage in force in a year; a later year has the last one known."""

LATE_FEES = {
    convention: LateFeeRule(
        convention,
        daily_rate=Decimal("0.0005"),
        capped=True,
        due_day=25,
        roll=False,
        source=Source(
            table="late_fees",
            area=EXAMPLE_AREA,
            key=convention,
            first=date(2011, 7, 1),
            document=SOCIAL_INSURANCE_LAW,
            article="86",
            evidence="law",
            page="social-insurance-law",
        ),
    )
    for convention in Convention
}
WITHOUT_AMOUNTS = frozenset({Family.ZJF})
GAP_WORDS = {GapUnit.DAYS: "d", GapUnit.MONTHS: "m", GapUnit.ORDER_DAYS: "d after order"}


@dataclass(frozen=True, slots=True)
class ExamplePolicy:
    """What the examples are answered with: the rule of each family and payer, residents' waits, the calendar."""

    rules: Mapping[tuple[Family, Payer], BenefitRule]
    resident_wait: ResidentWaitRule
    calendar: WorkCalendar
    late_fees: Mapping[Convention, LateFeeRule] = field(default_factory=lambda: LATE_FEES)

    def rule_of(self, family: Family, payer: Payer) -> BenefitRule:
        """Return the rule of a family; where its area knows it for the other payer only, the same rule for this one.

        LookupError when no area has the family.
        """
        if found := self.rules.get((family, payer)):
            return found
        for (known, _), rule in self.rules.items():
            if known == family:
                return replace(rule, payer=payer)
        raise LookupError(f"no area has a rule {family}")

    def with_value(self, value: object) -> "ExamplePolicy":
        """Return the policy with one value in the place of its like: what examples would give if it were in force.

        Of a late fee the example area keeps its own due day; a value that examples never ask for changes nothing.
        """
        match value:
            case BenefitRule(family=family, payer=payer):
                return replace(self, rules={**self.rules, (family, payer): value})
            case ResidentWaitRule():
                return replace(self, resident_wait=value)
            case LateFeeRule(convention=convention):
                here = self.late_fees[convention]
                changed = replace(value, due_day=here.due_day, roll=here.roll)
                return replace(self, late_fees={**self.late_fees, convention: changed})
        return self


class LimitKind(StrEnum):
    """How the days of a limit are counted."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of a row as its columns write them, and why."""

    results: Mapping[str, str]
    explanations: tuple[Step, ...]


def restoration_answer(cells: Cells, policy: ExamplePolicy) -> Answer:
    """Answer an example of medical benefits after arrears."""
    rule = _rule_of(cells, policy)
    first_unpaid = cells.month("first_unpaid_month")
    interruption = Interruption(
        first_unpaid,
        cells.day("credited_on"),
        repaid=cells.is_yes("arrears_repaid"),
        payer=rule.payer,
        returns_as=rule.payer,
        due_on=due_on(first_unpaid, policy.late_fees[Convention.L1], policy.calendar),
        ordered_on=cells.day_if_any("levy_order_on"),
    )
    found = restoration(interruption, stop_rule=rule, restore_rule=rule)
    owed = _arrears_of(interruption, found, policy)
    return Answer(
        {
            "benefit_stops_on": _written(found.stops_on),
            "gap": "" if found.gap is None else f"{found.gap} {GAP_WORDS[found.gap_unit]}",
            "benefit_resumes_on": _written(found.resumes_on),
            "retroactive_from": _written(found.retroactive_from),
            "continuity": str(found.continuity),
            "periods_paid": str(len(owed.rows)) if owed else "",
            "principal": _yuan(owed.principal_fen) if owed else "",
            "late_fee": _yuan(owed.late_fee_fen) if owed else "",
            "total": _yuan(owed.total_fen) if owed else "",
        },
        (found.explanation, owed.explanation) if owed else (found.explanation,),
    )


def _rule_of(cells: Cells, policy: ExamplePolicy) -> BenefitRule:
    """Return the rule of a row, with what the row itself says about the points that areas answer differently."""
    family, payer = cells.choice("rule", Family), cells.choice("payer", Payer)
    day_count, counts = cells.choice_if_any("day_count", DayCount), cells.is_yes_if_any("payment_month_counts")
    wait_months = cells.count_if_any("wait_months")
    try:
        rule = policy.rule_of(family, payer)
    except LookupError:
        raise Unreadable("rule", "a family that an area has for employees", family) from None
    if family == Family.S4 and cells.is_yes("arrears_repaid"):
        return replace(
            rule,
            day_count=day_count or rule.day_count,
            payment_month_counts=rule.payment_month_counts if counts is None else counts,
        )
    if family == Family.N3 and wait_months is not None:
        return _with_wait(rule, wait_months)
    return rule


def _with_wait(rule: BenefitRule, wait_months: int) -> BenefitRule:
    """Return the rule with another wait wherever it does not make benefits up."""
    changed = {
        name: tuple(
            tier if tier.retroactive else replace(tier, wait_months=wait_months) for tier in getattr(rule, name)
        )
        for name in ("tiers", "unpaid_tiers")
    }
    return replace(rule, **changed)


def _arrears_of(interruption: Interruption, found: Restoration, policy: ExamplePolicy) -> Arrears | None:
    """Return what the row's gap costs; None where nothing is or can be repaid."""
    rule, tier = found.stop_rule, found.tier
    if not interruption.repaid or tier is None or not tier.repayable or rule.family in WITHOUT_AMOUNTS:
        return None
    conditions = policy.late_fees[Convention.L1]
    months = Month.span(interruption.first_unpaid, Month.of(interruption.credited_on))
    debts = gap_debts(
        [(month, due_on(month, conditions, policy.calendar)) for month in months],
        base_fen=_average_wage(interruption.credited_on.year),
        contribution_rate=CONTRIBUTION_RATE,
    )
    return arrears(
        debts,
        credited_on=interruption.credited_on,
        late_fee_rule=conditions if rule.payer == Payer.UNIT else None,
    )


def _average_wage(year: int) -> int:
    if year < min(AVERAGE_WAGES_FEN):
        raise Unreadable("credited_on", f"a day from {min(AVERAGE_WAGES_FEN)} on, the first average wage", str(year))
    return AVERAGE_WAGES_FEN[min(year, max(AVERAGE_WAGES_FEN))]


def resident_wait_answer(cells: Cells, policy: ExamplePolicy) -> Answer:
    """Answer an example of a resident's wait."""
    found = resident_wait(
        missed_years=cells.count("missed_years"),
        repaired_years=cells.count("repaired_years"),
        in_window=cells.is_yes("in_window"),
        paid_on=cells.day("paid_on"),
        rule=replace(policy.resident_wait, anchor=cells.choice("anchor", WaitAnchor)),
    )
    return Answer(
        {"wait_months": str(found.wait_months), "benefit_starts_on": _written(found.starts_on)}, (found.explanation,)
    )


def late_fee_answer(cells: Cells, policy: ExamplePolicy) -> Answer:
    """Answer an example of a late fee."""
    rule, month = policy.late_fees[cells.choice("convention", Convention)], cells.month("period")
    found = late_fee(
        cells.fen("arrears"),
        month=month,
        due_on=due_on(month, rule, policy.calendar),
        settled_on=cells.day("paid_or_billed_on"),
        rule=rule,
    )
    return Answer({"days": str(found.days), "late_fee": _yuan(found.fee_fen)}, (found.explanation,))


def contribution_answer(cells: Cells, policy: ExamplePolicy) -> Answer:
    """Answer an example of a contribution."""
    lower, upper = cells.fen("base_lower"), cells.fen("base_upper")
    if not 0 < lower <= upper:
        raise Unreadable("base_upper", "an upper bound not below the lower one", cells.text("base_upper"))
    rates = Rates(cells.share("employer_rate_percent"), cells.share("personal_rate_percent"))
    found = contribution_explained(cells.fen("declared_wage"), Bounds(lower, upper), rates)
    return Answer(
        {
            "base": _yuan(found.base_fen),
            "employer_amount": _yuan(found.unit_fen),
            "personal_amount": _yuan(found.person_fen),
        },
        (found.explanation,),
    )


LIMITS = {LimitKind.WORKING: working_limit, LimitKind.CALENDAR: calendar_limit}


def deadline_answer(cells: Cells, policy: ExamplePolicy) -> Answer:
    """Answer an example of a limit in working or calendar days."""
    limit = LIMITS[cells.choice("kind", LimitKind)]
    found = limit(cells.day("event_on"), cells.count("days", least=1), policy.calendar)
    return Answer({"due_on": _written(found.due_on)}, (found.explanation,))


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yuan(amount_fen: int) -> str:
    return str(yuan_from_fen(amount_fen))
