"""Late fees on contributions that a unit did not pay in time, under the conventions found in use.

Simple interest on the principal alone, each month's arrears by themselves, borne by the unit (Social Insurance Law,
article 86). Areas differ on the days that count:

- L1: from the day after the due day to the day of payment, both included.
- L2: from the first of the month after the one unpaid to the day before the bill is made.
- L3: from the first of the month after the one unpaid to the day of payment, both included.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from insurance.rules.explanation import Citation, Source, Step, formula, step
from insurance.rules.money import fen
from insurance.rules.months import Month
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW
from insurance.rules.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)


class Convention(StrEnum):
    """Which days of arrears count."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


@dataclass(frozen=True, slots=True)
class LateFeeRule:
    """How an area counts late fees. ``daily_rate``: 0.0005 is five per ten thousand a day; ``capped``: never more than
    the principal. Contributions of a month are due on its ``due_day``, moved to a working day where limits ``roll``.
    """

    convention: Convention
    daily_rate: Decimal
    capped: bool
    due_day: int
    roll: bool
    source: Source

    def __post_init__(self):
        if not 0 <= self.daily_rate < 1:
            raise ValueError(f"daily_rate: {self.daily_rate} is not a share of the principal")
        if not 1 <= self.due_day <= 31:
            raise ValueError(f"due_day: {self.due_day} is no day of a month")


@dataclass(frozen=True, slots=True)
class LateFee:
    """The late fee on one month's arrears, in fen, and the days it is for."""

    days: int
    fee_fen: int
    explanation: Step


def due_on(month: Month, rule: LateFeeRule, calendar: WorkCalendar) -> date:
    """Return the last day on which the contributions of ``month`` are paid in time."""
    return calendar.closing_day(month, rule.due_day) if rule.roll else month.day(rule.due_day)


def late_fee(arrears_fen: int, *, month: Month, due_on: date, settled_on: date, rule: LateFeeRule) -> LateFee:
    """Return the late fee on ``arrears_fen`` of ``month`` settled on a day: paid (L1, L3) or billed (L2).

    Rounded half up to the fen once for the row; whoever adds several months adds the rounded rows.

    Source: Social Insurance Law of the PRC, article 86.
    """
    assert arrears_fen >= 0, arrears_fen
    first = step(first_day, convention=rule.convention, unpaid_month=month, due_on=due_on, source=rule.source)
    last = step(last_day, convention=rule.convention, settled_on=settled_on, source=rule.source)
    days = step(days_late, first, last, first_on=first.result, last_on=last.result)
    fee = step(
        fee_of_days,
        days,
        arrears_fen=arrears_fen,
        late_days=days.result,
        daily_rate=rule.daily_rate,
        capped=rule.capped,
        source=rule.source,
    )
    return LateFee(days.result, fee.result, fee)


@formula("late_fee.first_day")
def first_day(*, convention: str, unpaid_month: Month, due_on: date) -> date:
    """Return the first day that counts."""
    return due_on + ONE_DAY if convention == Convention.L1 else (unpaid_month + 1).first_day


@formula("late_fee.last_day")
def last_day(*, convention: str, settled_on: date) -> date:
    """Return the last day that counts."""
    return settled_on - ONE_DAY if convention == Convention.L2 else settled_on


@formula("late_fee.days")
def days_late(*, first_on: date, last_on: date) -> int:
    """Return how many days that are, both included; 0 when nothing is late."""
    return max((last_on - first_on).days + 1, 0)


@formula("late_fee", Citation(SOCIAL_INSURANCE_LAW, "86"))
def fee_of_days(*, arrears_fen: int, late_days: int, daily_rate: Decimal, capped: bool) -> int:
    """Return the fee in fen, rounded half up once."""
    fee = fen(arrears_fen * daily_rate * late_days)
    return min(fee, arrears_fen) if capped else fee
