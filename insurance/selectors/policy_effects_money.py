"""What a draft of bounds, rates or late fees would make people and units pay, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F

from insurance.models.bills import Bill
from insurance.models.unit_rates import UnitInjuryRate
from insurance.rules.contribution import Bounds, contribution_amount, contribution_base
from insurance.rules.injury_rate import unit_injury_rate
from insurance.rules.kinds import BillState, Insurance
from insurance.rules.late_fee import LateFeeRule, late_fee
from insurance.rules.money import fen
from insurance.rules.months import Month
from insurance.rules.policy_effect import Case, Measure, effect_as_json, effect_of
from insurance.rules.policy_entries import PolicyEntry
from insurance.selectors.policy_change import Change, running
from insurance.selectors.policy_sample import sample_of

MONTHS_OF_A_YEAR = 12
LATE_BY = timedelta(days=30)
NOT_FLOATED = Decimal("1.00")


class Paid(NamedTuple):
    """What unit and person pay for one enrolment, in fen: a month, for residents a year."""

    unit_fen: int
    own_fen: int


@dataclass(frozen=True)
class Tariff:
    """Bounds and rates of one day."""

    bounds: Bounds | None
    rates: dict[tuple, PolicyEntry]

    @classmethod
    def of(cls, entries: Iterable[PolicyEntry]) -> "Tariff":
        entries = list(entries)
        bounds = next((entry.values for entry in entries if entry.table == "bounds"), None)
        return cls(
            bounds and Bounds(bounds["lower_fen"], bounds["upper_fen"]),
            {entry.key: entry for entry in entries if entry.table == "rates"},
        )

    def paid(self, insurance: int, kind: str, injury_class: int, factor: Decimal, wage_fen: int | None) -> Paid:
        """Return what one enrolment pays; who declared no wage pays on the lower bound. Nothing where no row says."""
        rate = self.rates.get((insurance, kind, injury_class))
        if rate is None:
            return Paid(0, 0)
        flat = _flat(insurance, rate.values["yearly_fen"])
        if self.bounds is None:
            return Paid(0, flat)
        base = contribution_base(self.bounds.lower if wage_fen is None else wage_fen, self.bounds)
        unit_rate = rate.values["unit_rate"]
        if insurance == Insurance.INJURY:
            unit_rate = unit_injury_rate(unit_rate, injury_class, factor).rate
        own = contribution_amount(base, rate.values["own_rate"])
        return Paid(contribution_amount(base, unit_rate), own + flat)


def _flat(insurance: int, yearly_fen: int) -> int:
    """Return a flat amount, in fen: residents pay once a year, the others every month."""
    return yearly_fen if insurance == Insurance.RESIDENT else fen(Decimal(yearly_fen) / MONTHS_OF_A_YEAR)


def contributions(change: Change, on: date) -> dict[str, Any]:
    """Return what running enrolments pay for the month of the first day, before and after, by person and insurance."""
    concerned = _concerned(change)
    sample = sample_of(concerned.values("person_id"))
    factors = _factors(change)
    tariffs = [lru_cache(maxsize=None)(Tariff.of(entries).paid) for entries in (change.before, change.after)]
    people: dict[int, list[int]] = {}
    insurances: dict[int, list[int]] = {}
    rows = concerned.filter(person_id__in=sample.people).values_list(
        "person_id", "insurance", "kind", "wage_fen", "unit_id", "unit__registration__injury_class"
    )
    for person_id, insurance, kind, wage_fen, unit_id, registered_class in rows.iterator(chunk_size=5000):
        injury_class, factor = 0, NOT_FLOATED
        if insurance == Insurance.INJURY:
            injury_class, factor = factors.get(unit_id, (registered_class, NOT_FLOATED))
        old, new = (paid(insurance, kind, injury_class, factor, wage_fen) for paid in tariffs)
        _add(people.setdefault(person_id, [0, 0]), (sum(old), sum(new)))
        _add(insurances.setdefault(insurance, [0, 0, 0, 0]), (*old, *new))
    cases = (Case(sample.numbers[key], *sums) for key, sums in people.items())
    question = "resident_rates" if Insurance.RESIDENT in insurances else change.table
    return {
        "question": question,
        "population": sample.population,
        "looked_at": len(sample.numbers),
        "effect": effect_as_json(effect_of(cases, Measure.FEN)),
        "insurances": [[insurance, *sums] for insurance, sums in sorted(insurances.items())],
    }


def _add(sums: list[int], more: tuple[int, ...]) -> None:
    for position, amount in enumerate(more):
        sums[position] += amount


def _concerned(change: Change):
    """Return the running enrolments whose contributions the draft can change."""
    enrolments = running(change.area, change.first_on)
    if change.table == "bounds":
        return enrolments.exclude(insurance=Insurance.RESIDENT)
    insurance, kind, _class = change.entries[0].key
    return enrolments.filter(insurance=insurance, kind=kind)


def _factors(change: Change) -> dict[int, tuple[int, Decimal]]:
    """Return industry class and floating factor of the units that have a row of their own."""
    rows = UnitInjuryRate.objects.filter(in_force__contains=change.first_on, unit__registration__area=change.area)
    return {unit_id: (number, factor) for unit_id, number, factor in rows.values_list("unit", "injury_class", "factor")}


# Late fees ----------------------------------------------------------------------------------------------------------


def late_fees(change: Change, on: date) -> dict[str, Any]:
    """Return what today's arrears of units cost in late fees when settled thirty days after the first day."""
    settled_on = max(change.first_on, on) + LATE_BY
    rules = [change.value(entry) for entry in change.pair()]
    units: dict[str, list[int]] = {}
    for number, month, due_on, owed_fen in _arrears(change, on):
        fees = (_fee(owed_fen, month, due_on, settled_on, rule) for rule in rules)
        _add(units.setdefault(number, [0, 0]), tuple(fees))
    cases = (Case(number, *sums) for number, sums in units.items())
    return {
        "population": len(units),
        "looked_at": len(units),
        "settled_on": settled_on.isoformat(),
        "effect": effect_as_json(effect_of(cases, Measure.FEN)),
    }


def _arrears(change: Change, on: date):
    unpaid = Bill.objects.filter(assessment__area=change.area, assessment__unit__isnull=False, due_on__lt=on)
    unpaid = unpaid.exclude(state__in=[BillState.PAID, BillState.CANCELLED]).exclude(deferred_until__gte=on)
    owed = unpaid.annotate(owed_fen=F("unit_total_fen") + F("own_total_fen") - F("paid_fen")).filter(owed_fen__gt=0)
    columns = ("assessment__unit__public_id", "assessment__month", "due_on", "owed_fen")
    return owed.values_list(*columns).iterator(chunk_size=5000)


def _fee(owed_fen: int, month: date, due_on: date, settled_on: date, rule: LateFeeRule | None) -> int:
    if rule is None:
        return 0
    return late_fee(owed_fen, month=Month.of(month), due_on=due_on, settled_on=settled_on, rule=rule).fee_fen
