"""The people, units and accounts of the demo that have a story: read from ``cast.toml``, the same for every seed."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from accounts.rules import resident_id
from accounts.rules.resident_id import Sex
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from portal.demo.lives import INSURANCES, Life, Stay, last_day, retires_in
from portal.demo.numbers import AREA

FILE = Path(__file__).with_name("cast.toml")
RETIREMENT_AGE_YEARS = range(60, 64)


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def cast_units() -> list[dict[str, Any]]:
    """Return the units with a story, in the order they get their credit codes."""
    return tables()["units"]


def cast_people() -> list[dict[str, Any]]:
    """Return the people with a story."""
    return tables()["people"]


def sex_of(entry: dict[str, Any]) -> Sex:
    return Sex.MALE if entry["sequence"] % 2 else Sex.FEMALE


def born_on(entry: dict[str, Any], on: date) -> date:
    """Return the birthday; of somebody who ``retired`` some months ago, one that the retirement rule leads there.

    The statutory age rises in steps, so in one month of five nobody reaches it; the month before is taken then.
    """
    if "born_on" in entry:
        return entry["born_on"]
    target = Month.of(on) + entry["retired"]
    births = [Month(target.year - years, number) for years in RETIREMENT_AGE_YEARS for number in range(1, 13)]
    retires = {retires_in(month.first_day, sex_of(entry), office=True): month for month in births}
    return retires[max(month for month in retires if month <= target)].day(9)


def identity_of(entry: dict[str, Any], on: date) -> str:
    return resident_id.compose(AREA, born_on(entry, on), entry["sequence"])


def cast_life(entry: dict[str, Any], unit_numbers: dict[str, int], *, on: date, since: Month, rng: Random) -> Life:
    """Return one person with a story as an inhabitant of the city."""
    return Life(
        key=entry["key"],
        name=entry["name"],
        sex=sex_of(entry),
        born_on=born_on(entry, on),
        number=identity_of(entry, on),
        phone=entry.get("phone"),
        card=entry["card"],
        card_issued_on=date(2020, 6, 1),
        gap_days=entry.get("gap_days", 0),
        unpaid_from=month_meant(entry["unpaid_from"], on) if "unpaid_from" in entry else None,
        stays=[cast_stay(stay, unit_numbers, on=on, since=since, rng=rng) for stay in entry["stays"]],
    )


def cast_stay(entry: dict[str, Any], unit_numbers: dict[str, int], *, on: date, since: Month, rng: Random) -> Stay:
    kind = EnrolmentKind(entry["kind"])
    first = max(month_meant(entry["from"], on), since)
    stay = Stay(
        kind=kind,
        first=first,
        unit=unit_numbers[entry["unit"]] if "unit" in entry else None,
        wage_fen=int(entry["wage"] * 100) if "wage" in entry else None,
        first_day=first.day(6) if kind == EnrolmentKind.EMPLOYEE else first.first_day,
        insurances=tuple(map(Insurance, entry["insurances"])) if "insurances" in entry else INSURANCES[kind],
    )
    if "until" not in entry:
        return stay
    stop = max(month_meant(entry["until"], on), first)
    return stay.stopped(stop, entry["reason"], last_day(rng, stop))


def month_meant(written: int | str, on: date) -> Month:
    """Return a month of the file: counted from the month of seeding, written out, or the January of ``this_year``."""
    if written == "this_year":
        return Month(on.year, 1)
    return Month.of(on) + written if isinstance(written, int) else Month.parse(written)
