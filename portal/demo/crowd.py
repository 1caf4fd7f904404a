"""The inhabitants of the demo city without a story of their own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from accounts.rules.resident_id import Sex
from insurance.rules.kinds import CardState, Insurance
from insurance.rules.months import Month
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
from portal.demo.names import home_address, person_name
from portal.demo.numbers import AREA, Numbers
from portal.demo.units import UnitPlan

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


class Crowd:
    """Makes the inhabitants without a story."""

    def __init__(self, rng: Random, numbers: Numbers, units: list[UnitPlan], on: date, since: Month, jobs: list[int]):
        self.rng, self.numbers, self.on, self.since = rng, numbers, on, since
        self.now = Month.of(on)
        self.jobs = jobs
        rng.shuffle(self.jobs)
        in_city = [
            (number, unit.staff) for number, unit in enumerate(units) if unit.area == AREA and not unit.closed_on
        ]
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
