"""From which month an increase counts, and from which day work injury covers.

The start month is the first one charged. Contributions are due for the month of the first working day; where its books
are closed, the next open month is the first one charged. Only the last three months are taken online, older ones at the
counter: that limit is one of a core system in use. While the window is closed, an area either refuses or takes an increase
for the next period (预登记, pre-registration).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.rules.errors import RuleBroken
from insurance.rules.explanation import Citation, Step, formula, step
from insurance.rules.months import Month
from insurance.rules.reduction_window import DeclarationWindow, WindowDays, counted_step, counted_window
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW
from insurance.rules.workdays import WorkCalendar

MONTHS_BACK = 3
"""First working days longer ago are declared at the counter."""

MONTHS_TO_CHOOSE = 2
"""The month of the rule, or the one after it for who is still charged by another payer."""

FIELD = "start_month"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StartMonths:
    """Which start months an increase may ask for, and what the answer rests on.

    ``counts_as_of`` is the day the declaration counts as made: its own, or the next opening day. ``moved_from`` is the
    month of the first working day, when the start month is a later one.
    """

    choices: tuple[Month, ...]
    counts_as_of: date
    window: WindowDays
    explanation: Step
    moved_from: Month | None = None

    @property
    def default(self) -> Month:
        return self.choices[0]

    @property
    def latest(self) -> Month:
        return self.choices[-1]


@formula("start.earliest_online")
def earliest_online(*, counts_on: date, back_months: int) -> Month:
    """Return the earliest month of a first working day that is taken online."""
    return Month.of(counts_on) - back_months


@formula("start.month")
def first_month_charged(
    *,
    worked_month: Month,
    locked_through_month: Month | None,
    charged_until_month: Month | None,
    next_period_month: Month | None,
) -> Month:
    """Return the first month charged: that of the first working day, behind closed books and other payers' months.

    ``charged_until_month`` is the first month that no other payer is charged for, ``next_period_month`` the period for
    which a declaration outside the window is taken.
    """
    floors = [worked_month]
    if locked_through_month is not None:
        floors.append(locked_through_month + 1)
    floors += [month for month in (charged_until_month, next_period_month) if month is not None]
    return max(floors)


def start_months(
    window: DeclarationWindow,
    *,
    started_on: date,
    declared_on: date,
    calendar: WorkCalendar,
    locked_through: Month | None = None,
    charged_until: Month | None = None,
) -> StartMonths:
    """Return the start months that an increase declared on a day may ask for.

    ``locked_through`` is the latest month whose books are closed, ``charged_until`` the first month that nobody else is
    charged for the person. Raises RuleBroken("R008", ``next_opening``) outside the window of an area that refuses then,
    RuleBroken("A016", ``earliest``) for a first working day further back than is taken online.
    """
    days, counts_as_of = counted_window(window, declared_on, calendar)
    counted = counted_step(window, days, declared_on)
    earliest = step(earliest_online, counted, counts_on=counts_as_of, back_months=MONTHS_BACK)
    worked = Month.of(started_on)
    if worked < earliest.result:
        raise RuleBroken("A016", "started_on", earliest=earliest.result)
    found = step(
        first_month_charged,
        earliest,
        source=window.source,
        worked_month=worked,
        locked_through_month=locked_through,
        charged_until_month=charged_until,
        next_period_month=days.month if counts_as_of > declared_on else None,
    )
    return StartMonths(
        choices=tuple(found.result + ahead for ahead in range(MONTHS_TO_CHOOSE)),
        counts_as_of=counts_as_of,
        window=days,
        explanation=found,
        moved_from=worked if found.result > worked else None,
    )


def chosen_start_month(allowed: StartMonths, chosen: Month | None) -> Month:
    """Return the start month of an increase: the one chosen, or that of the rule.

    Raises RuleBroken("A015", ``earliest``, ``latest``) for a month that is not among the choices.
    """
    if chosen is None:
        return allowed.default
    if chosen not in allowed.choices:
        raise RuleBroken("A015", FIELD, earliest=allowed.default, latest=allowed.latest)
    return chosen


@formula("start.injury_cover", Citation(SOCIAL_INSURANCE_LAW, "33"))
def injury_covered_from(*, started_on: date, declared_on: date) -> date:
    """Return the first day of work-injury cover: the day after the later of first working day and declaration, from 0:00.

    Systems in use begin the cover with the day after the declaration, so that nobody is insured against an accident that
    has happened; what happens before is borne by the unit (Regulations on Work-Injury Insurance, article 62).
    """
    return max(started_on, declared_on) + ONE_DAY
