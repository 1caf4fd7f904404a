from datetime import date, datetime, time

import pytest

from insurance.rules.workdays import WorkCalendar
from portal.rules.opening_hours import Opening, opening

HOURS = ((time(8, 30), time(11, 30)), (time(13), time(17)))
CALENDAR = WorkCalendar.from_days(
    [date(2026, 10, day) for day in range(1, 8)] + [date(2026, 9, day) for day in (25, 26, 27)],
    [date(2026, 9, 20), date(2026, 10, 10)],
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        ("2026-09-10T08:29:59", False, "2026-09-10T08:30"),
        ("2026-09-10T08:30", True, "2026-09-10T11:30"),
        ("2026-09-10T11:29:59", True, "2026-09-10T11:30"),
        ("2026-09-10T11:30", False, "2026-09-10T13:00"),
        ("2026-09-10T13:00", True, "2026-09-10T17:00"),
        ("2026-09-10T17:00", False, "2026-09-11T08:30"),
        ("2026-09-11T17:01", False, "2026-09-14T08:30"),  # Friday evening
        ("2026-09-12T10:00", False, "2026-09-14T08:30"),  # Saturday
        ("2026-09-20T10:00", True, "2026-09-20T11:30"),  # a Sunday that is worked
        ("2026-09-24T18:00", False, "2026-09-28T08:30"),  # before Mid-Autumn
        ("2026-09-30T17:30", False, "2026-10-08T08:30"),  # before National Day
        ("2026-10-05T10:00", False, "2026-10-08T08:30"),
        ("2026-10-10T14:00", True, "2026-10-10T17:00"),  # a Saturday that is worked
    ],
)
def test_the_desk_keeps_the_working_calendar(now, is_open, until):
    assert opening(at(now), spans=HOURS, is_working=CALENDAR.is_working) == Opening(is_open, at(until))


def test_a_calendar_without_working_days_is_a_fault_and_not_a_loop():
    with pytest.raises(AssertionError, match="no working day"):
        opening(at("2026-09-10T08:00"), spans=HOURS, is_working=lambda day: False)
