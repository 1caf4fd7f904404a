"""By when a unit tells the agencies that somebody left."""

from datetime import date

from insurance.rules.workdays import WorkCalendar

TOLD_WITHIN_DAYS = 15
"""Days from the end of the relation (Social Insurance Law, article 50; Labour Contract Law, article 50)."""


def told_by(ended_on: date, calendar: WorkCalendar) -> date:
    """Return the last day on which an end on ``ended_on`` is told in time; a day off moves it to a working day."""
    return calendar.calendar_deadline(ended_on, TOLD_WITHIN_DAYS)
