"""未申报: what is charged for somebody whose wage of the contribution year was not declared in time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.rules.months import Month

MONTHS_TO_DECLARE = 3
"""Where an area says nothing else, wages of a contribution year are declared within its first three months."""


class Undeclared(StrEnum):
    """What counts for who was not declared, until the declaration follows."""

    ESTIMATE = "estimate"
    LAST_BASE = "last_base"


class Declared(StrEnum):
    """How somebody's wage of the year stands: not declared, under way, declared, or known from joining in the year."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DECLARED = "declared"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class ContributionYear:
    """缴费年度: the months for which one yearly declaration of wages counts, as far as the next bounds.

    ``months_to_declare``: wages are declared within the first so many months. ``until`` is the first month of the next
    year, None while its bounds are not published.
    """

    begins: Month
    until: Month | None
    months_to_declare: int
    undeclared: Undeclared

    @property
    def declare_by(self) -> date:
        """The last day of the yearly declaration."""
        return (self.begins + self.months_to_declare - 1).last_day


def is_estimated(year: ContributionYear, *, month: Month, wage_from: date | None, on: date) -> bool:
    """Return whether a person's charge of ``month`` is 110 per cent of the last one, as the wage was not declared.

    ``wage_from`` is the month from which the wage in force was declared in the hall; None for a wage that the record was
    taken over with, which stands until the first declaration follows. While the time to declare runs, and in an area that
    keeps the last base, nothing is estimated. Source: Social Insurance Law of the PRC, article 62.
    """
    if year.undeclared != Undeclared.ESTIMATE or wage_from is None:
        return False
    return wage_from < year.begins.first_day <= month.first_day and on > year.declare_by
