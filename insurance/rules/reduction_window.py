"""From which month a reduction counts: the monthly window of declarations and the effective-month rules.

``stop month`` means the same under every rule: the first month that is not charged. What an area calls its rule
and how its forms name the month differs; the six rules below were found in use.

- E-NEXT: declared in month M, M is still charged: stop from M+1.
- E-CUT: declared up to the cut-off day, stop from M; later, from M+1.
- E-PREV: the declarer chooses M or M-1.
- E-PREV1: the last charged month may be M-1 or M, so the stop month M or M+1.
- E-ASSESSED: charged through the latest month that was assessed: stop from the month after it.
- E-DATE: a real day in the last three months; the month it lies in is the last one charged.

A month whose levy order was issued is locked: it stays charged, and stops move behind it. Under E-NEXT and E-CUT
a person may be declared ahead of time: the last charged month may be as late as M+1 where the relation is
suspended, and M where it ends for good or moves to another payer. Both limits are those of a core system in use.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from insurance.rules.explanation import Source, Step, step
from insurance.rules.limits import monthly_limit
from insurance.rules.months import Month
from insurance.rules.stop_months import (
    EffectiveRule,
    counted_as_of,
    default_month,
    months_allowed,
    months_open,
)
from insurance.rules.workdays import WorkCalendar

FIELD = "stop_month"
DECEMBER = 12


class OutsideWindow(StrEnum):
    """What happens to a declaration made while the window is closed."""

    REFUSE = "refuse"
    NEXT_PERIOD = "next_period"


class Ahead(StrEnum):
    """How far ahead an end may be declared, by what becomes of the relation."""

    SUSPENDED = "suspended"
    ENDED = "ended"


MONTHS_AHEAD = {Ahead.SUSPENDED: 2, Ahead.ENDED: 1}
"""Latest stop month under E-NEXT and E-CUT, counted from the month of the declaration."""


@dataclass(frozen=True, slots=True)
class DeclarationWindow:
    """When an area takes declarations in a month, and its effective-month rule; days of the month, both included.

    A day beyond the end of a month is its last day. ``roll`` moves the closing and the cut-off day to a working day.
    ``source`` is the row of policy behind it.
    """

    open_day: int
    close_day: int
    cutoff_day: int | None = None
    rule: EffectiveRule = EffectiveRule.NEXT
    roll: bool = True
    december_freeze: bool = False
    outside_window: OutsideWindow = OutsideWindow.REFUSE
    source: Source | None = None

    def __post_init__(self):
        assert 1 <= self.open_day <= self.close_day <= 31, (self.open_day, self.close_day)
        assert self.cutoff_day is not None or self.rule != EffectiveRule.CUT, "E-CUT needs a cut-off day"


@dataclass(frozen=True, slots=True)
class WindowDays:
    """The window of one month in days."""

    month: Month
    opens_on: date
    closes_on: date
    cutoff_on: date | None


@dataclass(frozen=True, slots=True)
class StopMonths:
    """Which stop months a declaration may ask for, and what the answer rests on.

    ``counts_as_of`` is the day the declaration counts as made: its own, or the next opening day. ``moved_from`` is
    the stop month the rule alone proposes, when that month is locked and the default therefore a later one.
    """

    choices: tuple[Month, ...]
    default: Month
    rule: EffectiveRule
    window: WindowDays
    counts_as_of: date
    explanation: Step
    locked_through: Month | None = None
    moved_from: Month | None = None

    @property
    def earliest(self) -> Month:
        return self.choices[0]

    @property
    def latest(self) -> Month:
        return self.choices[-1]

    def proposed(self, ended_on: date | None) -> Month:
        """Return the stop month of whoever chose none: under E-DATE the one after the month of the real day, if it is open."""
        if self.rule != EffectiveRule.DATE or ended_on is None:
            return self.default
        return min(max(Month.of(ended_on) + 1, self.earliest), self.latest)


def window_days(window: DeclarationWindow, month: Month, calendar: WorkCalendar) -> WindowDays:
    """Return on which days the window of ``month`` opens, closes and cuts off."""

    def limit(day: int) -> date:
        return calendar.closing_day(month, day) if window.roll else month.day(day)

    cutoff_on = None if window.cutoff_day is None else limit(window.cutoff_day)
    return WindowDays(month, month.day(window.open_day), limit(window.close_day), cutoff_on)


def open_window(window: DeclarationWindow, on: date, calendar: WorkCalendar) -> WindowDays | None:
    """Return the days of the window that is open on a day, or None.

    A closing day at the end of a month may move into the next one; until it has passed, the older window counts.
    """
    this_month = Month.of(on)
    for month in (this_month - 1, this_month):
        days = window_days(window, month, calendar)
        if days.opens_on <= on <= days.closes_on and not _frozen(window, month):
            return days
    return None


def next_opening(window: DeclarationWindow, on: date) -> date:
    """Return the first day after ``on`` on which a window opens."""
    month = Month.of(on)
    if month.day(window.open_day) <= on:
        month += 1
    if _frozen(window, month):
        month += 1
    return month.day(window.open_day)


def _frozen(window: DeclarationWindow, month: Month) -> bool:
    return window.december_freeze and month.number == DECEMBER


def counted_step(window: DeclarationWindow, days: WindowDays, declared_on: date, *steps: Step) -> Step:
    """Return the step that tells as of which day a declaration counts in a window."""
    return step(
        counted_as_of,
        *steps,
        source=window.source,
        declared_on=declared_on,
        opens_on=days.opens_on,
        closes_on=days.closes_on,
    )


def stop_months(
    window: DeclarationWindow,
    *,
    declared_on: date,
    calendar: WorkCalendar,
    locked_through: Month | None = None,
    latest_assessed: Month | None = None,
    not_before: Month | None = None,
    ahead: Ahead = Ahead.SUSPENDED,
) -> StopMonths:
    """Return the stop months that a reduction declared on a day may ask for.

    ``locked_through`` is the latest month whose levy order was issued, ``latest_assessed`` the latest month with an
    assessment (E-ASSESSED; without one, nothing was charged yet and the stop month is the one of the declaration),
    ``not_before`` the first charged month of the enrolment.

    Raises RuleBroken("R008", ``next_opening``) outside the window of an area that refuses then; elsewhere the
    declaration counts as made on the next opening day.
    """
    days, counts_as_of = counted_window(window, declared_on, calendar)
    counted = counted_step(window, days, declared_on, *_limit_steps(window, days, calendar))
    allowed = step(
        months_allowed,
        counted,
        source=window.source,
        effective_rule=str(window.rule),
        window_month=days.month,
        counts_on=counts_as_of,
        cutoff_on=days.cutoff_on,
        latest_assessed_month=latest_assessed,
        ahead_months=MONTHS_AHEAD[ahead],
    )
    default = allowed.result[2]
    available = _behind_locks(allowed, locked_through, not_before)
    proposed = _proposed(default, available)
    return StopMonths(
        choices=available.result,
        default=proposed.result,
        rule=window.rule,
        window=days,
        counts_as_of=counts_as_of,
        explanation=proposed,
        locked_through=locked_through,
        moved_from=default if locked_through is not None and default <= locked_through else None,
    )


def counted_window(window: DeclarationWindow, declared_on: date, calendar: WorkCalendar) -> tuple[WindowDays, date]:
    """Return the window a declaration belongs to and the day it counts as made; R008 where it is refused."""
    days = open_window(window, declared_on, calendar)
    if days is not None:
        return days, declared_on
    opening = next_opening(window, declared_on)
    if window.outside_window == OutsideWindow.REFUSE:
        raise RuleBroken("R008", None, next_opening=opening)
    return window_days(window, Month.of(opening), calendar), opening


def _behind_locks(allowed: Step, locked_through: Month | None, not_before: Month | None) -> Step:
    first, last, _ = allowed.result
    return step(
        months_open,
        allowed,
        first_month=first,
        last_month=last,
        locked_through_month=locked_through,
        enrolled_month=not_before,
    )


def _proposed(default: Month, available: Step) -> Step:
    choices = available.result
    return step(default_month, available, default_month=default, earliest_month=choices[0], latest_month=choices[-1])


def _limit_steps(window: DeclarationWindow, days: WindowDays, calendar: WorkCalendar) -> tuple[Step, ...]:
    """Return how closing and cut-off day follow from the numbers in the rule."""
    numbers = [window.close_day]
    if window.rule == EffectiveRule.CUT:
        numbers.append(window.cutoff_day)
    limits = (monthly_limit(days.month, number, calendar, roll=window.roll) for number in numbers)
    return tuple(limit.explanation for limit in limits)
