"""From which month a stopped insurance may be resumed: this month while its books are open, or the next; after the stop.

Residents pay for a calendar year in a season of the year before: in it, January of that year may be chosen as well.
"""

from dataclasses import dataclass
from datetime import date

from insurance.rules.explanation import Step, formula, step
from insurance.rules.months import Month
from insurance.rules.reduction_window import DeclarationWindow, counted_step, counted_window
from insurance.rules.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class ResumeMonths:
    """The months that may be chosen, the earliest first; the declaration counts as made on ``counts_as_of``."""

    choices: tuple[Month, ...]
    counts_as_of: date
    explanation: Step

    @property
    def earliest(self) -> Month:
        return self.choices[0]

    @property
    def latest(self) -> Month:
        return self.choices[-1]


@formula("resume.months")
def months_to_resume(
    *, counts_on: date, locked_through_month: Month | None, stopped_month: Month, season_month: Month | None = None
) -> tuple[Month, ...]:
    """Return the month of the declaration, the next and that of the season, as far as they are neither closed nor charged
    already; the first month that is neither where all are."""
    floor = max(stopped_month, locked_through_month + 1) if locked_through_month else stopped_month
    month = Month.of(counts_on)
    wanted = {month, month + 1} | ({season_month} if season_month else set())
    return tuple(choice for choice in sorted(wanted) if choice >= floor) or (floor,)


def resume_months(
    window: DeclarationWindow,
    *,
    declared_on: date,
    calendar: WorkCalendar,
    stopped: Month,
    locked_through: Month | None = None,
    season_month: Month | None = None,
) -> ResumeMonths:
    """Return the months from which a declaration of a day may resume what is not charged since ``stopped``.

    ``locked_through`` is the latest month whose books are closed, ``season_month`` the January residents may pay for
    that day. Raises RuleBroken("R008", ``next_opening``) outside
    the window of an area that refuses then.
    """
    days, counts_as_of = counted_window(window, declared_on, calendar)
    found = step(
        months_to_resume,
        counted_step(window, days, declared_on),
        source=window.source,
        counts_on=counts_as_of,
        locked_through_month=locked_through,
        stopped_month=stopped,
        season_month=season_month,
    )
    return ResumeMonths(found.result, counts_as_of, found)
