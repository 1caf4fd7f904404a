"""Medical entitlement of a resident through time: one payment covers one calendar year.

Paid in the window of the year before, the year is covered from 1 January; paid late, or after missed years, from the end
of a wait (``resident_wait``). Whoever is enrolled in the year of birth does not wait.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from insurance.rules.benefit_history import Benefit, Cause, History, Period
from insurance.rules.explanation import Step, formula, step
from insurance.rules.months import Month
from insurance.rules.resident_wait import ResidentWaitRule, is_in_window, missed_years_step, resident_wait


@dataclass(frozen=True, slots=True)
class ResidentStay:
    """A time enrolled as a resident, from ``first`` up to, not including, ``stop`` (None while it runs)."""

    first: Month
    stop: Month | None


@dataclass(frozen=True, slots=True)
class YearCharge:
    """The payment for one calendar year: its last day, and the day it was credited (None while it is not)."""

    year: int
    due_on: date | None
    credited_on: date | None


@formula("resident.year_paid")
def year_from(*, covered_year: int, first_month: Month) -> date:
    """Return from which day a year that was paid in time is covered: 1 January, or the month of joining."""
    return max(date(covered_year, 1, 1), first_month.first_day)


@formula("resident.year_unpaid")
def year_unpaid(*, covered_year: int, due_on: date | None) -> date:
    """Return from which day a year nobody paid is not covered."""
    return date(covered_year, 1, 1)


@formula("resident.newborn")
def without_wait(*, born_year: int, covered_year: int, first_month: Month) -> date:
    """Return from which day the year of birth is covered."""
    return first_month.first_day


@formula("resident.left")
def left_from(*, stop_month: Month) -> date:
    """Return from which day somebody is no longer enrolled as a resident."""
    return stop_month.first_day


RuleOn = Callable[[date], ResidentWaitRule | None]
"""Gives the rule of waits in force on a day; None for a day that is older than the rules on record."""


def resident_history(
    stays: Iterable[ResidentStay],
    charges: Iterable[YearCharge],
    rule_on: RuleOn,
    *,
    born_year: int,
    on: date,
    insured_years: Iterable[int] = (),
) -> History:
    """Return the entitlement as a resident as known on a day. ``insured_years`` are those insured in the other scheme:
    they are not missed.

    An old year of which nothing is charged on record is not doubted; one that runs waits for its payment.
    """
    paid = _settled(charges, on)
    covered = list(insured_years)
    periods: list[Period] = []
    lived = sorted((stay for stay in stays if stay.stop is None or stay.stop > stay.first), key=lambda stay: stay.first)
    for stay, following in zip_longest(lived, lived[1:]):
        for year in _years(stay, on):
            drawn = list(_year(stay, year, paid.get(year), covered, rule_on, born_year, on))
            if any(period.state != Benefit.NONE for period in drawn):
                covered.append(year)
            periods += drawn
        periods += _after(stay, following)
    return History(tuple(_joined(periods)), ())


def _settled(charges: Iterable[YearCharge], on: date) -> dict[int, YearCharge]:
    """Return the charge that settles each year as known on a day: of several the one credited first."""
    settling: dict[int, YearCharge] = {}
    for charge in charges:
        known = replace(charge, credited_on=None) if charge.credited_on and charge.credited_on > on else charge
        settling[charge.year] = min(settling.get(charge.year, known), known, key=_settles_first)
    return settling


def _settles_first(charge: YearCharge) -> tuple[date, date]:
    return charge.credited_on or date.max, charge.due_on or date.max


def _after(stay: ResidentStay, following: ResidentStay | None) -> Iterator[Period]:
    """Yield the time after an enrolment that has stopped, until the next one."""
    if stay.stop is None or (following and following.first <= stay.stop):
        return
    left = step(left_from, stop_month=stay.stop)
    yield Period(Benefit.NONE, Cause.LEFT, left.result, following and following.first.first_day, left)


def _years(stay: ResidentStay, on: date) -> range:
    last = on.year if stay.stop is None else min((stay.stop - 1).year, on.year)
    return range(stay.first.year, last + 1)


def _year(
    stay: ResidentStay, year: int, charge: YearCharge | None, covered, rule_on: RuleOn, born_year: int, on: date
) -> Iterator[Period]:
    """Yield the bars of one year: a wait where there is one, then the cover; or that it was not paid."""
    begins = max(Month(year, 1), stay.first).first_day
    ends = date(year + 1, 1, 1) if stay.stop is None else min(date(year + 1, 1, 1), stay.stop.first_day)
    if begins >= ends:
        return
    credited_on = charge.credited_on if charge else None
    if credited_on is None and (charge is not None or year == on.year):
        due_on = charge.due_on if charge and charge.due_on and charge.due_on < on else None
        unpaid = step(year_unpaid, covered_year=year, due_on=due_on)
        yield Period(Benefit.NONE, Cause.YEAR_UNPAID, begins, ends, unpaid)
        return
    answer = _answer(stay, year, credited_on, covered, rule_on, born_year)
    starts = min(max(answer.result, begins), ends)
    if begins < starts:
        yield Period(Benefit.WAITING, Cause.LATE_YEAR, begins, starts, answer)
    if starts < ends:
        yield Period(Benefit.ENTITLED, Cause.INSURED, starts, ends, answer)


def _answer(stay, year: int, credited_on: date | None, covered, rule_on: RuleOn, born_year: int) -> Step:
    """Return the step that gives the first day covered of a year that was paid."""
    if year == born_year:
        return step(without_wait, born_year=born_year, covered_year=year, first_month=stay.first)
    rule = credited_on and rule_on(credited_on)
    if rule is None:
        return step(year_from, covered_year=year, first_month=stay.first)
    missed = missed_years_step(covered, year, rule)
    in_window = is_in_window(credited_on, year, rule)
    if in_window and missed.result == 0:
        return step(year_from, missed, covered_year=year, first_month=stay.first, source=rule.source)
    wait = resident_wait(
        missed_years=missed.result,
        repaired_years=0,
        in_window=in_window,
        paid_on=credited_on,
        rule=rule,
        because=(missed,),
    )
    return wait.explanation


def _joined(periods: Iterable[Period]) -> Iterator[Period]:
    """Yield the bars with years that follow each other without change drawn as one."""
    last: Period | None = None
    for period in periods:
        if last and (last.state, last.cause, last.until_on) == (period.state, period.cause, period.first_on):
            last = Period(last.state, last.cause, last.first_on, period.until_on, last.explanation)
            continue
        if last:
            yield last
        last = period
    if last:
        yield last
