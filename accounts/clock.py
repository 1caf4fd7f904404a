"""The one place that reads the clock. Views, admin and commands ask here and pass the answer on as ``on=`` or ``at=``.

``HALL_TODAY=YYYY-MM-DD`` sets the business day in demo and tests, so that month ends can be rehearsed;
production settings refuse it.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return this instant, aware; with a business day set, the present time of day on that day."""
    instant = timezone.localtime()
    fixed = settings.HALL_TODAY
    if not fixed:
        return instant
    return instant.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def today() -> date:
    """Return the business day in Asia/Shanghai."""
    return now().date()


def ahead() -> timedelta:
    """Return how far the business day lies before the real one: nothing, unless ``HALL_TODAY`` moves it.

    What others date by the real clock (a bank's messages) is moved by as much.
    """
    fixed = settings.HALL_TODAY
    return fixed - timezone.localdate() if fixed else timedelta()


def instant() -> datetime:
    """Return this instant whatever the business day: for sessions, codes and limits, which run in real time."""
    return timezone.now()
