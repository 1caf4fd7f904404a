"""Whether the hotline answers now, from the office's hours and the working calendar."""

from datetime import datetime

from django.conf import settings

from insurance.selectors.policy import work_calendar
from portal.rules.opening_hours import Opening, opening


def hotline_opening(now: datetime) -> Opening:
    """Return whether staff answer the hotline at ``now``, local time, and until when that stays so."""
    return opening(now, spans=settings.HALL_OFFICE["hours"], is_working=work_calendar().is_working)
