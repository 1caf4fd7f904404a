"""A day ends at midnight in China, whatever clock wrote the instant."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from django.conf import settings

from insurance.rules.business_day import OFFICE_TIME, at_office, business_day, end_of_day

DAY = date(2026, 9, 10)
NEXT = date(2026, 9, 11)
NEW_YORK = timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 9, 15, 59, 59, 999999, UTC), date(2026, 9, 9)),
        (datetime(2026, 9, 9, 16, tzinfo=UTC), DAY),
        (datetime(2026, 9, 10, 15, 59, 59, 999999, UTC), DAY),
        (datetime(2026, 9, 10, 16, tzinfo=UTC), NEXT),
        (datetime(2026, 9, 10, 0, tzinfo=OFFICE_TIME), DAY),
        (datetime(2026, 9, 10, 23, 59, 59, 999999, OFFICE_TIME), DAY),
        (datetime(2026, 9, 10, 11, 59, 59, tzinfo=NEW_YORK), DAY),
        (datetime(2026, 9, 10, 12, tzinfo=NEW_YORK), NEXT),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 16, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_of_an_instant(moment, day):
    assert business_day(moment) == day


def test_an_instant_that_does_not_know_its_zone_has_no_day():
    with pytest.raises(AssertionError):
        business_day(datetime(2026, 9, 10, 12))


@pytest.mark.parametrize("day", [DAY, date(2026, 12, 31), date(2028, 2, 28)])
def test_a_day_ends_where_the_next_begins(day):
    last_moment = end_of_day(day) - timedelta(microseconds=1)
    assert business_day(last_moment) == day
    assert business_day(end_of_day(day)) == day + timedelta(days=1)
    assert end_of_day(day) == at_office(day + timedelta(days=1), time.min)


def test_the_hall_shows_instants_by_the_same_clocks():
    assert OFFICE_TIME.key == settings.TIME_ZONE
