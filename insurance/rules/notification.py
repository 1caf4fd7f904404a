"""By when a unit tells the agencies that somebody left, or that somebody began to work."""

from datetime import date

from insurance.rules.workdays import WorkCalendar

TOLD_WITHIN_DAYS = 15
"""Days from the end of the relation (Social Insurance Law, article 50; Labour Contract Law, article 50)."""

REGISTERED_WITHIN_DAYS = 30
"""Days from the first working day (Social Insurance Law, article 58)."""


def told_by(ended_on: date, calendar: WorkCalendar) -> date:
    """Return the last day on which an end on ``ended_on`` is told in time; a day off moves it to a working day."""
    return calendar.calendar_deadline(ended_on, TOLD_WITHIN_DAYS)


def registered_by(started_on: date, calendar: WorkCalendar) -> date:
    """Return the last day on which an increase is declared in time; a day off moves it to a working day.

    Later, it is taken all the same: the agency may assess what is due, and fine the unit (Social Insurance Law, articles
    58 and 84).
    """
    return calendar.calendar_deadline(started_on, REGISTERED_WITHIN_DAYS)
