"""What a draft of policy would change, worked out on the record by the same rules as everything else; writes nothing.

Each table asks the question that matters for it: what running enrolments pay, when people in a gap would be entitled
again, what today's arrears cost a month later, from which month a reduction counts, how long residents wait.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from accounts.rules.errors import RuleBroken
from insurance.models.enrolments import UnitRegistration
from insurance.models.policy import DeclarationWindow as WindowRow
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import EnrolmentKind, UnitStatus
from insurance.rules.months import Month
from insurance.rules.policy_effect import packed
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.reduction_window import DeclarationWindow, EffectiveRule, OutsideWindow, stop_months
from insurance.rules.unemployment import UnemploymentRule, unemployment_duration
from insurance.selectors.policy import latest_closed_month, work_calendar
from insurance.selectors.policy_change import Change, running
from insurance.selectors.policy_effects_money import contributions, late_fees
from insurance.selectors.policy_effects_waits import residents, returns

DECEMBER = 12


def effect(change: Change, *, on: date) -> dict[str, Any]:
    """Return what the draft changes, as a draft keeps it; ``on`` is the business day."""
    return {"table": change.table, "day": packed(change.first_on), **QUESTIONS[change.table](change, on)}


# Windows ------------------------------------------------------------------------------------------------------------


def windows(change: Change, on: date) -> dict[str, Any]:
    """Return what a reduction declared on each day of the first whole month leads to, before and after, and how many
    payers the window is for."""
    before, after = change.pair()
    calendar, closed = work_calendar(), latest_closed_month(change.area)

    def answer(entry: PolicyEntry | None, day: date) -> list:
        if entry is None:
            return []
        try:
            allowed = stop_months(window_of(entry), declared_on=day, calendar=calendar, latest_assessed=closed)
        except RuleBroken as refused:
            return ["opens", packed(refused.facts["next_opening"])]
        return ["stop", str(allowed.default), str(allowed.earliest), str(allowed.latest)]

    days = [(day, answer(before, day), answer(after, day)) for month in _months(change) for day in _days(month)]
    [channel] = after.key
    return {
        "lines": list(_joined(days)),
        "changed": sum(old != new for _day, old, new in days),
        "examined": len(days),
        "concerned": _payers(change.area, channel, change.first_on),
    }


def window_of(entry: PolicyEntry) -> DeclarationWindow:
    """Return the window an entry describes, as the value the rules take."""
    columns = dict(entry.values)
    return DeclarationWindow(
        rule=EffectiveRule(columns.pop("rule")), outside_window=OutsideWindow(columns.pop("outside_window")), **columns
    )


def _months(change: Change) -> list[Month]:
    """Return the first whole month of the draft; where it changes what happens in December, that too."""
    before, after = change.pair()
    first = Month.of(change.first_on) + (change.first_on.day > 1)
    december = Month(first.year, DECEMBER)
    froze = before is not None and before.values["december_freeze"] != after.values["december_freeze"]
    return [first, december] if froze and first != december else [first]


def _days(month: Month) -> Iterator[date]:
    yield from (month.day(number) for number in range(1, month.last_day.day + 1))


def _joined(days: list[tuple[date, list, list]]) -> Iterator[list]:
    """Yield spans of days in a row with the same answers: first and last day, before, after."""
    first = None
    for position, (day, old, new) in enumerate(days):
        first = first or day
        following = days[position + 1] if position + 1 < len(days) else None
        if following is None or following[1:] != (old, new) or Month.of(following[0]) != Month.of(day):
            yield [packed(first), packed(day), old, new]
            first = None


def _payers(area: PoolingArea, channel: str, day: date) -> int:
    if channel == WindowRow.Channel.UNIT:
        return UnitRegistration.objects.filter(area=area, status=UnitStatus.INSURED).count()
    return running(area, day).exclude(kind=EnrolmentKind.EMPLOYEE).values("person_id").distinct().order_by().count()


# Unemployment -------------------------------------------------------------------------------------------------------

ALWAYS_SHOWN = (11, 12, 59, 60, 119, 120, 300)
"""Months paid, around the steps of the national scale."""


def durations(change: Change, on: date) -> dict[str, Any]:
    """Return the months of benefit for months paid at every step of the two scales, before and after."""
    before, after = map(change.value, change.pair())
    paid = sorted({*ALWAYS_SHOWN, *_steps(before), *_steps(after)})
    lines = [[months, before and _duration(months, before), _duration(months, after)] for months in paid]
    return {"lines": lines, "changed": sum(old != new for _paid, old, new in lines), "examined": len(lines)}


def _steps(rule: UnemploymentRule | None) -> Iterator[int]:
    for piece in rule.pieces if rule else ():
        yield from (months for months in (piece.from_months - 1, piece.from_months) if months >= 0)


def _duration(months: int, rule: UnemploymentRule) -> int:
    return unemployment_duration(months, rule).months


QUESTIONS: dict[str, Callable[[Change, date], dict[str, Any]]] = {
    "bounds": contributions,
    "rates": contributions,
    "late_fees": late_fees,
    "benefits": returns,
    "resident_waits": residents,
    "windows": windows,
    "unemployment": durations,
}
"""Table of policy → what is asked of the record."""
