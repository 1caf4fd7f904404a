"""What ending an enrolment writes into the record: the first month not charged, and the first day without cover.

The act and its simulation both ask here, so that what was shown is what is written.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from insurance.rules.kinds import Insurance
from insurance.rules.months import Month

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an enrolment that began in ``first_month``: charged up to, not including, ``stop_month``, covered up
    to, not including, ``covered_until``."""

    first_month: Month
    stop_month: Month
    covered_until: date

    @property
    def last_charged(self) -> Month | None:
        """The last month charged; None for an enrolment that then was never charged."""
        return self.stop_month - 1 if self.stop_month > self.first_month else None


def ending(
    insurance: Insurance, *, asked: Month, first_month: Month, covered_from: date, ended_on: date | None = None
) -> Ending:
    """Return how an enrolment ends that is to stop from the month ``asked``, the first one not charged.

    One that begins later is closed in its first month. Work injury covers to the end of the last day of work
    ``ended_on`` (工伤保险: by the real date); everything else to the end of the last month charged.
    """
    by_day = insurance == Insurance.INJURY and ended_on is not None
    uncovered_from = ended_on + ONE_DAY if by_day else asked.first_day
    return Ending(first_month, max(asked, first_month), max(uncovered_from, covered_from))
