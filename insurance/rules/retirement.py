"""Statutory retirement month under the reform of 2025, with early and late retirement.

Source: Decision of the Standing Committee of the National People's Congress on gradually raising the statutory
retirement age, in force from 2025-01-01. Nobody retires "at 60, 55 or 50" any more: the month of retirement
follows from the month of birth.
"""

from dataclasses import dataclass
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import Sex
from insurance.rules.explanation import Citation, Step, formula, step
from insurance.rules.months import Month
from insurance.rules.statutes import RETIREMENT_DECISION

DECISION = Citation(RETIREMENT_DECISION)

FLEXIBLE_MONTHS = 36
NOTICE_MONTHS = 3
"""Early retirement is told to the unit in writing three months before."""

OLD_MINIMUM_MONTHS = 180
MINIMUM_GROWS_FROM = 2030
MONTHS_A_YEAR_MORE = 6
NEW_MINIMUM_MONTHS = 240


class RetirementTrack(StrEnum):
    """The retirement age before the reform: men at 60, women at 55 or 50, depending on their post."""

    MAN_60 = "man_60"
    WOMAN_55 = "woman_55"
    WOMAN_50 = "woman_50"


@dataclass(frozen=True, slots=True)
class Track:
    """How one track moves: one month later for every ``step`` months of birth from ``first``, up to ``most`` months.

    ``age`` is the retirement age before the reform, in years.
    """

    age: int
    first: Month
    step: int
    most: int


TRACKS = {
    RetirementTrack.MAN_60: Track(age=60, first=Month(1965, 1), step=4, most=36),
    RetirementTrack.WOMAN_55: Track(age=55, first=Month(1970, 1), step=4, most=36),
    RetirementTrack.WOMAN_50: Track(age=50, first=Month(1975, 1), step=2, most=60),
}

TRACKS_OF_SEX = {
    Sex.MALE: (RetirementTrack.MAN_60,),
    Sex.FEMALE: (RetirementTrack.WOMAN_50, RetirementTrack.WOMAN_55),
}
"""Earliest first. The identity number does not tell a woman's post, so both of hers are possible."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """When somebody may retire; ``delay`` in months is what the reform adds to the original month."""

    track: RetirementTrack
    original: Month
    delay: int
    statutory: Month
    earliest: Month
    latest: Month
    explanation: Step


def retirement(birth: Month, track: RetirementTrack) -> Retirement:
    """Return the months of retirement of somebody born in ``birth``.

    Early by up to three years but never before the original age, late by up to three years by agreement.
    """
    rule = TRACKS[track]
    original = step(original_month, birth_month=birth, age_years=rule.age)
    delay = step(
        months_of_delay, birth_month=birth, first_month=rule.first, step_months=rule.step, most_months=rule.most
    )
    statutory = step(statutory_month, original, delay, original_month=original.result, delay_months=delay.result)
    flexible = {"statutory_month": statutory.result, "flexible_months": FLEXIBLE_MONTHS}
    earliest = step(earliest_month, original_month=original.result, **flexible)
    latest = step(latest_month, **flexible)
    years = step(minimum_pension_months, year=statutory.result.year)
    explanation = step(
        retirement_months,
        *(statutory, earliest, latest, years),
        track=str(track),
        earliest_month=earliest.result,
        statutory_month=statutory.result,
        latest_month=latest.result,
    )
    return Retirement(
        track, original.result, delay.result, statutory.result, earliest.result, latest.result, explanation
    )


@formula("retirement.original", DECISION)
def original_month(*, birth_month: Month, age_years: int) -> Month:
    """Return the month in which somebody reaches the age of before the reform."""
    return birth_month + 12 * age_years


@formula("retirement.delay", DECISION)
def months_of_delay(*, birth_month: Month, first_month: Month, step_months: int, most_months: int) -> int:
    """Return what the reform adds: a month for every ``step_months`` of birth from ``first_month`` on."""
    return min(max((birth_month - first_month) // step_months + 1, 0), most_months)


@formula("retirement.statutory", DECISION)
def statutory_month(*, original_month: Month, delay_months: int) -> Month:
    """Return the statutory month of retirement."""
    return original_month + delay_months


@formula("retirement.earliest", DECISION)
def earliest_month(*, original_month: Month, statutory_month: Month, flexible_months: int) -> Month:
    """Return the first month of early retirement, never before the original age."""
    return max(original_month, statutory_month - flexible_months)


@formula("retirement.latest", DECISION)
def latest_month(*, statutory_month: Month, flexible_months: int) -> Month:
    """Return the last month of late retirement."""
    return statutory_month + flexible_months


@formula("retirement", DECISION)
def retirement_months(
    *, track: str, earliest_month: Month, statutory_month: Month, latest_month: Month
) -> tuple[Month, Month, Month]:
    """Return the earliest, the statutory and the latest month."""
    return earliest_month, statutory_month, latest_month


def earliest_retirement(birth: Month, sex: Sex) -> Month:
    """Return the first month in which anybody of this sex and month of birth can have retired."""
    return min(retirement(birth, track).earliest for track in TRACKS_OF_SEX[sex])


def refuse_too_young(birth: Month, sex: Sex, *, retires: Month) -> None:
    """Raise RuleBroken("R021", ``earliest``) when a reduction for retirement names a month before any is possible.

    Early retirement is accepted: whether its conditions (written notice, minimum years) are met is for the clerk.
    """
    earliest = earliest_retirement(birth, sex)
    if retires < earliest:
        raise RuleBroken("R021", "reason", earliest=earliest)


@formula("retirement.least_paid", DECISION)
def minimum_pension_months(year: int) -> int:
    """Return the months of contributions needed by who reaches the age in ``year``: 180, from 2030 rising to 240."""
    growth = MONTHS_A_YEAR_MORE * max(year - MINIMUM_GROWS_FROM + 1, 0)
    return min(OLD_MINIMUM_MONTHS + growth, NEW_MINIMUM_MONTHS)
