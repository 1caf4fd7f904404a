"""Yearly declarations of wages: one unit missed this year's, another has begun to write them."""

from datetime import date

from insurance.models import Declaration
from insurance.rules.months import Month
from insurance.selectors.bases import bases_year, staff_of, still_open
from insurance.selectors.wages import wages_of
from insurance.services import bases, unit_declarations
from portal.demo.steps import City, moment, operator

WRITTEN = 6
"""So many wages stand in the draft that waits."""


def wages_of_the_year(city: City) -> None:
    """金穗 declared last year's wages and none since, so that its bills are estimated; 恒达 has a page of this year's."""
    missed = city.in_month(Month.of(city.on).number + 10, 20)
    declared = write(city, "jinsui", missed)
    unit_declarations.submit(
        declared.number,
        actor=operator(city, "jinsui"),
        at=moment(missed, 10, 5),
        on=missed,
        acknowledged=True,
    )
    write(city, "hengda", city.working_days_ago(1), most=WRITTEN)


def write(city: City, unit: str, day: date, *, most: int | None = None) -> Declaration:
    """Let a unit's operator write wages a tenth above those in force, of at most so many people."""
    employer = city.units[unit]
    year = bases_year(employer, on=day)
    people = list(staff_of(employer, year).filter(still_open(year)).order_by("person_id")[:most])
    in_force = wages_of(employer, [row["person_id"] for row in people], Month.of(day))
    return bases.save_wages(
        employer,
        {person: wage * 11 // 10 for person, wage in in_force.items()},
        seen={},
        actor=operator(city, unit),
        at=moment(day, 9, 40),
        on=day,
    )
