"""差额: what another wage changes of months that are charged already, person by person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Min, Sum

from accounts.models.parties import Unit
from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.declarations import DeclarationPart
from insurance.models.wages import DeclaredWage
from insurance.rules.kinds import AGENCY_OF, AssessmentKind, Insurance
from insurance.rules.monthly_charge import MonthCharge, Parts, Tariff
from insurance.rules.months import Month
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.tariffs import unit_tariff

ONE_DAY = timedelta(days=1)
CHARGED_ALREADY = (
    AssessmentKind.REGULAR,
    AssessmentKind.SUPPLEMENT,
    AssessmentKind.DIFFERENCE,
    AssessmentKind.REFUND,
)
INSURANCES = tuple(code for code in Insurance if code != Insurance.RESIDENT)
PLACES = tuple(
    (code, is_unit, table[code])
    for code in INSURANCES
    for is_unit, table in ((True, UNIT_COLUMN), (False, OWN_COLUMN))
    if table[code]
)
"""Insurance, whether it is the unit's part, and the column of a contribution line that holds it."""
COLUMNS = tuple(column for _code, _is_unit, column in PLACES)


class PersonDifference(NamedTuple):
    """What one person's month changes by: amounts in fen by column, only where something changes, and the new base."""

    person_id: int
    wage_fen: int
    base_fen: int
    amounts: dict[str, int]


@dataclass(frozen=True)
class MonthDifference:
    """What a charged month changes by. ``assessment_id`` is the regular one that is corrected."""

    assessment_id: int
    month: date
    people: list[PersonDifference]

    def of(self, agency: Agency) -> Parts:
        """Return the sum that goes to one agency; negative where something comes back."""
        return parts_of(agency, (person.amounts for person in self.people))

    @property
    def agencies(self) -> list[Agency]:
        """The agencies with whom something changes."""
        changed = {column for person in self.people for column in person.amounts}
        return [agency for agency in Agency if changed & set(columns_of(agency))]

    @property
    def total_fen(self) -> int:
        return sum(sum(person.amounts.values()) for person in self.people)


def columns_of(agency: Agency) -> list[str]:
    """Return the columns of a contribution line that go to an agency."""
    return [column for code, _is_unit, column in PLACES if AGENCY_OF[code] == agency]


def parts_of(agency: Agency, several: Iterable[Mapping[str, int]]) -> Parts:
    """Return unit and own part, in fen, that amounts by column come to for one agency."""
    unit = own = 0
    mine = [(column, is_unit) for code, is_unit, column in PLACES if AGENCY_OF[code] == agency]
    for amounts in several:
        for column, is_unit in mine:
            amount = amounts.get(column, 0)
            unit, own = (unit + amount, own) if is_unit else (unit, own + amount)
    return Parts(unit, own)


def wage_differences(unit: Unit, wages: Mapping[int, int], since: Month) -> list[MonthDifference]:
    """Return for each month charged from ``since`` on what changes when these wages (fen, by person) count in it.

    New amounts are those of the month's own bounds and rates for what the person was charged for; old ones are what was
    charged, earlier differences included. From the month of a wage that was declared for a later one on, that one counts
    (``DeclaredWage``), and nothing changes. The statements grow with the months, not with the people.
    """
    regular = Assessment.objects.filter(unit=unit, kind=AssessmentKind.REGULAR, month__gte=since.first_day)
    months = dict(regular.order_by("month").values_list("month", "pk"))
    tariffs, changed_from = tariffs_of(unit, months), later_wages(unit, wages, since)
    found: dict[date, list[PersonDifference]] = {month: [] for month in months}
    charged = (
        ContributionLine.objects.filter(
            assessment__unit=unit,
            assessment__kind__in=CHARGED_ALREADY,
            person__in=wages,
            month__in=months,
        )
        .values("month", "person_id")
        .annotate(**{f"old_{column}": Sum(column) for column in COLUMNS})
        .order_by("month", "person_id")
        .values_list("month", "person_id", *(f"old_{column}" for column in COLUMNS))
    )
    for month, person_id, *amounts in charged:
        if changed_from.get(person_id, month + ONE_DAY) <= month:
            continue
        changed = difference(person_id, wages[person_id], amounts, tariffs[month])
        if changed.amounts:
            found[month].append(changed)
    return [MonthDifference(months[month], month, people) for month, people in found.items() if people]


def later_wages(unit: Unit, people: Collection[int], since: Month) -> dict[int, date]:
    """Return the first month after ``since`` from which another wage was declared, by the person's key; one statement."""
    rows = DeclaredWage.objects.filter(
        unit=unit, person__in=people, from_month__gt=since.first_day, undone_at__isnull=True
    ).values("person_id")
    return dict(rows.annotate(first=Min("from_month")).values_list("person_id", "first"))


def tariffs_of(unit: Unit, months: Iterable[date]) -> dict[date, Tariff]:
    """Return the unit's tariff of each month; one object while nothing changes, so that nothing is reckoned twice."""
    found: dict[date, Tariff] = {}
    latest = None
    for month in months:
        tariff = unit_tariff(unit, Month.of(month)).tariff
        latest = found[month] = latest if tariff == latest else tariff
    return found


def difference(person_id: int, wage_fen: int, charged: list[int | None], tariff: Tariff) -> PersonDifference:
    """Return what one person's month changes by; ``charged`` stands in the order of ``COLUMNS``.

    An insurance of which all was given back is not charged any more, and stays so.
    """
    old = dict(zip(COLUMNS, charged, strict=True))
    insured = tuple(code for code, columns in COLUMNS_OF.items() if any(old[column] for column in columns))
    charge = tariff.charge(wage_fen, insured)
    amounts = {
        column: new - old[column]
        for column, new in amounts_of(charge)
        if old[column] is not None and new != old[column]
    }
    return PersonDifference(person_id, wage_fen, charge.base_fen, amounts)


COLUMNS_OF = {code: [column for other, _is_unit, column in PLACES if other == code] for code in INSURANCES}


def amounts_of(charge: MonthCharge) -> Iterable[tuple[str, int]]:
    """Yield the amounts of a charge by column."""
    for code, is_unit, column in PLACES:
        if code in charge.parts:
            parts = charge.parts[code]
            yield column, parts.unit_fen if is_unit else parts.own_fen


def differences_made_by(part: DeclarationPart) -> list[Assessment]:
    """Return the assessments that hold the differences a declaration made, with their bills; two statements."""
    made = Assessment.objects.filter(made_by=part, corrects__kind=AssessmentKind.REGULAR)
    return list(made.prefetch_related("bills").order_by("month", "pk"))
