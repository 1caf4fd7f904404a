"""Statutory retirement month under the reform of 2025, with early and late retirement.

Source: Decision of the Standing Committee of the National People's Congress on gradually raising the statutory
retirement age, in force from 2025-01-01. Nobody retires "at 60, 55 or 50" any more: the month of retirement
follows from the month of birth.
"""

from dataclasses import dataclass
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import Sex
from insurance.rules.months import Month

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


def retirement(birth: Month, track: RetirementTrack) -> Retirement:
    """Return the months of retirement of somebody born in ``birth``.

    Early by up to three years but never before the original age, late by up to three years by agreement.
    """
    rule = TRACKS[track]
    delay = min(max((birth - rule.first) // rule.step + 1, 0), rule.most)
    original = birth + 12 * rule.age
    statutory = original + delay
    earliest = max(original, statutory - FLEXIBLE_MONTHS)
    return Retirement(track, original, delay, statutory, earliest, statutory + FLEXIBLE_MONTHS)


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


def minimum_pension_months(year: int) -> int:
    """Return the months of contributions needed by who reaches the age in ``year``: 180, from 2030 rising to 240."""
    growth = MONTHS_A_YEAR_MORE * max(year - MINIMUM_GROWS_FROM + 1, 0)
    return min(OLD_MINIMUM_MONTHS + growth, NEW_MINIMUM_MONTHS)
