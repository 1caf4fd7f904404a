"""The day on which tests take place: a Thursday in the middle of a month, with the window open."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TODAY = date(2026, 9, 10)
NOW = datetime(2026, 9, 10, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
