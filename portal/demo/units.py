"""The employers of the demo city."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from accounts.rules.resident_id import Sex
from insurance.rules.months import Month
from portal.demo.cast import cast_units
from portal.demo.lives import first_month, random_day
from portal.demo.names import person_name, unit_name
from portal.demo.numbers import AREA, unit_code

WHOLE_CITY = 1000
"""From this size on the units with a story have the sizes their stories tell; a smaller city shrinks them."""

FEWEST_STAFF = 14
"""What a unit shrinks to at most, so that its stories can be told."""

LARGEST_OTHER_UNIT = 160


@dataclass(frozen=True)
class UnitPlan:
    """One employer: ``staff`` are enrolled before the stories; months say since when it pays in part or not at all.

    ``awaited``: founded, but not registered yet, and without a class of work injury.
    """

    name: str
    credit_code: str
    injury_class: int | None
    founded_on: date
    contact_name: str
    contact_phone: str
    staff: int
    area: str = AREA
    closed_on: date | None = None
    pay_day: int | None = None
    unpaid_from: Month | None = None
    part_paid_from: Month | None = None
    key: str = ""
    awaited: bool = False


def named_units(persons: int, on: date) -> list[UnitPlan]:
    """Return the units with a story."""
    return [named_unit(number, entry, persons, on) for number, entry in enumerate(cast_units(), start=1)]


def named_unit(number: int, entry: dict, persons: int, on: date) -> UnitPlan:
    def month(name):
        return Month.of(on) + entry[name] if name in entry else None

    closed = month("closed")
    area = entry.get("area", AREA)
    return UnitPlan(
        key=entry["key"],
        name=entry["name"],
        credit_code=unit_code(number, area, entry.get("registry", "91")),
        injury_class=entry.get("injury_class"),
        founded_on=entry.get("founded_on") or on - timedelta(days=entry["founded_days_ago"]),
        awaited=entry.get("awaited", False),
        contact_name=entry["contact_name"],
        contact_phone=entry["contact_phone"],
        staff=staff_of(entry, persons) + entry.get("leavers", 0),
        area=area,
        closed_on=closed.day(12) if closed else None,
        pay_day=entry.get("pay_day"),
        unpaid_from=month("unpaid_from"),
        part_paid_from=month("part_paid_from"),
    )


def staff_of(entry: dict, persons: int) -> int:
    shrunk = entry["staff"] * min(persons, WHOLE_CITY) // WHOLE_CITY
    return max(shrunk, min(entry["staff"], FEWEST_STAFF))


def other_units(rng: Random, jobs: int, on: date) -> list[UnitPlan]:
    """Return units for the remaining jobs, many small and few large; about one in sixty owes its last months."""
    units, taken, number = [], set(), len(cast_units())
    while jobs > 0:
        staff = min(int(rng.paretovariate(0.9)), jobs, LARGEST_OTHER_UNIT)
        jobs -= staff
        number += 1
        name, injury_class = unit_name(rng, taken)
        unit = UnitPlan(
            name=name,
            credit_code=unit_code(number),
            injury_class=injury_class,
            founded_on=random_day(rng, date(1996, 1, 1), first_month(on).first_day - timedelta(days=1)),
            contact_name=person_name(rng, rng.choice(list(Sex)), 1985),
            contact_phone=f"0799-8{rng.randint(0, 999999):06d}",
            staff=staff,
        )
        units.append(replace(unit, unpaid_from=Month.of(on) - rng.randint(1, 7)) if rng.random() < 1 / 60 else unit)
    return units
