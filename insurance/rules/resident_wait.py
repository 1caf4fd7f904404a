"""From which day residents are covered who paid late or were not covered in some years.

Residents pay once for a calendar year, in a window of the year before. Whoever pays in the window and missed no year is
covered from 1 January. Everybody else waits: some fixed months and one more for each missed year; each missed year
paid for afterwards takes one back, but who missed many years waits a least time whatever is repaid.

Source: Guiding Opinions of the General Office of the State Council, Document 38 of 2024; provinces set the numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.rules.explanation import Citation, Source, Step, formula, step
from insurance.rules.months import Month
from insurance.rules.statutes import CIVIL_CODE


class WaitAnchor(StrEnum):
    """Whether a wait ends on the same day some months later, or on the first of that month."""

    SAME_DAY = "same_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class ResidentWaitRule:
    """The waits of one area.

    ``opens`` and ``closes`` are month and day, both included, in the year before the one covered. Who missed
    ``floor_missed_years`` or more waits at least ``floor_months``. Years before ``counts_from_year`` are never missed.
    """

    opens: tuple[int, int]
    closes: tuple[int, int]
    fixed_months: int
    months_per_missed_year: int
    months_per_repaired_year: int
    floor_missed_years: int
    floor_months: int
    anchor: WaitAnchor
    counts_from_year: int
    source: Source

    def __post_init__(self):
        if self.opens > self.closes:
            raise ValueError(f"closes: the window ends on {_written(self.closes)}, before it opens")
        for name in ("fixed_months", "months_per_missed_year", "months_per_repaired_year", "floor_months"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: {getattr(self, name)} months is no wait")
        if self.floor_missed_years < 1:
            raise ValueError(f"floor_missed_years: {self.floor_missed_years} would hold for people who missed none")
        for year in (2023, 2024):
            _day_of(year, self.opens), _day_of(year, self.closes)


def _written(month_and_day: tuple[int, int]) -> str:
    return "{:02d}-{:02d}".format(*month_and_day)


def _day_of(year: int, month_and_day: tuple[int, int]) -> date:
    """Return that day of a year, 28 February for the 29th where there is none."""
    number, day = month_and_day
    return Month(year, number).day(day)


@dataclass(frozen=True, slots=True)
class ResidentWait:
    """How many months somebody waits, and the first day covered."""

    wait_months: int
    starts_on: date
    explanation: Step


def is_in_window(paid_on: date, covered_year: int, rule: ResidentWaitRule) -> bool:
    """Tell whether a payment for ``covered_year`` came in the window of the year before."""
    return _day_of(covered_year - 1, rule.opens) <= paid_on <= _day_of(covered_year - 1, rule.closes)


def missed_years(covered: Iterable[int], year: int, rule: ResidentWaitRule) -> int:
    """Return how many years directly before ``year`` somebody was not covered, back to the last covered one.

    None where somebody was never covered: joining for the first time misses nothing.
    """
    return missed_years_step(covered, year, rule).result


def missed_years_step(covered: Iterable[int], year: int, rule: ResidentWaitRule) -> Step:
    """Return the step of ``missed_years``, to stand below the wait it leads to."""
    last_covered = max((covered_year for covered_year in covered if covered_year < year), default=None)
    return step(
        years_missed,
        last_covered_year=last_covered,
        covered_year=year,
        counts_from_year=rule.counts_from_year,
        source=rule.source,
    )


def resident_wait(
    *,
    missed_years: int,
    repaired_years: int,
    in_window: bool,
    paid_on: date,
    rule: ResidentWaitRule,
    because: tuple[Step, ...] = (),
) -> ResidentWait:
    """Return wait and first day covered of a resident who paid on a day; ``because`` are steps behind the numbers.

    ``repaired_years`` are missed years paid for afterwards. In the window nobody is covered before 1 January of the
    following year.
    """
    assert min(missed_years, repaired_years) >= 0, (missed_years, repaired_years)
    wait = step(
        months_to_wait,
        *because,
        in_window=in_window,
        missed_years=missed_years,
        repaired_years=repaired_years,
        fixed_months=rule.fixed_months,
        missed_year_months=rule.months_per_missed_year,
        repaired_year_months=rule.months_per_repaired_year,
        floor_missed_years=rule.floor_missed_years,
        floor_months=rule.floor_months,
        source=rule.source,
    )
    start = step(
        first_day_covered,
        wait,
        paid_on=paid_on,
        wait_months=wait.result,
        in_window=in_window,
        anchor=rule.anchor,
        source=rule.source,
    )
    return ResidentWait(wait.result, start.result, start)


@formula("resident_wait.missed_years")
def years_missed(*, last_covered_year: int | None, covered_year: int, counts_from_year: int) -> int:
    """Return the years without cover between the last covered one and the one paid for now."""
    if last_covered_year is None:
        return 0
    return max(covered_year - max(last_covered_year + 1, counts_from_year), 0)


@formula("resident_wait.months")
def months_to_wait(
    *,
    in_window: bool,
    missed_years: int,
    repaired_years: int,
    fixed_months: int,
    missed_year_months: int,
    repaired_year_months: int,
    floor_missed_years: int,
    floor_months: int,
) -> int:
    """Return the months between payment and cover."""
    if in_window and missed_years == 0:
        return 0
    more = max(missed_years * missed_year_months - repaired_years * repaired_year_months, 0)
    least = floor_months if missed_years >= floor_missed_years else 0
    return max(fixed_months + more, least)


@formula("resident_wait", Citation(CIVIL_CODE, "202"))
def first_day_covered(*, paid_on: date, wait_months: int, in_window: bool, anchor: str) -> date:
    """Return the first day covered; a day that its month does not have is the last one of it."""
    month = Month.of(paid_on) + wait_months
    starts_on = month.first_day if anchor == WaitAnchor.MONTH else month.day(paid_on.day)
    return max(starts_on, date(paid_on.year + 1, 1, 1)) if in_window else starts_on
