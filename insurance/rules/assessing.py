"""核定与关账: which month may be assessed or closed next, and by which day a bill is paid in time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from insurance.rules.late_fee import LateFeeRule, due_on
from insurance.rules.months import Month
from insurance.rules.workdays import WorkCalendar


class RunState(StrEnum):
    """How far the assessment of a month is. One that was interrupted is still running: it goes on."""

    RUNNING = "running"
    FINISHED = "finished"


class Cause(StrEnum):
    """What changed after a month was assessed, so that it is looked at again."""

    ENROLMENT = "enrolment"
    WAGE = "wage"
    POLICY = "policy"
    INJURY_RATE = "injury_rate"


@dataclass(frozen=True, slots=True)
class BooksOfArea:
    """How far the books of a pooling area are: the first and the last month that were assessed, by a run or before the
    hall took them over, the month of a run that is not finished, and the last month that is closed."""

    first: Month | None = None
    last: Month | None = None
    running: Month | None = None
    closed: Month | None = None


def refuse_to_assess(month: Month, books: BooksOfArea, *, on: date) -> None:
    """Raise RuleBroken where a month without a run cannot be assessed on a day: assess.closed, assess.future,
    assess.unfinished, assess.before_records, assess.earlier_first. Months are assessed one after the other."""
    if books.closed and month <= books.closed:
        raise RuleBroken("assess.closed", "month", month=month)
    if month > Month.of(on):
        raise RuleBroken("assess.future", "month", month=month)
    if books.running:
        raise RuleBroken("assess.unfinished", "month", unfinished=books.running)
    if books.last and month < books.last:
        raise RuleBroken("assess.before_records", "month", last=books.last)
    if books.last and month > books.last + 1:
        raise RuleBroken("assess.earlier_first", "month", earlier=books.last + 1)


def refuse_to_close(month: Month, books: BooksOfArea, *, on: date) -> None:
    """Raise RuleBroken where the books of a month cannot be closed on a day: closing.closed_already, closing.not_over,
    closing.not_assessed, closing.earlier_open."""
    if books.closed and month <= books.closed:
        raise RuleBroken("closing.closed_already", "month", month=month)
    if on <= month.last_day:
        raise RuleBroken("closing.not_over", "month", month=month)
    if books.first is None or not books.first <= month <= books.last or month == books.running:
        raise RuleBroken("closing.not_assessed", "month", month=month)
    following = next_to_close(books)
    if month != following:
        raise RuleBroken("closing.earlier_open", "month", earlier=following)


def next_to_close(books: BooksOfArea) -> Month | None:
    """Return the first assessed month whose books are open; None where none was assessed."""
    return books.closed + 1 if books.closed else books.first


def payable_until(month: Month, *, on: date, rule: LateFeeRule, calendar: WorkCalendar) -> date:
    """Return the last day on which a bill for a month that is issued on a day is paid in time.

    What is issued after the last day of its own month is due with the next contributions, so that nobody is late for a
    bill they could not know. Source: Social Insurance Law of the PRC, articles 60 and 86.
    """
    chosen = max(month, Month.of(on))
    last = due_on(month, rule, calendar)
    if last < on:
        last = due_on(chosen, rule, calendar)
    return last if last >= on else due_on(chosen + 1, rule, calendar)
