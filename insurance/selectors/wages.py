"""申报工资: what the people of a unit are declared to earn in a month."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from accounts.models.parties import Unit
from insurance.models.enrolments import Enrolment
from insurance.models.wages import DeclaredWage
from insurance.rules.months import Month


class DatedWage(NamedTuple):
    """A wage in fen a month and the month from which it counts."""

    wage_fen: int
    from_month: date


def declared_wages(unit: Unit, people: Collection[int], month: Month) -> dict[int, DatedWage]:
    """Return the wage in force in a month of everybody of whom one was declared by itself, by the person's key; one
    statement. Who is missing is charged on the wage of the enrolment."""
    rows = (
        DeclaredWage.objects.filter(
            unit=unit, person__in=people, from_month__lte=month.first_day, undone_at__isnull=True
        )
        .order_by("person_id", "-from_month", "-pk")
        .distinct("person_id")
    )
    return {row[0]: DatedWage(*row[1:]) for row in rows.values_list("person_id", "wage_fen", "from_month")}


def wages_of(unit: Unit, people: Collection[int], month: Month) -> dict[int, int]:
    """Return the declared wage in force in a month, in fen, by the person's key; who has none is missing.

    The latest one declared by itself, otherwise the one of the latest enrolment with the unit. Two statements.
    """
    found = {person: declared.wage_fen for person, declared in declared_wages(unit, people, month).items()}
    missing = [person for person in people if person not in found]
    return found | wages_of_enrolments(unit, missing)


def wages_of_enrolments(unit: Unit, people: Collection[int]) -> dict[int, int]:
    """Return the wage with which somebody was enrolled by the unit last, by the person's key; none asked, none read."""
    if not people:
        return {}
    rows = (
        Enrolment.objects.filter(unit=unit, person__in=people, wage_fen__isnull=False)
        .order_by("person_id", "-first_month", "-pk")
        .distinct("person_id")
    )
    return dict(rows.values_list("person_id", "wage_fen"))
