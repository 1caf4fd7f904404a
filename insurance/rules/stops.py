"""停保 asked for by the person: what stops together, what a stop month means, whom an employee asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month


class Route(StrEnum):
    """Whom an employee asks: the unit first, or the agency when the unit is gone or refuses."""

    UNIT = "unit"
    AGENCY = "agency"


STATEMENT_LENGTH = 5
"""Fewest characters of a statement or explanation that says anything."""

PAIR = frozenset({Insurance.MEDICAL, Insurance.SUPPLEMENT})

SHORT_GAP_DAYS = 60
LONG_GAP_DAYS = 180
"""Days from the first day of the first unpaid month within which a repaid gap still costs little. The office's own rule
(Yunzhou rules, article 3), not a national one; other areas have others."""


def stopping_together(insurance: Insurance, kind: EnrolmentKind, running: Iterable[int]) -> tuple[Insurance, ...]:
    """Return which of the ``running`` insurances stop with one of them.

    All of an employment (Social Insurance Law, article 58: the employer registers the employee, not the insurance),
    medical insurance with its supplement, otherwise the one alone.
    """
    together = sorted(map(Insurance, running))
    if kind == EnrolmentKind.EMPLOYEE:
        return tuple(together)
    wanted = PAIR if insurance in PAIR else {insurance}
    return tuple(code for code in together if code in wanted)


@dataclass(frozen=True, slots=True)
class StopDates:
    """What a stop month means in days. ``last_charged`` is None for an enrolment that then was never charged.

    Money credited by ``short_gap_until`` brings medical benefits back in the month after, by ``long_gap_until`` after
    three months.
    """

    last_charged: Month | None
    last_covered_on: date
    short_gap_until: date
    long_gap_until: date


def stop_dates(stop_month: Month, *, first_month: Month) -> StopDates:
    """Return what a stop from ``stop_month``, the first month not charged, means to one enrolled since ``first_month``.

    Days of a gap are counted without the first one (Civil Code, article 201).
    """
    first_unpaid = max(stop_month, first_month).first_day
    return StopDates(
        last_charged=stop_month - 1 if stop_month > first_month else None,
        last_covered_on=first_unpaid - timedelta(days=1),
        short_gap_until=first_unpaid + timedelta(days=SHORT_GAP_DAYS),
        long_gap_until=first_unpaid + timedelta(days=LONG_GAP_DAYS),
    )
