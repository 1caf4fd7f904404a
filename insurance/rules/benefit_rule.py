"""When medical benefits stop and return in an area: one dated rule for each way of paying, with its tiers.

The families found in use (S4, N3, SDU, SDF, SDG, DAY, ZJU, ZJF, WH) differ only in these values; none of them is "the"
rule, and which one holds is a policy row of the pooling area. Residents, who pay by the year, have a rule of their own
(``resident_wait``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.rules.explanation import Source


class Family(StrEnum):
    """A rule as found in use; the letters name where."""

    S4 = "S4"
    N3 = "N3"
    SDU = "SDU"
    SDF = "SDF"
    SDG = "SDG"
    DAY = "DAY"
    ZJU = "ZJU"
    ZJF = "ZJF"
    WH = "WH"
    RES = "RES"


class Payer(StrEnum):
    """Who pays employee medical insurance: the unit, or a person in flexible employment alone."""

    UNIT = "unit"
    FLEXIBLE = "flexible"


class StopPoint(StrEnum):
    """From which day benefits rest when a month is not paid in full and on time."""

    UNPAID_MONTH = "unpaid_month"
    NEXT_MONTH = "next_month"
    AFTER_DEADLINE = "after_deadline"


class GapUnit(StrEnum):
    """What the tiers measure: days from the stop to the credit, calendar months from the first unpaid to the credit
    month, or days from the levy order to the credit."""

    DAYS = "days"
    MONTHS = "months"
    ORDER_DAYS = "order_days"


class DayCount(StrEnum):
    """Whether the first day of a gap is counted. Civil Code, article 201, does not count it."""

    EXCLUDE_FIRST = "exclude_first"
    INCLUDE_FIRST = "include_first"


class Anchor(StrEnum):
    """What a wait is counted from.

    PAYMENT_MONTH: the first day of the month of the credit and ``wait_months`` more. FROM_PAYMENT_MONTH: the same where
    the text says "N months from the payment month" and areas differ on whether that month counts.
    DAY_AFTER_CREDIT: the day after the credit. STOP: as if benefits had never stopped.
    """

    PAYMENT_MONTH = "payment_month"
    FROM_PAYMENT_MONTH = "from_payment_month"
    DAY_AFTER_CREDIT = "day_after_credit"
    STOP = "stop"


class Continuity(StrEnum):
    """What becomes of the continuous months; cumulative months are never lost (Social Insurance Law, articles 19, 32).

    LOCAL: the text leaves it to local rules.
    """

    KEPT = "kept"
    BROKEN = "broken"
    RESET = "reset"
    LOCAL = "local"


class RepaymentBase(StrEnum):
    """From which base the contributions of a gap are computed."""

    AVERAGE_WAGE_AT_PAYMENT = "average_wage_at_payment"
    OWN_BASE = "own_base"
    LOWER_BOUND = "lower_bound"


@dataclass(frozen=True, slots=True)
class Tier:
    """What follows from a gap of ``over`` to ``upto`` days or months, both included; None is without an end.

    ``repayable``: whether contributions of so long a gap can still be paid. ``account_credited``: whether the personal
    account gets what the gap would have brought it.
    """

    over: int
    upto: int | None
    anchor: Anchor
    wait_months: int = 0
    retroactive: bool = False
    continuity: Continuity = Continuity.KEPT
    repayable: bool = True
    account_credited: bool = False

    def holds(self, gap: int) -> bool:
        return self.over <= gap and (self.upto is None or gap <= self.upto)


@dataclass(frozen=True, slots=True)
class BenefitRule:
    """The rule of one way of paying in one area, as one row of policy puts it in force.

    ``tiers`` hold where the gap was repaid, ``unpaid_tiers`` where it never was and somebody pays anew; without any,
    nothing brings benefits back but paying. ``new_enrolment_months`` is the wait of a first enrolment, counted from the
    month of the first credit. ``unpaid_waits_as_paid``: paying nothing never brings benefits back sooner than paying.
    ``most_missed_in_year``: more unpaid months than this in a calendar year count as a gap beyond every tier but the
    last. ``longest_repayable_months``: how many months may be paid back at most; None without a limit.
    """

    family: Family
    payer: Payer
    stop_point: StopPoint
    gap_unit: GapUnit
    tiers: tuple[Tier, ...]
    source: Source
    unpaid_tiers: tuple[Tier, ...] = ()
    day_count: DayCount = DayCount.EXCLUDE_FIRST
    payment_month_counts: bool = True
    new_enrolment_months: int = 1
    unpaid_waits_as_paid: bool = False
    most_missed_in_year: int | None = None
    repayment_base: RepaymentBase = RepaymentBase.AVERAGE_WAGE_AT_PAYMENT
    longest_repayable_months: int | None = None
    late_fee_required: bool = True
    account_usable: bool = True

    def __post_init__(self):
        refuse_broken_tiers(self.tiers, "tiers")
        if self.unpaid_tiers:
            refuse_broken_tiers(self.unpaid_tiers, "unpaid_tiers")


def refuse_broken_tiers(tiers: Iterable[Tier], name: str) -> None:
    """Raise ValueError, naming what is missing or said twice, unless the tiers answer for every gap exactly once."""
    tiers = list(tiers)
    if not tiers:
        raise ValueError(f"{name}: there is no tier at all")
    expected = 0
    for position, tier in enumerate(tiers, start=1):
        if tier.over > expected:
            raise ValueError(f"{name}: nothing is said about a gap of {expected} to {tier.over - 1}")
        if tier.over < expected:
            raise ValueError(f"{name}: tiers {position - 1} and {position} both speak of a gap of {tier.over}")
        if tier.upto is None:
            if position < len(tiers):
                raise ValueError(f"{name}: tier {position} has no end, but {len(tiers) - position} follow")
            return
        if tier.upto < tier.over:
            raise ValueError(f"{name}: tier {position} ends at {tier.upto}, before it begins at {tier.over}")
        expected = tier.upto + 1
    raise ValueError(f"{name}: nothing is said about a gap of more than {expected - 1}")


class PolicyMissing(LookupError):
    """No row of policy is in force that would answer for a day; the text names what is missing."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The benefit rules of one area through time: each with the first day it is in force and the first it is not."""

    area: str
    versions: tuple[tuple[date, date | None, BenefitRule], ...]

    @property
    def since(self) -> date | None:
        """The first day from which every way of paying has a rule; what is older is not judged."""
        firsts = [min(first for first, _, rule in self.versions if rule.payer == payer) for payer in self.payers]
        return max(firsts, default=None)

    @property
    def payers(self) -> frozenset[Payer]:
        return frozenset(rule.payer for _, _, rule in self.versions)

    def on(self, payer: Payer, day: date) -> BenefitRule:
        """Return the rule of a day; PolicyMissing, naming area, payer and day, where none is in force."""
        for first, until, rule in self.versions:
            if rule.payer == payer and first <= day and (until is None or day < until):
                return rule
        raise PolicyMissing(f"no benefit rule of {self.area} for {payer} is in force on {day}")
