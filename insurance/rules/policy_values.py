"""From the columns of a policy row to the value a rule takes: the same for files, drafts and the database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from insurance.rules.benefit_rule import (
    Anchor,
    BenefitRule,
    Continuity,
    DayCount,
    Family,
    GapUnit,
    Payer,
    RepaymentBase,
    StopPoint,
    Tier,
)
from insurance.rules.explanation import Source
from insurance.rules.late_fee import Convention, LateFeeRule
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.resident_wait import ResidentWaitRule, WaitAnchor
from insurance.rules.unemployment import Piece, UnemploymentRule


@dataclass(frozen=True, slots=True)
class AverageWage:
    """The average monthly wage in force, in fen, and the row it stands in."""

    average_wage_fen: int
    source: Source


def value_of(entry: PolicyEntry, source: Source) -> Any:
    """Return the value of an entry of a table in ``VALUES``. ValueError names what is impossible in it."""
    return VALUES[entry.table](entry, source)


def benefit_rule(entry: PolicyEntry, source: Source) -> BenefitRule:
    """Return the benefit rule of one way of paying."""
    (payer,), columns = entry.key, entry.values
    return BenefitRule(
        family=Family(columns["family"]),
        payer=Payer(payer),
        stop_point=StopPoint(columns["stop_point"]),
        gap_unit=GapUnit(columns["gap_unit"]),
        tiers=tiers_of(columns["tiers"]),
        source=source,
        unpaid_tiers=tiers_of(columns["unpaid_tiers"]),
        day_count=DayCount(columns["day_count"]),
        payment_month_counts=columns["payment_month_counts"],
        new_enrolment_months=columns["new_enrolment_months"],
        unpaid_waits_as_paid=columns["unpaid_waits_as_paid"],
        most_missed_in_year=columns["most_missed_in_year"],
        repayment_base=RepaymentBase(columns["repayment_base"]),
        longest_repayable_months=columns["longest_repayable_months"],
        late_fee_required=columns["late_fee_required"],
        account_usable=columns["account_usable"],
    )


def tiers_of(columns: Iterable[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Return the tiers that a list of their columns describes."""
    return tuple(
        Tier(**{**tier, "anchor": Anchor(tier["anchor"]), "continuity": Continuity(tier["continuity"])})
        for tier in columns
    )


def late_fee_rule(entry: PolicyEntry, source: Source) -> LateFeeRule:
    """Return the late fee convention of an area."""
    columns = entry.values
    return LateFeeRule(
        convention=Convention(columns["convention"]),
        daily_rate=exact(columns["daily_rate"]),
        capped=columns["capped"],
        due_day=columns["due_day"],
        roll=columns["roll"],
        source=source,
    )


def resident_wait_rule(entry: PolicyEntry, source: Source) -> ResidentWaitRule:
    """Return the waits of residents in an area."""
    columns = dict(entry.values)
    opens = columns.pop("opens_month"), columns.pop("opens_day")
    closes = columns.pop("closes_month"), columns.pop("closes_day")
    anchor = WaitAnchor(columns.pop("anchor"))
    return ResidentWaitRule(opens=opens, closes=closes, anchor=anchor, source=source, **columns)


def unemployment_rule(entry: PolicyEntry, source: Source) -> UnemploymentRule:
    """Return the scale of unemployment benefit in an area."""
    pieces = tuple(Piece(*piece) for piece in entry.values["pieces"])
    return UnemploymentRule(pieces=pieces, most_months=entry.values["most_months"], source=source)


def average_wage(entry: PolicyEntry, source: Source) -> AverageWage:
    """Return the average wage that base bounds come from."""
    return AverageWage(entry.values["average_wage_fen"], source)


VALUES: dict[str, Callable[[PolicyEntry, Source], Any]] = {
    "benefits": benefit_rule,
    "bounds": average_wage,
    "late_fees": late_fee_rule,
    "resident_waits": resident_wait_rule,
    "unemployment": unemployment_rule,
}
"""The tables that rules take as a value with its source."""


def exact(rate: Decimal) -> Decimal:
    """Return a rate without idle zeros, so that a file and the database give the same text."""
    return Decimal(f"{rate.normalize():f}")
