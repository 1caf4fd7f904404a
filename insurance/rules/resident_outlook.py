"""What stopping and rejoining the resident scheme would mean on somebody's own record.

Residents pay for a whole calendar year. What was paid stays paid: who rejoins in the same year is covered again from the
month of joining, at no further cost. A later year is paid in the window of the year before, or late, with a wait.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefit_history import Benefit, Cause, History
from insurance.rules.benefit_rule import Continuity
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import Step, formula, step
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import (
    Outlook,
    Span,
    last_day_with_benefits,
    last_month_charged,
    meaning_of_stop,
    return_of_span,
)
from insurance.rules.resident_history import ResidentStay, YearCharge, resident_history
from insurance.rules.resident_wait import ResidentWaitRule
from insurance.rules.resumption import meaning_of_resuming

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rejoining:
    """What joining again from a month means, with the year paid on a day: cost in fen, first day with benefits.

    ``waits_until``: the wait would last longer than the year, so that nothing comes of paying for it.
    """

    first_month: Month
    credited_on: date
    total_fen: int
    returns_on: date | None
    waits_until: date | None
    explanation: Step


@formula("outlook.year_too_short")
def year_too_short(*, covered_year: int, waits_until_on: date) -> date | None:
    """Return the first day with benefits in a year whose wait ends after it: none."""
    return waits_until_on if waits_until_on.year == covered_year else None


@formula("outlook.resident_cost")
def cost_of_year(*, covered_year: int, year_is_paid: bool, yearly_fen: int) -> int:
    """Return what is to be paid for a calendar year, in fen: nothing where it is paid already."""
    return 0 if year_is_paid else yearly_fen


def resident_stop_outlook(record: MedicalRecord, policy: AreaPolicy, *, first: Month, stop: Month, on: date) -> Outlook:
    """Return what it means to stop the running resident enrolment from a month on."""
    return resident_outlook(record.with_resident_stop(stop), policy, first=first, stop=stop, on=on)


def resident_outlook(record: MedicalRecord, policy: AreaPolicy, *, first: Month, stop: Month, on: date) -> Outlook:
    """Return what a stop that stands in the record means, as known on a day. PolicyMissing where the area has no rule."""
    charged = step(last_month_charged, stop_month=stop, first_month=first)
    last = step(last_day_with_benefits, stops_on=stop.first_day)
    period = _history(record, policy, on).on(last.result)
    last_on = last.result if period is not None and period.state == Benefit.ENTITLED else None
    spans = tuple(_spans(record, policy, stop))
    steps = [charged, last, *([period.explanation] if period else []), *(span.explanation for span in spans)]
    return Outlook(
        last_charged=charged.result,
        last_on=last_on,
        latest_on=last.result,
        rests_since=None,
        spans=spans,
        counted=None,
        explanation=step(meaning_of_stop, *steps, last_month=charged.result, last_on=last_on),
    )


def _spans(record: MedicalRecord, policy: AreaPolicy, stop: Month):
    """Yield what paying for the next year in its window brings, and what paying later does; nothing without a rule."""
    year = (stop - 1).year + 1
    rule = policy.resident_wait_on(date(year - 1, 12, 31))
    if rule is None:
        return
    opens, closes = _window(rule, year)
    in_time = rejoining(record, policy, first_month=Month(year, 1), credited_on=closes)
    yield _span(opens, closes, in_time, is_open=False)
    late = max(closes + ONE_DAY, date(year, 1, 1))
    after = rejoining(record, policy, first_month=Month.of(late), credited_on=late)
    yield _span(late, None, after, is_open=True)


def _window(rule: ResidentWaitRule, year: int) -> tuple[date, date]:
    """Return on which days the window for a year opens and closes."""
    opens, closes = (Month(year - 1, number).day(day) for number, day in (rule.opens, rule.closes))
    return opens, closes


def _span(first_on: date, last_on: date | None, found: Rejoining, *, is_open: bool) -> Span:
    returns_until = None if is_open else found.returns_on
    told = step(
        return_of_span,
        *found.explanation.steps,
        credited_from_on=first_on,
        credited_until_on=last_on,
        returns_from_on=found.returns_on,
        returns_until_on=returns_until,
    )
    return Span(
        first_on=first_on,
        last_on=last_on,
        returns_from=found.returns_on,
        returns_until=returns_until,
        retroactive=False,
        continuity=Continuity.LOCAL,
        is_shortest=not is_open,
        explanation=told,
    )


def rejoining(record: MedicalRecord, policy: AreaPolicy, *, first_month: Month, credited_on: date) -> Rejoining:
    """Return what joining again from a month means, in a record in which the enrolment has ended."""
    year = first_month.year
    is_paid = any(charge.year == year and charge.credited_on for charge in record.year_charges)
    rate = policy.rate_on(Insurance.RESIDENT, EnrolmentKind.RESIDENT, date(year, 1, 1))
    cost = step(cost_of_year, source=rate.source, covered_year=year, year_is_paid=is_paid, yearly_fen=rate.yearly_fen)
    joined = replace(record, resident_stays=(*record.resident_stays, ResidentStay(first_month, None)))
    if not is_paid:
        joined = replace(joined, year_charges=(*record.year_charges, YearCharge(year, None, credited_on)))
    history = _history(joined, policy, max(credited_on, first_month.first_day))
    period = _first_entitled(history, first_month)
    if period is None and (waiting := history.on(date(year, 12, 31))) and waiting.cause == Cause.LATE_YEAR:
        until = waiting.explanation.result
        told = step(year_too_short, waiting.explanation, cost, covered_year=year, waits_until_on=until)
        return Rejoining(first_month, credited_on, cost.result, None, until, told)
    returns_on = max(period.first_on, first_month.first_day) if period else None
    steps = [*([period.explanation] if period else []), cost]
    explanation = step(
        meaning_of_resuming,
        *steps,
        first_month=first_month,
        credited_on=credited_on,
        total_fen=cost.result,
        returns_on=returns_on,
    )
    return Rejoining(first_month, credited_on, cost.result, returns_on, None, explanation)


def _first_entitled(history: History, since: Month):
    """Return the first bar with benefits in a month or later."""
    return next(
        (
            period
            for period in history.periods
            if period.state == Benefit.ENTITLED and (period.until_on is None or period.until_on > since.first_day)
        ),
        None,
    )


def _history(record: MedicalRecord, policy: AreaPolicy, on: date) -> History:
    return resident_history(
        record.resident_stays,
        record.year_charges,
        policy.resident_wait_on,
        born_year=record.born_year,
        on=on,
        insured_years=record.employee_years(on),
    )
