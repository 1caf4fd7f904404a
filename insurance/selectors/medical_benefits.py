"""Everything that is told of one person's medical benefits: the entitlement, the months credited, whose money is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from insurance.models.benefits import BenefitPeriod
from insurance.models.policy import PoolingArea
from insurance.rules.benefit_history import WEIGHT, Benefit
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Counted, counted_months
from insurance.rules.standing import Standing
from insurance.selectors.benefits import MedicalPicture, medical_picture
from insurance.selectors.contribution_history import Line, history


@dataclass(frozen=True, slots=True)
class MedicalBenefits:
    """A person's medical insurance as known on a day.

    ``counted`` are the months credited in the scheme of employees, None where none was. ``owing_units`` are the units
    that are past the last day of some month's medical insurance.
    """

    picture: MedicalPicture
    area_name_zh: str
    area_name_en: str
    counted: Counted | None
    owing_units: tuple[str, ...]


def medical_benefits(person_id: int, *, on: date) -> MedicalBenefits | None:
    """Return what is told of a person's medical benefits, None for who was never enrolled; five statements while policy
    has not changed. PolicyMissing where the area has no rule for a day that matters."""
    picture = medical_picture(person_id, on=on)
    if picture is None:
        return None
    lines = history(person_id, on=on)
    months = credited_medical_months(lines, on=on)
    names = PoolingArea.objects.values_list("name_zh", "name_en").get(code=picture.policy.code)
    return MedicalBenefits(
        picture,
        *names,
        counted=counted_months(months, picture.benefits.employee) if months else None,
        owing_units=units_owing_medical(lines),
    )


def stored_state(person_id: int, *, on: date) -> tuple[Benefit, date] | None:
    """Return how somebody's benefits stand on a day, and since when, as it is kept; None where nothing is. One statement."""
    held = BenefitPeriod.objects.filter(Q(until_on=None) | Q(until_on__gt=on), person=person_id, first_on__lte=on)
    found = [(Benefit(state), first_on) for state, first_on in held.values_list("state", "first_on")]
    return min(found, key=lambda row: WEIGHT[row[0]], default=None)


def benefits_begin(person_id: int, *, on: date) -> date | None:
    """Return the day after ``on`` on which somebody's benefits begin, as it is kept; None where they run on ``on``, or no
    such day is known. One statement."""
    running = Q(until_on=None) | Q(until_on__gt=on)
    found = BenefitPeriod.objects.filter(running, person=person_id, state=Benefit.ENTITLED).order_by("first_on")
    first_on = found.values_list("first_on", flat=True).first()
    return first_on if first_on and first_on > on else None


def credited_medical_months(lines: Iterable[Line], *, on: date) -> tuple[Month, ...]:
    """Return the months of employee medical insurance credited by a day, in order; one that was refunded is none."""
    sums: dict[Month, int] = {}
    for line in lines:
        for share in line.shares:
            if share.insurance == Insurance.MEDICAL and share.credited_on is not None and share.credited_on <= on:
                sums[line.month] = sums.get(line.month, 0) + share.total
    return tuple(sorted(month for month, fen in sums.items() if fen > 0))


def units_owing_medical(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names of the units that are past the last day of some month's medical insurance, each once."""
    names = (
        line.unit_name
        for line in lines
        for share in line.shares
        if line.unit_name and line.is_charge and share.insurance == Insurance.MEDICAL
        if share.standing == Standing.MISSING
    )
    return tuple(dict.fromkeys(names))
