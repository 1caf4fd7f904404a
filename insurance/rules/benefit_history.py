"""Medical entitlement of one person through time, as bars of a time line that each know their reason.

Employee medical insurance, with a unit or in flexible employment, is one line; residents, who pay by the year, have
another (``resident_history``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from insurance.rules.benefit_rule import Continuity, RuleBook
from insurance.rules.explanation import Citation, Source, Step, formula, step
from insurance.rules.interruptions import FOR_EVER, Beginning, Charge, Stay, failings
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption, Restoration, restoration, restored
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW


class Benefit(StrEnum):
    """How medical entitlement stands on a day."""

    ENTITLED = "entitled"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    NONE = "none"


class Cause(StrEnum):
    """Why it stands so."""

    INSURED = "insured"
    RETROACTIVE = "retroactive"
    FIRST_WAIT = "first_wait"
    FIRST_UNPAID = "first_unpaid"
    ARREARS = "arrears"
    STOPPED = "stopped"
    AFTER_GAP = "after_gap"
    ENDED = "ended"
    RETIRED = "retired"
    LATE_YEAR = "late_year"
    YEAR_UNPAID = "year_unpaid"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Period:
    """One bar of the time line: from ``first_on`` up to, not including, ``until_on`` (None while no end is known).

    ``interruption`` and ``restoration`` tell what it follows from, where it follows from one; ``explanation`` always.
    """

    state: Benefit
    cause: Cause
    first_on: date
    until_on: date | None
    explanation: Step
    interruption: Interruption | None = None
    restoration: Restoration | None = None

    def holds(self, day: date) -> bool:
        return self.first_on <= day and (self.until_on is None or day < self.until_on)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The rule versions of the stop and of the return."""
        found = self.restoration
        rules = (found.stop_rule, found.restore_rule) if found else ()
        return tuple(rule.source for rule in rules if rule)


@dataclass(frozen=True, slots=True)
class History:
    """The bars of a person's entitlement, in order and without overlap, and the interruptions they come from."""

    periods: tuple[Period, ...]
    interruptions: tuple[tuple[Interruption, Restoration], ...]

    def on(self, day: date) -> Period | None:
        """Return the bar of a day; None before the first enrolment."""
        return next((period for period in self.periods if period.holds(day)), None)

    @property
    def open_interruption(self) -> tuple[Interruption, Restoration] | None:
        """The interruption that nothing has ended yet."""
        if self.interruptions and self.interruptions[-1][0].credited_on is None:
            return self.interruptions[-1]
        return None


# Formulas ---------------------------------------------------------------------------------------------------------


@formula("benefit.covered")
def covered_since(*, first_month: Month) -> date:
    """Return from which day an enrolment whose beginning needs no wait covers."""
    return first_month.first_day


@formula("benefit.first_wait")
def first_benefit_day(*, first_month: Month, credited_on: date, new_enrolment_months: int) -> date:
    """Return the first day with benefits of a first enrolment: months from that of the first credit."""
    return max((Month.of(credited_on) + new_enrolment_months).first_day, first_month.first_day)


@formula("benefit.first_unpaid")
def nothing_credited(*, first_month: Month) -> None:
    """Return that benefits of a first enrolment wait for the first credit."""


@formula("benefit.ended")
def ended_on(*, stop_month: Month) -> date:
    """Return the first day after an enrolment that ended for good."""
    return stop_month.first_day


@formula("benefit.retired", Citation(SOCIAL_INSURANCE_LAW, "27"))
def retired_since(*, stop_month: Month) -> date:
    """Return from which day somebody retired is covered without paying; the months needed were checked then."""
    return stop_month.first_day


# Employee medical insurance -----------------------------------------------------------------------------------------


def employee_history(stays: Iterable[Stay], charges: Iterable[Charge], book: RuleBook, *, on: date) -> History:
    """Return the entitlement from employee medical insurance as known on a day, with what is already certain of the
    future.

    ``stays`` and ``charges`` as ``interruptions.failings`` takes them. Raises LookupError where no rule is in force.
    """
    stays = tuple(stays)
    found = book.since and failings(stays, charges, on=on, since=Month.of(book.since))
    if not found:
        return History((), ())
    restorations = tuple((one, restored(one, book)) for one in found.interruptions)
    spans = list(_beginning(found.beginning, book))
    for interruption, outcome in restorations:
        spans += _spans_of(interruption, outcome)
    spans += _end(stays)
    first = found.beginning.stay.first
    return History(_drawn(first.first_day, spans, step(covered_since, first_month=first)), restorations)


def _beginning(beginning: Beginning, book: RuleBook) -> Iterable[Period]:
    """Yield the wait of a first enrolment; none where the record begins in its middle."""
    if not beginning.known:
        return
    stay = beginning.stay
    if beginning.credited_on is None:
        unpaid = step(nothing_credited, first_month=stay.first)
        yield Period(Benefit.WAITING, Cause.FIRST_UNPAID, stay.first.first_day, None, unpaid)
        return
    rule = book.on(stay.payer, max(beginning.credited_on, stay.first.first_day))
    wait = step(
        first_benefit_day,
        source=rule.source,
        first_month=stay.first,
        credited_on=beginning.credited_on,
        new_enrolment_months=rule.new_enrolment_months,
    )
    if wait.result > stay.first.first_day:
        yield Period(Benefit.WAITING, Cause.FIRST_WAIT, stay.first.first_day, wait.result, wait)


def _end(stays: Iterable[Stay]) -> Iterable[Period]:
    """Yield what follows an end for good: nothing, or after retirement benefits without contributions."""
    last = max(stays, key=lambda stay: stay.stop or FOR_EVER)
    if last.retired:
        retired = step(retired_since, stop_month=last.stop)
        yield Period(Benefit.ENTITLED, Cause.RETIRED, retired.result, None, retired)
    elif last.ended:
        done = step(ended_on, stop_month=last.stop)
        yield Period(Benefit.NONE, Cause.ENDED, done.result, None, done)


def _spans_of(interruption: Interruption, restoration: Restoration) -> Iterable[Period]:
    """Yield what one interruption draws over the time line: rest until the credit, then a wait; or a reimbursed gap."""
    told = {"explanation": restoration.explanation, "interruption": interruption, "restoration": restoration}
    stops_on, credited_on, resumes_on = restoration.stops_on, interruption.credited_on, restoration.resumes_on
    if restoration.retroactive_from is not None:
        yield Period(Benefit.ENTITLED, Cause.RETROACTIVE, stops_on, max(resumes_on, credited_on), **told)
        return
    stopped = interruption.due_on is None
    state, cause = (Benefit.NONE, Cause.STOPPED) if stopped else (Benefit.SUSPENDED, Cause.ARREARS)
    rests_until = resumes_on if credited_on is None or resumes_on is None else min(credited_on, resumes_on)
    if rests_until is None or stops_on < rests_until:
        yield Period(state, cause, stops_on, rests_until, **told)
    if rests_until is not None and max(rests_until, stops_on) < resumes_on:
        yield Period(Benefit.WAITING, Cause.AFTER_GAP, max(rests_until, stops_on), resumes_on, **told)


WEIGHT = {Benefit.NONE: 3, Benefit.SUSPENDED: 2, Benefit.WAITING: 1, Benefit.ENTITLED: 0}
"""Which of two bars over the same day is seen: the one that gives less."""


def _drawn(first_on: date, spans: list[Period], insured: Step) -> tuple[Period, ...]:
    """Return bars without overlap or hole from ``spans``, entitled where none lies."""
    edges = sorted({first_on, *(span.first_on for span in spans), *(s.until_on for s in spans if s.until_on)})
    drawn: list[Period] = []
    for position, edge in enumerate(edges):
        if edge < first_on:
            continue
        until = edges[position + 1] if position + 1 < len(edges) else None
        covering = [span for span in spans if span.holds(edge)]
        base = max(covering, key=lambda span: WEIGHT[span.state], default=None)
        state, cause = (base.state, base.cause) if base else (Benefit.ENTITLED, Cause.INSURED)
        about = (base.interruption, base.restoration) if base else (None, None)
        explanation = base.explanation if base else _since_when(drawn, insured)
        if drawn and (drawn[-1].state, drawn[-1].cause, drawn[-1].interruption) == (state, cause, about[0]):
            drawn[-1] = Period(state, cause, drawn[-1].first_on, until, drawn[-1].explanation, *about)
            continue
        drawn.append(Period(state, cause, edge, until, explanation, *about))
    return tuple(drawn)


def _since_when(drawn: list[Period], insured: Step) -> Step:
    """Return why somebody is entitled: because the wait before is over, or since the first month."""
    return drawn[-1].explanation if drawn and drawn[-1].state != Benefit.ENTITLED else insured


# Continuous and cumulative months -----------------------------------------------------------------------------------


@formula("months.continuous")
def continuous_months(*, credited_months: tuple, broken_month: Month | None) -> int:
    """Return how many credited months count as continuous: those since continuity was last lost."""
    return sum(broken_month is None or month >= broken_month for month in credited_months)


@formula("months.cumulative")
def cumulative_months(*, credited_months: tuple) -> int:
    """Return how many months were credited; they are never lost (Social Insurance Law, articles 19, 32 and 52)."""
    return len(credited_months)


def broken_since(history: History) -> Month | None:
    """Return from which month continuous months are counted anew; None where continuity was never lost.

    An interruption that may still be repaid breaks nothing yet, and one that was made good after the return as little
    as the rule says of a repayment so late.
    """
    for interruption, outcome in reversed(history.interruptions):
        if interruption.credited_on is not None and _continuity(interruption, outcome) != Continuity.KEPT:
            return Month.of(interruption.credited_on) if not interruption.repaid else interruption.first_unpaid
    return None


def _continuity(interruption: Interruption, outcome: Restoration) -> Continuity:
    if interruption.made_good_on is None:
        return outcome.continuity
    repaid = replace(interruption, repaid=True, credited_on=interruption.made_good_on)
    return restoration(repaid, stop_rule=outcome.stop_rule, restore_rule=outcome.restore_rule).continuity
