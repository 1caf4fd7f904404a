"""What stopping employee medical insurance would mean on somebody's own record, before anything is written.

The record is changed as the act would change it (``MedicalRecord.with_stop``) and read with the same rules as the real
one: after the act, ``outlook`` of the record gives the same answer, field by field. Residents, who pay by the year, have
``resident_outlook``; what coming back costs and gives stands in ``resumption``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefit_history import (
    Benefit,
    History,
    broken_since,
    continuous_months,
    cumulative_months,
    employee_history,
)
from insurance.rules.benefit_rule import Continuity, RuleBook
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import Step, formula, step
from insurance.rules.months import Month
from insurance.rules.prospects import Prospect, prospects
from insurance.rules.restoration import Interruption

ONE_DAY = timedelta(days=1)
MOST_SPANS = 48

ALIKE = 64
"""Of so many interruptions the spans are remembered: those of the people in one declaration."""


@dataclass(frozen=True, slots=True)
class Span:
    """Credited from ``first_on`` to ``last_on`` (None: later too), benefits return between two days.

    ``returns_until`` is None where the later credits have no end either, both days where nothing brings them back.
    ``is_shortest``: the gap is as short as the rule knows them.
    ``explanation`` is that of the last day of the span, of the first where it has no end.
    """

    first_on: date
    last_on: date | None
    returns_from: date | None
    returns_until: date | None
    retroactive: bool
    continuity: Continuity
    is_shortest: bool
    explanation: Step


@dataclass(frozen=True, slots=True)
class Counted:
    """Credited months of medical insurance: those that count as continuous, and all of them."""

    continuous: Step
    cumulative: Step


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a stop means for medical benefits.

    ``last_on`` is the last day with benefits, None where they rest or wait already when the insurance stops; ``latest_on``
    is the last day on which the enrolment could give any. ``rests_since`` is the first day without them because earlier
    months are not paid. ``spans`` tell what a later repayment brings; there are none after an end for good. ``counted`` is
    None for who may not see it.
    """

    last_charged: Month | None
    last_on: date | None
    latest_on: date
    rests_since: date | None
    spans: tuple[Span, ...]
    counted: Counted | None
    explanation: Step

    @property
    def short_until(self) -> date | None:
        """The last day on which a repayment still counts as short: that of the first tier; None once that is over."""
        return self.spans[0].last_on if self.spans and self.spans[0].is_shortest else None


# Formulas -----------------------------------------------------------------------------------------------------------


@formula("outlook.last_charged")
def last_month_charged(*, stop_month: Month, first_month: Month) -> Month | None:
    """Return the last month charged, None for an enrolment that stops before its first charge."""
    return stop_month - 1 if stop_month > first_month else None


@formula("outlook.last_day")
def last_day_with_benefits(*, stops_on: date) -> date:
    """Return the last day with benefits: the one before they stop."""
    return stops_on - ONE_DAY


@formula("outlook.span")
def return_of_span(
    *,
    credited_from_on: date,
    credited_until_on: date | None,
    returns_from_on: date | None,
    returns_until_on: date | None,
) -> date | None:
    """Return the latest day on which benefits return after a credit of the span; the earliest where it has no end."""
    return returns_until_on or returns_from_on


@formula("outlook.stop")
def meaning_of_stop(*, last_month: Month | None, last_on: date | None) -> date | None:
    """Return the last day with benefits: the answer of the tree."""
    return last_on


# A stop -------------------------------------------------------------------------------------------------------------


def stop_outlook(
    record: MedicalRecord,
    policy: AreaPolicy,
    *,
    first: Month,
    stop: Month,
    on: date,
    ended: bool = False,
    retired: bool = False,
    credited: Iterable[Month] | None = None,
) -> Outlook:
    """Return what it means to stop, from ``stop`` (the first month not charged), what began in ``first`` and runs.

    ``ended`` marks an end for good, ``retired`` one by retirement. ``credited`` are the months credited so far, None
    for who may not see them. PolicyMissing where the area has no rule.
    """
    stopped = record.with_stop(first, stop, ended=ended, retired=retired)
    return outlook(stopped, policy, first=first, stop=stop, on=on, credited=credited)


def outlook(
    record: MedicalRecord,
    policy: AreaPolicy,
    *,
    first: Month,
    stop: Month,
    on: date,
    credited: Iterable[Month] | None = None,
) -> Outlook:
    """Return what a stop that stands in the record means, as known on a day."""
    policy.book.on(record.payer_of(first), stop.first_day)  # without a rule there is nothing to tell
    history = employee_history(record.stays, record.charges, policy.book, on=on)
    charged = step(last_month_charged, stop_month=stop, first_month=first)
    last = step(last_day_with_benefits, *_stop_steps(history), stops_on=_stops_on(history, stop))
    opened = history.open_interruption
    spans = spans_of(opened[0], policy, since=_first_credit(opened[0], stop, on)) if opened else ()
    counted = None if credited is None else counted_months(credited, history)
    rests = opened is not None and opened[0].first_unpaid < stop
    last_on = last.result if not rests and _entitled_on(history, last.result) else None
    return Outlook(
        last_charged=charged.result,
        last_on=last_on,
        latest_on=last.result,
        rests_since=last.result + ONE_DAY if rests else None,
        spans=spans,
        counted=counted,
        explanation=step(
            meaning_of_stop,
            charged,
            last,
            *(span.explanation for span in spans),
            *((counted.continuous, counted.cumulative) if counted else ()),
            last_month=charged.result,
            last_on=last_on,
        ),
    )


def of_one_stay(record: MedicalRecord, first: Month) -> MedicalRecord:
    """Return what a record says of the stay that began in ``first`` alone: what the unit of that time may know."""
    stays = tuple(stay for stay in record.stays if stay.first == first)
    charges = tuple(charge for charge in record.charges if charge.month >= first)
    return replace(record, stays=stays, charges=charges, resident_stays=(), year_charges=())


def _stops_on(history: History, stop: Month) -> date:
    """Return the first day without benefits: by the rule of the gap, or the end itself where nothing follows it."""
    opened = history.open_interruption
    return opened[1].stops_on if opened else stop.first_day


def _stop_steps(history: History) -> tuple[Step, ...]:
    """Return the step that finds the first day without benefits, where a rule finds it."""
    opened = history.open_interruption
    return opened[1].explanation.steps[:1] if opened else ()


def _entitled_on(history: History, day: date) -> bool:
    period = history.on(day)
    return period is not None and period.state == Benefit.ENTITLED


def _first_credit(interruption: Interruption, stop: Month, on: date) -> date:
    """Return the first day on which a repayment could be credited: not before there is a gap."""
    return max(on, interruption.first_unpaid.first_day if interruption.first_unpaid < stop else stop.first_day)


def spans_of(interruption: Interruption, policy: AreaPolicy, *, since: date) -> tuple[Span, ...]:
    """Return what a repayment from ``since`` on brings: one span for each tier that can still be reached."""
    return _remembered_spans(interruption, policy.book, since)


@lru_cache(maxsize=ALIKE)
def _remembered_spans(interruption: Interruption, book: RuleBook, since: date) -> tuple[Span, ...]:
    """Return the spans; of a thousand people who stop in the same month nearly all are alike in them."""
    found = prospects(interruption, book, since=since, count=MOST_SPANS)
    groups = groupby(found, key=lambda prospect: (prospect.restoration.tier, prospect.restoration.restore_rule))
    some = [list(group) for _, group in groups]
    return tuple(_span(group, is_latest=group[-1] is found[-1]) for group in some)


def _span(found: list[Prospect], *, is_latest: bool) -> Span:
    """Return the span of prospects of one tier; only the latest of all can be open, for what follows is another rule's."""
    first, last = found[0], found[-1]
    tier = first.restoration.tier
    is_open = is_latest and (tier is None or tier.upto is None)
    told = first if is_open else last
    returns_until = None if is_open else last.resumes_on
    facts = {
        "credited_from_on": first.first_on,
        "credited_until_on": None if is_open else last.last_on,
        "returns_from_on": first.resumes_on,
        "returns_until_on": returns_until,
    }
    return Span(
        first_on=first.first_on,
        last_on=facts["credited_until_on"],
        returns_from=first.resumes_on,
        returns_until=returns_until,
        retroactive=told.restoration.retroactive_from is not None,
        continuity=told.restoration.continuity,
        is_shortest=tier is not None and tier.over == 0,
        explanation=step(return_of_span, told.restoration.explanation, source=_source_of(told), **facts),
    )


def _source_of(prospect: Prospect):
    rule = prospect.restoration.restore_rule
    return rule and rule.source


def counted_months(credited: Iterable[Month], history: History) -> Counted:
    """Return how many credited months count as continuous and in all."""
    months = tuple(sorted(set(credited)))
    return Counted(
        step(continuous_months, credited_months=months, broken_month=broken_since(history)),
        step(cumulative_months, credited_months=months),
    )
