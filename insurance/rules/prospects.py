"""What paying later would do: spans of days on which a credit brings the same return of benefits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from insurance.rules.benefit_rule import BenefitRule, DayCount, GapUnit, PolicyMissing, RuleBook, Tier
from insurance.rules.months import Month
from insurance.rules.restoration import ONE_DAY, Interruption, Restoration, restored


@dataclass(frozen=True, slots=True)
class Prospect:
    """Credited from ``first_on`` to ``last_on`` (None: without an end), benefits return on ``resumes_on``."""

    first_on: date
    last_on: date | None
    restoration: Restoration

    @property
    def resumes_on(self) -> date | None:
        return self.restoration.resumes_on


def prospects(interruption: Interruption, book: RuleBook, *, since: date, count: int) -> tuple[Prospect, ...]:
    """Return what a credit on ``since`` or later brings: ``count`` spans of days with the same return, in order.

    Within a span the tier and the day of the return stay the same. Days for which no rule is known yet are not told;
    PolicyMissing where ``since`` is one of them.
    """
    found: list[Prospect] = []
    for first_on, last_on in _even_spans(interruption, book, since):
        answer = restored(replace(interruption, credited_on=first_on), book)
        if found and _same(found[-1].restoration, answer):
            found[-1] = replace(found[-1], last_on=last_on)
            continue
        if len(found) == count:
            break
        found.append(Prospect(first_on, last_on, answer))
    return tuple(found)


def last_day_of_tier(interruption: Interruption, rule: BenefitRule, stops_on: date, tier: Tier) -> date | None:
    """Return the last day whose credit still falls into a tier; None where it has no end or cannot be told."""
    if tier.upto is None:
        return None
    if rule.gap_unit == GapUnit.DAYS:
        return stops_on + timedelta(days=tier.upto - (rule.day_count == DayCount.INCLUDE_FIRST))
    if rule.gap_unit == GapUnit.MONTHS:
        return (interruption.first_unpaid + tier.upto).last_day
    return interruption.ordered_on and interruption.ordered_on + timedelta(days=tier.upto)


MONTHS_LOOKED_AHEAD = 36


def _even_spans(interruption: Interruption, book: RuleBook, since: date) -> Iterator[tuple[date, date]]:
    """Yield spans of days in which nothing can change: they end with months, tiers and versions of the rule."""
    first_on, horizon = since, (Month.of(since) + MONTHS_LOOKED_AHEAD).last_day
    while first_on <= horizon:
        try:
            rule = book.on(interruption.returns_as, first_on)
        except PolicyMissing:
            if first_on == since:
                raise
            return
        stops_on = restored(replace(interruption, credited_on=first_on), book).stops_on
        ends = [Month.of(first_on).last_day]
        ends += [until - ONE_DAY for _, until, _ in book.versions if until and until > first_on]
        limits = (last_day_of_tier(interruption, rule, stops_on, tier) for tier in rule.tiers)
        ends += [limit for limit in limits if limit and limit >= first_on]
        last_on = min(ends)
        yield first_on, last_on
        first_on = last_on + ONE_DAY


def _same(one: Restoration, other: Restoration) -> bool:
    return (one.resumes_on, one.tier) == (other.resumes_on, other.tier)
