"""Some of the lines that SQL has just written, compared with the pure rule on the record itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q

from insurance.models.enrolments import Enrolment, UnitRegistration
from insurance.models.unit_rates import UnitInjuryRate
from insurance.models.wages import DeclaredWage
from insurance.rules.injury_rate import unit_injury_rate
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.undeclared import is_estimated
from insurance.selectors.month_policy import MonthPolicy
from insurance.selectors.policy import NOT_FLOATED
from insurance.selectors.wage_differences import COLUMNS, amounts_of


class LineDiffers(AssertionError):
    """A line is not what the rule gives: the program is wrong, and nothing of it may stay."""


class Sampled(NamedTuple):
    """One line: payer (None for who pays alone), person, amounts by column where insured."""

    unit_id: int | None
    person_id: int
    amounts: dict[str, int]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Sampled":
        """Return a row that names its columns as a line."""
        return cls(row["unit_id"], row["person_id"], {name: row[name] for name in COLUMNS if row[name] is not None})


def refuse_wrong_lines(lines: Iterable[Sampled], policy: MonthPolicy, *, assessed_on: date) -> None:
    """Compare lines with what ``Tariff.charge`` gives for the record as it stands. LineDiffers names the first wrong one."""
    lines = list(lines)
    expected = expected_of(lines, policy, assessed_on)
    for line in lines:
        right = expected.get((line.unit_id, line.person_id))
        if right != line.amounts:
            raise LineDiffers(
                f"{policy.month} unit {line.unit_id} person {line.person_id}: {line.amounts}, not {right}"
            )


def expected_of(lines: Sequence[Sampled], policy: MonthPolicy, assessed_on: date) -> dict[tuple, dict[str, int]]:
    """Return what the rule gives for the payers and people of lines, by both; five statements."""
    day = policy.month.first_day
    people = {line.person_id for line in lines}
    units = {line.unit_id for line in lines} - {None}
    charged: dict[tuple, list[Enrolment]] = {}
    running = Enrolment.objects.filter(Q(stop_month=None) | Q(stop_month__gt=day), first_month__lte=day)
    for one in running.filter(person__in=people).order_by("-first_month", "-pk"):
        charged.setdefault((one.unit_id, one.person_id), []).append(one)
    wages = declared(units, people, day)
    rates = rates_of(units, policy)
    found = {}
    for line in lines:
        key = (line.unit_id, line.person_id)
        segments = [one for one in charged.get(key, ()) if one.kind != EnrolmentKind.RESIDENT]
        if line.unit_id is None:
            found[key] = alone(segments, policy)
        else:
            found[key] = employed(segments, wages.get(key), rates[line.unit_id], policy, assessed_on)
    return found


def declared(units: set[int], people: set[int], day: date) -> dict[tuple, tuple[int, date]]:
    """Return the declared wage in force and its month, by unit and person."""
    rows = DeclaredWage.objects.filter(unit__in=units, person__in=people, from_month__lte=day, undone_at=None)
    in_order = rows.order_by("from_month", "pk").values_list("unit_id", "person_id", "wage_fen", "from_month")
    return {(unit, person): (wage, since) for unit, person, wage, since in in_order}


def rates_of(units: set[int], policy: MonthPolicy) -> dict[int, Decimal]:
    """Return the work-injury rate of units."""
    classes = dict(UnitRegistration.objects.filter(unit__in=units).values_list("unit_id", "injury_class"))
    own = {row.unit_id: row for row in UnitInjuryRate.objects.filter(
        unit__in=units, in_force__contains=policy.month.first_day)}  # fmt: skip
    found = {}
    for unit_id, registered in classes.items():
        row = own.get(unit_id)
        injury_class = row.injury_class if row else registered
        if injury_class in policy.injury_rates:
            factor = row.factor if row else NOT_FLOATED
            found[unit_id] = unit_injury_rate(policy.injury_rates[injury_class], injury_class, factor).rate
    return found


def employed(
    segments: list[Enrolment], wage: tuple[int, date] | None, rate: Decimal, policy: MonthPolicy, assessed_on: date
) -> dict[str, int]:
    """Return what the rule charges for an employee."""
    amount, since = wage or (next((one.wage_fen for one in segments if one.wage_fen is not None), None), None)
    estimated = is_estimated(policy.year, month=policy.month, wage_from=since, on=assessed_on)
    codes = sorted({one.insurance for one in segments})
    return dict(amounts_of(policy.tariff_of_unit(rate).charge(amount, codes, estimated=estimated)))


def alone(segments: list[Enrolment], policy: MonthPolicy) -> dict[str, int]:
    """Return what the rule charges for somebody who pays alone, each insurance on the base chosen for it."""
    tariff, found = policy.tariff_alone(), {}
    medical = next((one for one in segments if one.insurance == Insurance.MEDICAL), None)
    for one in segments:
        chosen = medical if one.insurance == Insurance.SUPPLEMENT and medical else one
        found |= dict(amounts_of(tariff.charge(chosen_wage(chosen, policy), [one.insurance])))
    return found


def chosen_wage(segment: Enrolment, policy: MonthPolicy) -> int | None:
    """Return the base chosen for an insurance, or the one chosen before a pause."""
    if segment.wage_fen is not None:
        return segment.wage_fen
    earlier = Enrolment.objects.filter(
        Q(stop_month=None) | Q(stop_month__gt=F("first_month")),
        person=segment.person_id,
        insurance=segment.insurance,
        kind=EnrolmentKind.FLEXIBLE,
        wage_fen__isnull=False,
        first_month__lte=policy.month.first_day,
    )
    row = earlier.order_by("-first_month", "-pk").first()
    return row and row.wage_fen
