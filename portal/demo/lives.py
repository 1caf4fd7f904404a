"""Invented lives: who was insured by what right, from which month to which, and why it ended. Pure values."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from accounts.rules.resident_id import Sex
from insurance.rules.kinds import EMPLOYEE_INSURANCES, FLEXIBLE_INSURANCES, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.retirement import RetirementTrack, retirement

EMPLOYEE_SET = tuple(sorted((*EMPLOYEE_INSURANCES, Insurance.SUPPLEMENT)))
FLEXIBLE_SET = tuple(sorted((*FLEXIBLE_INSURANCES, Insurance.SUPPLEMENT)))
RESIDENT_SET = (Insurance.RESIDENT,)
INSURANCES = {
    EnrolmentKind.EMPLOYEE: EMPLOYEE_SET,
    EnrolmentKind.FLEXIBLE: FLEXIBLE_SET,
    EnrolmentKind.RESIDENT: RESIDENT_SET,
}

RETIRED, DIED = "21", "22"
FINAL_REASONS = frozenset({RETIRED, DIED, "retired"})
"""Reasons that end a relation for good; all others suspend it."""

LEAVING = {"14": 40, "11": 22, "12": 13, "13": 7, "20": 5, "16": 3, "17": 3, "18": 3, "39": 2, "30": 2}
MOVING = {"14": 60, "11": 20, "29": 20}
CHANGES = {0: 48, 1: 31, 2: 15, 3: 6}
GAPS = {0: 58, 1: 14, 2: 9, 3: 6, 4: 4, 7: 4, 11: 3, 19: 2}
"""Months between two stays: most people change without any, some have a short gap, few a long one."""

SHORTEST_STAY = 3
FLEXIBLE_LEVELS = {60: 55, 80: 15, 100: 18, 150: 7, 200: 4, 300: 1}
"""The base somebody in flexible employment chooses, in per cent of the average wage."""

HISTORY_MONTHS = 60
RECORD_BEGINS = Month(2021, 1)
"""Policy is complete from here on; no record of the city is older."""

AVERAGE_WAGE_FEN = 760_000
LOWEST_WAGE_FEN = 230_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A time insured by one right: months from ``first`` up to, not including, ``stop`` (None while it lasts).

    ``unit`` is the number of the unit in the city's list, ``wage_fen`` the declared monthly wage at its end,
    ``first_day`` the day of work or joining, ``ended_on`` the last day of work.
    """

    kind: EnrolmentKind
    first: Month
    stop: Month | None = None
    unit: int | None = None
    wage_fen: int | None = None
    reason: str = ""
    first_day: date
    ended_on: date | None = None
    insurances: tuple[Insurance, ...] = ()

    @property
    def terminated(self) -> bool:
        return self.reason in FINAL_REASONS

    def stopped(self, stop: Month, reason: str, ended_on: date | None = None) -> "Stay":
        """Return this stay, ended: ``stop`` is the first month not charged."""
        return replace(self, stop=stop, reason=reason, ended_on=ended_on or (stop - 1).last_day)


@dataclass
class Life:
    """One inhabitant."""

    name: str
    sex: Sex
    born_on: date
    number: str
    phone: str | None = None
    address: str | None = None
    died_on: date | None = None
    card: str | None = None
    card_state: str = "active"
    card_issued_on: date | None = None
    stays: list[Stay] = field(default_factory=list)
    key: str = ""
    gap_days: int = 0
    unpaid_from: Month | None = None


def first_month(on: date) -> Month:
    """Return the first month of the city's record: five years back."""
    return max(Month.of(on) - HISTORY_MONTHS, RECORD_BEGINS)


def weighted(rng: Random, weights: dict):
    return rng.choices(list(weights), list(weights.values()))[0]


def random_day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def born_for_age(rng: Random, on: date, youngest: int, oldest: int) -> date:
    """Return a birthday of somebody who is between two ages on a day."""
    return random_day(
        rng, date(on.year - oldest - 1, on.month, 1), date(on.year - youngest, on.month, 1) - timedelta(days=1)
    )


def retires_in(born_on: date, sex: Sex, *, office: bool) -> Month:
    """Return the month of statutory retirement; ``office`` tells a woman's post."""
    track_of_women = RetirementTrack.WOMAN_55 if office else RetirementTrack.WOMAN_50
    track = RetirementTrack.MAN_60 if sex == Sex.MALE else track_of_women
    return retirement(Month.of(born_on), track).statutory


def wage(rng: Random) -> int:
    """Return a monthly wage in fen; some lie below the lower bound of the base, few above the upper one."""
    yuan = rng.lognormvariate(8.78, 0.48)
    fen = int(yuan * 100) if rng.random() < 0.3 else int(yuan / 10) * 1000
    return max(fen, LOWEST_WAGE_FEN)


def employed(rng: Random, unit: int, first: Month, wage_fen: int) -> Stay:
    day = random_day(rng, first.first_day, first.day(20))
    return Stay(
        kind=EnrolmentKind.EMPLOYEE, first=first, unit=unit, wage_fen=wage_fen, first_day=day, insurances=EMPLOYEE_SET
    )


def flexible(rng: Random, first: Month) -> Stay:
    base = AVERAGE_WAGE_FEN * weighted(rng, FLEXIBLE_LEVELS) // 100
    medical_only = rng.random() < 0.12
    return Stay(
        kind=EnrolmentKind.FLEXIBLE,
        first=first,
        wage_fen=base,
        first_day=first.first_day,
        insurances=FLEXIBLE_SET[1:] if medical_only else FLEXIBLE_SET,
    )


def resident(first: Month) -> Stay:
    return Stay(kind=EnrolmentKind.RESIDENT, first=first, first_day=first.first_day, insurances=RESIDENT_SET)


def career(rng: Random, first: Month, last: Month, pick_unit: Callable[[], int], last_unit: int | None) -> list[Stay]:
    """Return the stays of somebody who works from ``first`` on and still does in ``last``.

    The last one is at ``last_unit``, or in flexible employment when that is None; those before are at units that
    ``pick_unit`` chooses, or flexible.
    """
    stays, begin, pay = [], first, wage(rng)
    for _ in range(weighted(rng, CHANGES)):
        room = last - begin
        if room < 4 * SHORTEST_STAY:
            break
        stop = begin + rng.randint(SHORTEST_STAY, room - 2 * SHORTEST_STAY)
        gap = min(weighted(rng, GAPS), last - stop - SHORTEST_STAY)
        by_unit = rng.random() < 0.87
        stay = employed(rng, pick_unit(), begin, pay) if by_unit else flexible(rng, begin)
        stays.append(stay.stopped(stop, leaving_reason(rng, by_unit, gap, last_unit), last_day(rng, stop)))
        begin, pay = stop + gap, max(pay * rng.randint(92, 128) // 100, LOWEST_WAGE_FEN)
    now = flexible(rng, begin) if last_unit is None else employed(rng, last_unit, begin, pay)
    return [*stays, now]


def leaving_reason(rng: Random, by_unit: bool, gap: int, next_unit: int | None) -> str:
    if by_unit:
        return weighted(rng, LEAVING if gap else MOVING)
    if gap or next_unit is None:
        return rng.choice(["hardship", "moved_away", "other"])
    return "joined_employer"


def last_day(rng: Random, stop: Month) -> date:
    """Return a last day of work in the last month charged."""
    return random_day(rng, (stop - 1).first_day, (stop - 1).last_day)


def resident_years(rng: Random, first: Month, last: Month) -> list[Stay]:
    """Return the yearly cover of a resident; who forgets to pay misses a whole calendar year, or has stopped."""
    unpaid = rng.randint(first.year + 1, last.year) if first.year < last.year and rng.random() < 0.14 else None
    if unpaid is None:
        return [resident(first)]
    before = resident(first).stopped(Month(unpaid, 1), "other")
    return [before] if unpaid == last.year else [before, resident(Month(unpaid + 1, 1))]


def ended_by_death(stays: list[Stay], died_on: date) -> list[Stay]:
    """Return the stays of somebody who died: what still ran ends with the month of death, what came later never was."""
    stop = Month.of(died_on) + 1
    lived = [stay for stay in stays if stay.first < stop]
    return [stay.stopped(stop, DIED, died_on) if stay.stop is None or stay.stop > stop else stay for stay in lived]
