"""What is on record about a person that can be changed, and what a declaration changes of it."""

import json
from datetime import date

from accounts.models.parties import Person, Unit
from insurance.models.declarations import DeclarationLine
from insurance.models.enrolments import Enrolment
from insurance.models.households import DeclaredHousehold
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.personal_data import Datum
from insurance.selectors.bases import last_charged_month
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.policy import office_area

WAGE_MONTHS = 3
"""From how many months on a changed wage can be asked to count."""


def changes_of(line: DeclarationLine) -> list[Datum]:
    """Return which data a line changes."""
    return [Datum(name) for name in line.details.get("changes", ())]


def answers_of(line: DeclarationLine) -> dict:
    """Return the new values of a line by datum, and the old ones as ``old_…``; the encrypted ones too."""
    sealed = json.loads(line.sealed) if line.sealed else {}
    wage = {Datum.WAGE: line.details.get("wage_fen"), f"old_{Datum.WAGE}": line.details.get("old_fen")}
    return {**line.details, **sealed, **wage}


def lines_under_way(line: DeclarationLine) -> list[str]:
    """Return the numbers of other declarations on their way that change data of the same person."""
    others = DeclarationLine.objects.filter(
        person=line.person_id,
        declaration__kind=DeclarationKind.INFO_CHANGE,
        declaration__parts__state__in=UNDER_WAY,
    ).exclude(declaration=line.declaration_id)
    return list(others.values_list("declaration__number", flat=True).distinct())


def household_of(person_id: int) -> str:
    """Return the kind of household somebody declared last; empty for none."""
    latest = DeclaredHousehold.objects.filter(person=person_id, undone_at=None).order_by("-pk").first()
    return latest.household if latest else ""


def employment_kind_of(unit: Unit, person: Person) -> str:
    """Return the kind of employment of somebody's running enrolments with the unit; empty where the record tells none."""
    running = Enrolment.objects.filter(unit=unit, person=person, stop_month=None).exclude(employment_kind="")
    return running.values_list("employment_kind", flat=True).first() or ""


def insurances_with(unit: Unit, person: Person) -> tuple[int, ...]:
    """Return what somebody is insured for with the unit."""
    running = Enrolment.objects.filter(unit=unit, person=person, stop_month=None)
    return tuple(running.order_by("insurance").values_list("insurance", flat=True))


def wage_months(unit: Unit, *, on: date) -> list[Month]:
    """Return from which months a changed wage can count: those that are not charged yet."""
    charged = last_charged_month(unit)
    first = max(Month.of(on), charged + 1) if charged else Month.of(on)
    return [first + ahead for ahead in range(WAGE_MONTHS)]


def area_of(person: Person) -> PoolingArea:
    """Return the area whose agency keeps somebody's record: that of the latest enrolment, or the office's own."""
    latest = Enrolment.objects.filter(person=person).select_related("area").order_by("-first_month", "-pk").first()
    return latest.area if latest else office_area()
