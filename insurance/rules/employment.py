"""What a unit declares about somebody it takes on, and what speaks against it without looking at any record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import Sex
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.months import Month
from insurance.rules.notification import registered_by
from insurance.rules.retirement import TRACKS_OF_SEX, Retirement, retirement
from insurance.rules.workdays import WorkCalendar

HIGHEST_WAGE_FEN = 100_000_000
"""A million yuan a month: what is above it was typed or copied wrong."""

LEAST_AGE = 16
"""Nobody younger may be employed (Labour Law, article 15)."""

TICK = "acknowledged"
"""The field beside which soft findings stand: reading them is ticked there."""


@dataclass(frozen=True, slots=True)
class Employment:
    """The terms of one employment; ``wage_fen`` a month, before deductions. ``contract_to`` None means open-ended."""

    started_on: date | None
    kind: EmploymentKind
    wage_fen: int | None
    contract_from: date | None = None
    contract_to: date | None = None

    @classmethod
    def of(cls, details: Mapping[str, Any]) -> "Employment":
        """Return the terms that the details of a line hold, days as they stand in JSON."""
        days = {name: _day(details.get(name)) for name in ("started_on", "contract_from", "contract_to")}
        return cls(kind=EmploymentKind(details["employment_kind"]), wage_fen=details.get("wage_fen"), **days)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def latest_first_day(on: date) -> date:
    """Return the latest first working day that may be declared on a day: the end of the next month."""
    return (Month.of(on) + 1).last_day


def day_problems(terms: Employment, *, on: date, founded_on: date | None) -> list[RuleBroken]:
    """A009 to A011: the first working day is named, not too far ahead and not before there was a unit."""
    if terms.started_on is None:
        return [RuleBroken("A009", "started_on")]
    if terms.started_on > (last := latest_first_day(on)):
        return [RuleBroken("A010", "started_on", last=last)]
    if founded_on and terms.started_on < founded_on:
        return [RuleBroken("A011", "started_on", founded=founded_on)]
    return []


def wage_problems(terms: Employment) -> list[RuleBroken]:
    """A012: a wage is declared, it is more than nothing and no slip of the pen."""
    if terms.wage_fen is None:
        return [RuleBroken("A012.missing", "wage")]
    if terms.wage_fen > HIGHEST_WAGE_FEN:
        return [RuleBroken("A012.high", "wage")]
    return [] if terms.wage_fen > 0 else [RuleBroken("A012.nothing", "wage")]


def contract_problems(terms: Employment) -> list[RuleBroken]:
    """A013: a contract does not end before it begins."""
    begins = terms.contract_from or terms.started_on
    if terms.contract_to and begins and terms.contract_to < begins:
        return [RuleBroken("A013", "contract_to", begins=begins)]
    return []


def late_contract(terms: Employment) -> list[RuleBroken]:
    """A014: the written contract is made within a month of the first working day (Labour Contract Law, article 10)."""
    if not (terms.started_on and terms.contract_from):
        return []
    limit = (Month.of(terms.started_on) + 1).day(terms.started_on.day)
    return [RuleBroken("A014", TICK, limit=limit)] if terms.contract_from > limit else []


def sixteenth_birthday(born_on: date) -> date:
    """Return the first day on which somebody may be employed; who was born on 29 February waits for 1 March."""
    try:
        return born_on.replace(year=born_on.year + LEAST_AGE)
    except ValueError:
        return date(born_on.year + LEAST_AGE, 3, 1)


def age_problems(born_on: date, sex: str, *, starts_on: date) -> list[RuleBroken]:
    """A006 and A008: nobody under 16, nobody past the latest month of retirement by agreement.

    Source: Labour Law, article 15; Decision on gradually raising the statutory retirement age, article 3.
    """
    if starts_on < (birthday := sixteenth_birthday(born_on)):
        return [RuleBroken("A006", "id_number", birthday=birthday)]
    latest = max(one.latest for one in retirements(Month.of(born_on), sex))
    if Month.of(starts_on) > latest:
        return [RuleBroken("A008", "id_number", latest=latest)]
    return []


def near_retirement(born_on: date, sex: str, *, starts_on: date) -> list[RuleBroken]:
    """A007: the person may have retired already, which the number alone does not tell."""
    earliest = min(one.earliest for one in retirements(Month.of(born_on), sex))
    return [RuleBroken("A007", TICK, earliest=earliest)] if Month.of(starts_on) >= earliest else []


@lru_cache(maxsize=2000)
def retirements(birth: Month, sex: str) -> tuple[Retirement, ...]:
    """Return every retirement possible for a sex and month of birth; where no sex is stated, those of both."""
    sexes = [Sex(sex)] if sex in set(Sex) else list(Sex)
    return tuple(retirement(birth, track) for one in sexes for track in TRACKS_OF_SEX[one])


def late(terms: Employment, declared_on: date, calendar: WorkCalendar) -> list[RuleBroken]:
    """A021: the 30 days from the first working day have passed (Social Insurance Law, article 58)."""
    if terms.started_on is None or terms.started_on >= declared_on:
        return []
    limit = registered_by(terms.started_on, calendar)
    return [RuleBroken("A021", TICK, limit=limit)] if declared_on > limit else []
