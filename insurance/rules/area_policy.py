"""Everything dated that rules ask of one pooling area, as one value: benefit rules, waits, late fees, wages, rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from insurance.rules.benefit_rule import PolicyMissing, RuleBook
from insurance.rules.explanation import Source
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.late_fee import LateFeeRule, due_on
from insurance.rules.months import Month
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.policy_values import VALUES, AverageWage, exact, value_of
from insurance.rules.resident_wait import ResidentWaitRule
from insurance.rules.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Version:
    """One row: the value it puts in force from ``first`` up to, not including, ``until`` (None while it is open)."""

    first: date
    until: date | None
    value: Any

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class ContributionRate:
    """Shares of the base that unit and person pay for one insurance, as fractions of one; ``yearly_fen`` is the flat
    amount of a year, in fen, where there is one."""

    unit_rate: Decimal
    own_rate: Decimal
    source: Source
    yearly_fen: int = 0

    @property
    def together(self) -> Decimal:
        return self.unit_rate + self.own_rate


@dataclass(frozen=True, slots=True)
class LowerBound:
    """The least contribution base of a month, in fen."""

    lower_fen: int
    source: Source


@dataclass(frozen=True, slots=True)
class AreaPolicy:
    """The dated policy of one area. Every question for a day raises PolicyMissing, naming what is missing,
    without answer.

    ``rows`` are versions by table and key, as ``policy_entries`` names them.
    """

    code: str
    book: RuleBook
    rows: Mapping[tuple, tuple[Version, ...]]
    calendar: WorkCalendar

    def late_fee_on(self, day: date) -> LateFeeRule:
        return self._on(("late_fees",), day)

    def resident_wait_on(self, day: date) -> ResidentWaitRule | None:
        """Return the waits of residents; None for a day before the first rule on record, which is not judged."""
        versions = self.rows.get(("resident_waits",), ())
        if not versions or day < versions[0].first:
            return None
        return self._on(("resident_waits",), day)

    def average_wage_on(self, day: date) -> AverageWage:
        return self._on(("bounds",), day)

    def lower_bound_on(self, day: date) -> LowerBound:
        return self._on(("lower_bounds",), day)

    def rate_on(self, insurance: Insurance, kind: EnrolmentKind, day: date) -> ContributionRate:
        return self._on(("rates", insurance, kind, 0), day)

    def due_on(self, month: Month) -> date:
        """Return the last day on which the contributions of a month are paid in time."""
        return due_on(month, self.late_fee_on(month.first_day), self.calendar)

    def _on(self, key: tuple, day: date) -> Any:
        for version in self.rows.get(key, ()):
            if version.holds(day):
                return version.value
        raise PolicyMissing(f"{self.code}: no {' '.join(map(str, key))} is in force on {day}")


def area_policy_of(code: str, entries: Iterable[tuple[PolicyEntry, Source]], calendar: WorkCalendar) -> AreaPolicy:
    """Return the policy that the rows of an area, each with its source, make together."""
    rows: dict[tuple, list[Version]] = {}
    rules = []
    for entry, source in sorted(entries, key=lambda pair: pair[0].first):
        for key, value in _values(entry, source):
            if entry.table == "benefits":
                rules.append((entry.first, entry.until, value))
            rows.setdefault(key, []).append(Version(entry.first, entry.until, value))
    book = RuleBook(code, tuple(rules))
    return AreaPolicy(code, book, {key: tuple(versions) for key, versions in rows.items()}, calendar)


def _values(entry: PolicyEntry, source: Source):
    """Yield what one row says, under the keys it is asked for."""
    if entry.table == "rates":
        unit_rate, own_rate = exact(entry.values["unit_rate"]), exact(entry.values["own_rate"])
        yield (entry.table, *entry.key), ContributionRate(unit_rate, own_rate, source, entry.values["yearly_fen"])
    if entry.table == "bounds":
        yield ("lower_bounds",), LowerBound(entry.values["lower_fen"], source)
    if entry.table in VALUES:
        yield (entry.table, *entry.key), value_of(entry, source)
