"""Whether the hotline answers now, from the office's hours and the working calendar."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from insurance.rules.workdays import WorkCalendar, calendar_from_tables
from portal.rules.opening_hours import Opening, opening


@cache
def working_calendar() -> WorkCalendar:
    """Return the calendar of the reviewed file; read once, it changes with a release."""
    path = Path(apps.get_app_config("insurance").path) / "data" / "calendar.toml"
    return calendar_from_tables(tomllib.loads(path.read_text(encoding="utf-8")))


def hotline_opening(now: datetime) -> Opening:
    """Return whether staff answer the hotline at ``now``, local time, and until when that stays so."""
    return opening(now, spans=settings.HALL_OFFICE["hours"], is_working=working_calendar().is_working)
