"""The plan of a whole city as values: its units and its inhabitants with their lives. No database is touched."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from insurance.rules.kinds import EnrolmentKind
from insurance.rules.months import Month
from portal.demo.cast import cast_life, cast_people
from portal.demo.crowd import Crowd
from portal.demo.lives import Life, Stay, first_month
from portal.demo.numbers import Numbers
from portal.demo.units import UnitPlan, named_units, other_units

FEWEST_PERSONS = 300


CROWD = {"employee": 52, "left": 4, "flexible": 11, "child": 11, "resident": 10, "retired": 9, "deceased": 3}
"""How a hundred inhabitants live."""


@dataclass
class City:
    """Units and inhabitants; stays name units by their place in ``units``."""

    on: date
    since: Month
    units: list[UnitPlan]
    lives: list[Life]


def plan_city(persons: int, seed: int, *, on: date) -> City:
    """Return the city of ``persons`` inhabitants that ``seed`` and the day give: the same for the same three."""
    rng = Random(f"{seed}")  # nosec B311  # a city that can be built again, no secret
    since, numbers = first_month(on), Numbers(rng)
    units = named_units(persons, on)
    places = {unit.key: number for number, unit in enumerate(units)}
    named = [cast_life(entry, places, on=on, since=since, rng=rng) for entry in cast_people()]
    counts = crowd_counts(persons - len(named), sum(unit.staff for unit in units) - working_at(named))
    units += other_units(rng, counts["employee"] + working_at(named) - sum(unit.staff for unit in units), on)
    crowd = Crowd(rng, numbers, units, on, since, vacancies(units, named))
    lives = [*named, *(crowd.inhabitant(kind) for kind, count in counts.items() for _ in range(count))]
    return City(on, since, units, lives)


def working_at(lives: list[Life]) -> int:
    return sum(is_main_job(stay) for life in lives for stay in life.stays)


def is_main_job(stay: Stay) -> bool:
    """Tell whether somebody is employed there today with more than the work-injury insurance of a second job."""
    return stay.unit is not None and stay.stop is None and len(stay.insurances) > 1


def crowd_counts(people: int, vacant: int) -> dict[str, int]:
    """Return how many inhabitants live in each way; all ``vacant`` jobs of the named units are filled."""
    employees = max(people * CROWD["employee"] // 100, vacant)
    others = {kind: share for kind, share in CROWD.items() if kind != "employee"}
    edges = [
        (people - employees) * reached // sum(others.values()) for reached in accumulate(others.values(), initial=0)
    ]
    return {"employee": employees} | {kind: edges[i + 1] - edges[i] for i, kind in enumerate(others)}


def vacancies(units: list[UnitPlan], named: list[Life]) -> list[int]:
    """Return the unit of every job nobody of the named people has."""
    free = [unit.staff for unit in units]
    for stay in (stay for life in named for stay in life.stays if is_main_job(stay)):
        free[stay.unit] -= 1
    return [number for number, jobs in enumerate(free) for _ in range(jobs)]


def kind_counts(city: City) -> dict[str, int]:
    """Return how many inhabitants run an enrolment of each kind today; for the summary of a seeding."""
    kinds = [{stay.kind for stay in life.stays if stay.stop is None} for life in city.lives]
    return {str(kind): sum(kind in running for running in kinds) for kind in EnrolmentKind}
