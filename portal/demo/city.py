"""The plan of a whole city as values: its units and its inhabitants with their lives. Nothing here touches the database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from accounts.rules.resident_id import Sex
from insurance.rules.kinds import CardState, EnrolmentKind, Insurance
from insurance.rules.months import Month
from portal.demo.cast import cast_life, cast_people, cast_units
from portal.demo.lives import (
    RETIRED,
    Life,
    born_for_age,
    career,
    employed,
    ended_by_death,
    random_day,
    resident_years,
    retires_in,
)
from portal.demo.names import home_address, person_name, unit_name
from portal.demo.numbers import AREA, Numbers, unit_code

HISTORY_MONTHS = 60
RECORD_BEGINS = Month(2021, 1)
"""Policy is complete from here on; no record of the city is older."""

FEWEST_PERSONS = 200
WHOLE_CITY = 1000
"""From this size on the units with a story have the sizes their stories tell; a smaller city shrinks them."""

LARGEST_OTHER_UNIT = 160
CROWD = {"employee": 52, "left": 4, "flexible": 11, "child": 11, "resident": 10, "retired": 9, "deceased": 3}
"""How a hundred inhabitants live."""

PHONE_SHARE, ADDRESS_SHARE, CARD_SHARE, SECOND_JOB_SHARE = 0.9, 0.8, 0.97, 0.012
CARD_STATES = {
    CardState.ACTIVE: 940,
    CardState.LOCKED: 14,
    CardState.TEMPORARILY_LOST: 10,
    CardState.FORMALLY_LOST: 6,
    CardState.IN_PRODUCTION: 16,
    CardState.READY: 14,
}
SCHOOL_AGE, WORKING_AGE, OLDEST = 17, 19, 96


@dataclass(frozen=True)
class UnitPlan:
    """One employer. ``staff`` is how many are enrolled before the stories; months say since when it pays in part or not."""

    name: str
    credit_code: str
    injury_class: int
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


@dataclass
class City:
    """Units and inhabitants; stays name units by their place in ``units``."""

    on: date
    since: Month
    units: list[UnitPlan]
    lives: list[Life]


def first_month(on: date) -> Month:
    """Return the first month of the city's record: five years back."""
    return max(Month.of(on) - HISTORY_MONTHS, RECORD_BEGINS)


def plan_city(persons: int, seed: int, *, on: date) -> City:
    """Return the city of ``persons`` inhabitants that ``seed`` and the day give: the same for the same three."""
    rng = Random(f"{seed}")  # noqa: S311 a reproducible city, no secret
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


def is_main_job(stay) -> bool:
    """Tell whether somebody is employed there today with more than the work-injury insurance of a second job."""
    return stay.unit is not None and stay.stop is None and len(stay.insurances) > 1


def crowd_counts(people: int, vacant: int) -> dict[str, int]:
    """Return how many inhabitants live in each way; all ``vacant`` jobs of the named units are filled."""
    employees = max(people * CROWD["employee"] // 100, vacant)
    others = {kind: share for kind, share in CROWD.items() if kind != "employee"}
    edges = [(people - employees) * reached // sum(others.values()) for reached in accumulate(others.values(), initial=0)]
    return {"employee": employees} | {kind: edges[i + 1] - edges[i] for i, kind in enumerate(others)}


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
        credit_code=unit_code(number, area),
        injury_class=entry["injury_class"],
        founded_on=entry["founded_on"],
        contact_name=entry["contact_name"],
        contact_phone=entry["contact_phone"],
        staff=max(entry["staff"] * min(persons, WHOLE_CITY) // WHOLE_CITY, 1) + entry.get("leavers", 0),
        area=area,
        closed_on=closed.day(12) if closed else None,
        pay_day=entry.get("pay_day"),
        unpaid_from=month("unpaid_from"),
        part_paid_from=month("part_paid_from"),
    )


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


def vacancies(units: list[UnitPlan], named: list[Life]) -> list[int]:
    """Return the unit of every job nobody of the named people has."""
    free = [unit.staff for unit in units]
    for stay in (stay for life in named for stay in life.stays if is_main_job(stay)):
        free[stay.unit] -= 1
    return [number for number, jobs in enumerate(free) for _ in range(jobs)]


class Crowd:
    """Makes the inhabitants without a story."""

    def __init__(self, rng: Random, numbers: Numbers, units: list[UnitPlan], on: date, since: Month, jobs: list[int]):
        self.rng, self.numbers, self.on, self.since = rng, numbers, on, since
        self.now = Month.of(on)
        self.jobs = jobs
        rng.shuffle(self.jobs)
        in_city = [(number, unit.staff) for number, unit in enumerate(units) if unit.area == AREA and not unit.closed_on]
        self.employers = [number for number, _ in in_city]
        self.weights = list(accumulate(staff for _, staff in in_city))
        self.founded = [Month.of(unit.founded_on) for unit in units]
        self.abroad = {number for number, unit in enumerate(units) if unit.area != AREA}

    def some_unit(self) -> int:
        return self.rng.choices(self.employers, cum_weights=self.weights)[0]

    def inhabitant(self, kind: str) -> Life:
        """Return one person of a kind named in ``CROWD``."""
        make: Callable[[], Life] = getattr(self, kind)
        life = make()
        rng = self.rng
        if rng.random() < PHONE_SHARE:
            life.phone = self.numbers.phone()
        if rng.random() < ADDRESS_SHARE:
            life.address = home_address(rng)
        if rng.random() < CARD_SHARE:
            life.card = self.numbers.card()
            life.card_state = rng.choices(list(CARD_STATES), list(CARD_STATES.values()))[0]
            life.card_issued_on = random_day(rng, date(2015, 3, 2), self.on - timedelta(days=60))
        return life

    def somebody(self, born_on: date, sex: Sex) -> Life:
        name = person_name(self.rng, sex, born_on.year)
        return Life(name=name, sex=sex, born_on=born_on, number=self.numbers.identity(born_on, sex))

    def of_working_age(self) -> tuple[Life, Month]:
        """Return somebody who may work today, and the first month they could have."""
        while True:
            sex, office = self.rng.choice(list(Sex)), self.rng.random() < 0.5
            born_on = born_for_age(self.rng, self.on, WORKING_AGE + 1, 62)
            if retires_in(born_on, sex, office=office) > self.now + 2:
                break
        begins = Month.of(born_on) + 12 * WORKING_AGE + self.rng.randint(0, 60)
        return self.somebody(born_on, sex), min(max(begins, self.since), self.now - 1)

    def employee(self) -> Life:
        life, first = self.of_working_age()
        unit = self.jobs.pop()
        if self.rng.random() < 0.4 and first == self.since:
            first = self.since + self.rng.randint(0, self.now - self.since - 2)
        if unit in self.abroad:
            life.stays = [self.hired(unit, first)]
            return life
        life.stays = career(self.rng, first, self.now, self.some_unit, unit)
        if self.rng.random() < SECOND_JOB_SHARE:
            self.add_second_job(life, unit)
        return life

    def hired(self, unit: int, first: Month):
        return employed(self.rng, unit, first, 640_000)

    def add_second_job(self, life: Life, unit: int) -> None:
        """Let somebody work for a second unit too: only work-injury insurance runs at both."""
        other = self.some_unit()
        if other == unit or any(stay.unit == other for stay in life.stays):
            return
        stay = employed(self.rng, other, self.now - self.rng.randint(1, 6), 260_000)
        life.stays.append(replace(stay, insurances=(Insurance.INJURY,)))

    def left(self) -> Life:
        """Return somebody who had work and has none today."""
        life, first = self.of_working_age()
        stop = self.now - self.rng.choice([0, 0, 1, 1, 2, 3, 5, 8, 13, 22])
        first = min(first, stop - 4)
        life.stays = career(self.rng, max(first, self.since), stop, self.some_unit, self.some_unit())
        life.stays[-1] = life.stays[-1].stopped(stop, self.rng.choice(["14", "11", "12", "17", "18", "13"]))
        return life

    def flexible(self) -> Life:
        life, first = self.of_working_age()
        life.stays = career(self.rng, first, self.now, self.some_unit, None)
        return life

    def child(self) -> Life:
        born_on = born_for_age(self.rng, self.on, 0, SCHOOL_AGE)
        life = self.somebody(born_on, self.rng.choice(list(Sex)))
        life.stays = resident_years(self.rng, max(Month.of(born_on), self.resident_since()), self.now)
        return life

    def resident_since(self) -> Month:
        """Return the first January of the record: residents are covered by calendar years."""
        return self.since if self.since.number == 1 else Month(self.since.year + 1, 1)

    def resident(self) -> Life:
        age = self.rng.choice([30, 45, 61, 66, 72, 80])
        life = self.somebody(born_for_age(self.rng, self.on, age, age + 12), self.rng.choice(list(Sex)))
        first = self.resident_since() + 12 * self.rng.choice([0, 0, 0, 0, 1, 2])
        life.stays = resident_years(self.rng, min(first, Month(self.on.year, 1)), self.now)
        return life

    def retired(self) -> Life:
        """Return somebody whose retirement fell into the city's record."""
        while True:
            sex, office = self.rng.choice(list(Sex)), self.rng.random() < 0.5
            born_on = born_for_age(self.rng, self.on, 50, 66)
            month = retires_in(born_on, sex, office=office)
            if self.since + 4 <= month < self.now:
                break
        life = self.somebody(born_on, sex)
        life.stays = career(self.rng, self.since, month + 1, self.some_unit, self.some_unit())
        life.stays[-1] = life.stays[-1].stopped(month + 1, RETIRED)
        return life

    def deceased(self) -> Life:
        """Return somebody who died in the years of the record, mostly old, some in the middle of working life."""
        life = self.resident() if self.rng.random() < 0.8 else self.flexible()
        earliest = max(stay.first.first_day for stay in life.stays[:1]) + timedelta(days=20)
        latest = self.on - timedelta(days=10)
        life.died_on = random_day(self.rng, min(earliest, latest), latest)
        life.stays = ended_by_death(life.stays, life.died_on)
        return life


def kind_counts(city: City) -> dict[str, int]:
    """Return how many inhabitants run an enrolment of each kind today; for the summary of a seeding."""
    kinds = [{stay.kind for stay in life.stays if stay.stop is None} for life in city.lives]
    return {str(kind): sum(kind in running for running in kinds) for kind in EnrolmentKind}
