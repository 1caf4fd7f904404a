"""How long an order may be paid, and when a silent channel is asked about it."""

from datetime import datetime, timedelta

import pytest

from insurance.rules.payments import expires_at, next_ask

START = datetime(2026, 9, 10, 10, 30)
MIDNIGHT = datetime(2026, 9, 11)


def minutes(count) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("started", "until"),
    [
        (START, START + minutes(30)),
        (MIDNIGHT - minutes(30), MIDNIGHT),
        (MIDNIGHT - minutes(12), MIDNIGHT),
    ],
)
def test_half_an_hour_and_never_past_the_day(started, until):
    assert expires_at(started, end_of_day=MIDNIGHT) == until


@pytest.mark.parametrize(
    ("after", "then"),
    [(0, 2), (1, 2), (2, 10), (9, 10), (10, 30), (29, 30), (30, 60), (59, 60), (60, 120), (150, 180), (1441, 1500)],
)
def test_asked_after_2_10_60_minutes_hourly_and_when_it_expires(after, then):
    asked = next_ask(START, expires_at=START + minutes(30), at=START + minutes(after))
    assert asked == START + minutes(then)


def test_a_short_order_is_asked_about_when_its_day_ends():
    assert next_ask(START, expires_at=START + minutes(5), at=START + minutes(2)) == START + minutes(5)
