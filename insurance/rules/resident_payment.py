"""城乡居民医保缴费: what a resident pays for a calendar year, for which years, how a year stands, and what paying brings.

The personal amount is flat. People of some groups pay less or nothing, the rest is borne by the government. One payment
covers one calendar year, so a year is paid once for a person, whoever pays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefit_history import Benefit, Cause
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import Step
from insurance.rules.interruptions import Stay
from insurance.rules.money import fen
from insurance.rules.months import Month
from insurance.rules.resident_history import ResidentStay, YearCharge, resident_history
from insurance.rules.resident_wait import ResidentWaitRule

MOST_RESIDENTS = 500
"""How many people a village or neighbourhood committee adds, or pays for, at once."""

MOST_FAMILY = 20
"""For how many members of the family one person pays."""


class Relation(StrEnum):
    """What the insured person is to the one who pays."""

    CHILD = "child"
    SPOUSE = "spouse"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"
    RESIDENT = "resident"


FAMILY = tuple(relation for relation in Relation if relation != Relation.RESIDENT)
"""A resident is somebody for whom a village or neighbourhood committee pays."""


class Group(StrEnum):
    """身份类别: groups whose personal amount the government bears, wholly or in part."""

    EXTREME_POVERTY = "extreme_poverty"
    MINIMUM_LIVING = "minimum_living"


class YearState(StrEnum):
    """How the payment for one person and year stands.

    ``UNREGISTERED`` and ``PAYABLE`` may be paid, ``FAILED`` again; ``FREE``: the government bears all of it;
    ``BARRED``: insured otherwise, or there is no sense in paying.
    """

    BARRED = "barred"
    UNREGISTERED = "unregistered"
    PAYABLE = "payable"
    FREE = "free"
    PAYING = "paying"
    PAID = "paid"
    CREDITED = "credited"
    POSTED = "posted"
    FAILED = "failed"
    REFUNDED = "refunded"
    DUPLICATE = "duplicate"


MAY_BE_PAID = frozenset({YearState.UNREGISTERED, YearState.PAYABLE, YearState.FREE, YearState.FAILED})


@dataclass(frozen=True, slots=True)
class Payable:
    """What is to be paid for a year, in fen: the standard, and what the government bears of it."""

    standard_fen: int
    subsidy_fen: int

    @property
    def own_fen(self) -> int:
        return self.standard_fen - self.subsidy_fen


def payable(standard_fen: int, share: Decimal) -> Payable:
    """Return what a resident pays of the standard of a year, in fen; ``share`` of it, 0 to 1, is borne by the government.

    The subsidy is rounded half up to the fen. Source: Social Insurance Law of the PRC, article 25.
    """
    assert standard_fen >= 0, standard_fen
    assert 0 <= share <= 1, share
    return Payable(standard_fen, fen(standard_fen * share))


def last_day_of_season(year: int, rule: ResidentWaitRule) -> date:
    """Return the last day on which a covered year is paid in time."""
    return Month(year - 1, rule.closes[0]).day(rule.closes[1])


def first_day_of_season(year: int, rule: ResidentWaitRule) -> date:
    """Return the first day on which a covered year may be paid."""
    return Month(year - 1, rule.opens[0]).day(rule.opens[1])


def years_on_offer(on: date, rule: ResidentWaitRule) -> tuple[int, ...]:
    """Return the years that may be paid on a day: the one that runs, late, and in the season the next one."""
    following = on.year + 1
    if first_day_of_season(following, rule) <= on:
        return (following, on.year)
    return (on.year,)


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What the record and the books know of one person's year.

    ``has_bill``: a bill is out; ``is_taken_back``: its money goes back, or has gone. ``order`` tells of the latest payment
    order for it: None, or one of started, unknown, succeeded, failed, refunding, refunded; the last two may be about
    somebody else whom the order paid for. ``is_held``: that order may still pay it.
    """

    is_registered: bool = False
    is_barred: bool = False
    owes_nothing: bool = False
    has_bill: bool = False
    is_paid: bool = False
    is_taken_back: bool = False
    order: str | None = None
    is_held: bool = False
    has_paid: bool = False
    is_posted: bool = False
    paid_twice: bool = False


def year_state(facts: YearFacts) -> YearState:
    """Return how a year stands. What was paid tells more than whether it could be paid now."""
    if facts.is_taken_back:
        return YearState.REFUNDED
    if facts.is_paid:
        return paid_state(facts)
    if facts.is_held:
        return YearState.PAID if facts.has_paid else YearState.PAYING
    if facts.is_barred:
        return YearState.BARRED
    if facts.owes_nothing and not facts.has_bill:
        return YearState.FREE
    if facts.order == "failed":
        return YearState.FAILED
    return YearState.PAYABLE if facts.is_registered else YearState.UNREGISTERED


def paid_state(facts: YearFacts) -> YearState:
    """Return how a year stands whose money is credited; a bill without an order was paid before the hall kept orders."""
    if facts.paid_twice:
        return YearState.DUPLICATE
    return YearState.POSTED if facts.is_posted or facts.order is None else YearState.CREDITED


# Who may join ------------------------------------------------------------------------------------------------------


def first_month_to_join(year: int, stays: Iterable[Stay], *, on: date) -> Month:
    """Return the month from which somebody joins the resident scheme for a year: January, or the present one when late.

    Nobody is insured twice (Regulations on Social Insurance Handling, article 12, and the office's guidance). Raises
    RuleBroken: ``resident.retired`` (covered for life in the employee scheme), ``resident.insured_otherwise`` (``since``).
    """
    month = max(Month(year, 1), Month.of(on))
    for stay in stays:
        if stay.retired:
            raise RuleBroken("resident.retired", "people")
        if stay.stop is not None and stay.stop <= stay.first:
            continue
        if stay.stop is None:
            raise RuleBroken("resident.insured_otherwise", "people", since=stay.first)
        month = max(month, stay.stop)
    if month.year > year:
        raise RuleBroken("resident.insured_all_year", "people", year=year)
    return month


def is_resident_in(year: int, stays: Iterable[ResidentStay], *, on: date) -> bool:
    """Return whether somebody is enrolled as a resident in what is left of a year."""
    month = max(Month(year, 1), Month.of(on))
    return any(stay.first.year <= year and (stay.stop is None or stay.stop > month) for stay in stays)


# What paying brings ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cover:
    """From which day a year is covered when it is paid and credited on a day.

    ``starts_on`` None: the wait until ``waits_until`` is longer than the year. ``explanation`` tells of the wait; None
    where there is none.
    """

    starts_on: date | None
    waits_until: date | None
    explanation: Step | None


def cover_if_paid(
    record: MedicalRecord, policy: AreaPolicy, *, year: int, joins: Month | None, credited_on: date
) -> Cover:
    """Return what paying for a year on a day brings; ``joins`` is the month of a new enrolment, None who has one.

    It is what the entitlement will be computed to once the money is credited.
    """
    stays = record.resident_stays if joins is None else (*record.resident_stays, ResidentStay(joins, None))
    others = tuple(charge for charge in record.year_charges if charge.year != year)
    paid = replace(record, resident_stays=stays, year_charges=(*others, YearCharge(year, None, credited_on)))
    first, last = date(year, 1, 1), date(year, 12, 31)
    history = resident_history(
        paid.resident_stays,
        paid.year_charges,
        policy.resident_wait_on,
        born_year=record.born_year,
        on=max(credited_on, last),
        insured_years=record.employee_years(last),
    )
    of_year = [period for period in history.periods if period.first_on <= last and not _ends_before(period, first)]
    waiting = next((period for period in of_year if period.cause == Cause.LATE_YEAR), None)
    covered = next((period for period in of_year if period.state == Benefit.ENTITLED), None)
    return Cover(
        starts_on=max(covered.first_on, first) if covered else None,
        waits_until=waiting.explanation.result if waiting else None,
        explanation=waiting.explanation if waiting else None,
    )


def _ends_before(period, day: date) -> bool:
    return period.until_on is not None and period.until_on <= day
