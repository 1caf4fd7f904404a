"""Who of the payers pays when: most in time, a few late once, some not at all since a month."""

from datetime import date, timedelta
from random import Random

from insurance.rules.kinds import EnrolmentKind
from insurance.rules.months import Month
from insurance.rules.workdays import WorkCalendar
from portal.demo.cast import cast_people
from portal.demo.city import City
from portal.demo.writing import Keys

DUE_DAY = 25
LATE_UNIT_SHARE, LATE_PERSON_SHARE, OWING_PERSON_SHARE = 0.05, 0.04, 0.02


def payer_rows(city: City, keys: Keys, rng: Random):
    """Yield who pays on a day of their own, owes the last months, or paid them in part."""
    for number, unit in enumerate(city.units):
        if unit.pay_day or unit.unpaid_from or unit.part_paid_from:
            months = [month and month.first_day for month in (unit.unpaid_from, unit.part_paid_from)]
            yield keys.first_unit + number, unit.pay_day, *months
    for number, life in enumerate(city.lives):
        if life.unpaid_from:
            yield -(keys.first_person + number), None, life.unpaid_from.first_day, None
        elif not life.key and pays_alone(life) and rng.random() < OWING_PERSON_SHARE:
            yield -(keys.first_person + number), None, (Month.of(city.on) - rng.randint(1, 3)).first_day, None


def pays_alone(life) -> bool:
    return any(stay.kind == EnrolmentKind.FLEXIBLE and stay.stop is None for stay in life.stays)


def settled_rows(city: City, keys: Keys, rng: Random, calendar: WorkCalendar):
    """Yield the months that were credited late: (payer, month, credited on)."""
    for number, unit in enumerate(city.units):
        if not unit.key and not unit.unpaid_from and rng.random() < LATE_UNIT_SHARE:
            month = city.since + rng.randint(2, Month.of(city.on) - city.since - 3)
            yield keys.first_unit + number, month.first_day, late_credit(rng, month, calendar)
    for number, life in enumerate(city.lives):
        payer = -(keys.first_person + number)
        if life.gap_days:
            yield from ((payer, *row) for row in gap_rows(city.on, life.gap_days))
        elif not life.key and pays_alone(life) and rng.random() < LATE_PERSON_SHARE:
            month = city.since + rng.randint(2, Month.of(city.on) - city.since - 3)
            yield payer, month.first_day, late_credit(rng, month, calendar)


def late_credit(rng: Random, month: Month, calendar: WorkCalendar) -> date:
    return calendar.rolled(calendar.closing_day(month, DUE_DAY) + timedelta(days=rng.randint(2, 40)))


def gap_rows(on: date, days: int):
    """Yield the months of a gap that was settled ``days`` days after the first day of its first month."""
    first = gap_start(on)
    settled_on = first.first_day + timedelta(days=days)
    for month in Month.span(first, Month.of(settled_on)):
        if month.day(DUE_DAY) < settled_on:
            yield month.first_day, settled_on


def gap_start(on: date) -> Month:
    """Return the latest month whose arrears even the latest payer of the named people has settled by ``on``."""
    longest = max(entry.get("gap_days", 0) for entry in cast_people())
    month = Month.of(on) - 1
    while month.first_day + timedelta(days=longest) > on:
        month -= 1
    return month
