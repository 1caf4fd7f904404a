"""The stop months a declaration may ask for, as formulas of plain facts; ``reduction_window`` tells what the rules mean.

A stop month is the first month that is not charged.
"""

from datetime import date
from enum import StrEnum

from insurance.rules.explanation import formula
from insurance.rules.months import Month

E_DATE_MONTHS_BACK = 3


class EffectiveRule(StrEnum):
    """How the stop month follows from the day of the declaration."""

    NEXT = "E-NEXT"
    CUT = "E-CUT"
    PREV = "E-PREV"
    PREV1 = "E-PREV1"
    ASSESSED = "E-ASSESSED"
    DATE = "E-DATE"


def months_back(day: date, months: int) -> date:
    """Return the same day ``months`` earlier, or the last day of that month when it is shorter."""
    month = Month.of(day) - months
    return month.day(day.day)


@formula("stop.counted_as_of")
def counted_as_of(*, declared_on: date, opens_on: date, closes_on: date) -> date:
    """Return the day a declaration counts as made: its own in the window, otherwise the day the next one opens."""
    return declared_on if opens_on <= declared_on <= closes_on else opens_on


@formula("stop.allowed")
def months_allowed(
    *,
    effective_rule: str,
    window_month: Month,
    counts_on: date,
    cutoff_on: date | None,
    latest_assessed_month: Month | None,
    ahead_months: int,
) -> tuple[Month, Month, Month]:
    """Return the first and the last stop month the rule alone allows, and the one it proposes."""
    month = window_month
    match effective_rule:
        case EffectiveRule.NEXT:
            return month + 1, month + ahead_months, month + 1
        case EffectiveRule.CUT:
            first = month if counts_on <= cutoff_on else month + 1
            return first, month + ahead_months, first
        case EffectiveRule.PREV:
            return month - 1, month, month
        case EffectiveRule.PREV1:
            return month, month + 1, month + 1
        case EffectiveRule.ASSESSED:
            only = month if latest_assessed_month is None else latest_assessed_month + 1
            return only, only, only
        case EffectiveRule.DATE:
            return Month.of(months_back(counts_on, E_DATE_MONTHS_BACK)) + 1, month + 1, month + 1
    raise AssertionError(effective_rule)


@formula("stop.open")
def months_open(
    *, first_month: Month, last_month: Month, locked_through_month: Month | None, enrolled_month: Month | None
) -> tuple[Month, ...]:
    """Return the months neither locked nor before the enrolment; the first such month when none of the span is."""
    floors = [] if enrolled_month is None else [enrolled_month]
    if locked_through_month is not None:
        floors.append(locked_through_month + 1)
    floor = max(floors, default=first_month)
    return tuple(month for month in Month.span(first_month, last_month) if month >= floor) or (floor,)


@formula("stop.month")
def default_month(*, default_month: Month, earliest_month: Month, latest_month: Month) -> Month:
    """Return the proposed month, kept among those that are open."""
    return min(max(default_month, earliest_month), latest_month)
