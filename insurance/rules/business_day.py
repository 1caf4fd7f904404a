"""Instants and days: all of China keeps one time, and the office, the banks and the channels date what happens by it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def business_day(moment: datetime) -> date:
    """Return the day on which something happened, by the clocks of the office; ``moment`` knows its zone."""
    assert moment.tzinfo is not None, moment
    return moment.astimezone(OFFICE_TIME).date()


def at_office(day: date, clock: time) -> datetime:
    """Return the instant at which the clocks of the office show ``clock`` on a day."""
    return datetime.combine(day, clock, OFFICE_TIME)


def end_of_day(day: date) -> datetime:
    """Return the midnight that ends a business day; it belongs to the next one."""
    return at_office(day + timedelta(days=1), time.min)
