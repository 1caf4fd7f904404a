"""When a text message is tried again and when it is given up."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.delivery import PAUSES, is_due, is_given_up

QUEUED = datetime(2026, 9, 10, 8, tzinfo=UTC)


def after(seconds):
    return QUEUED + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("tries", "seconds", "due"),
    [(0, 0, True), (0, -3600, True), (1, 29, False), (1, 30, True), (2, 149, False), (2, 150, True), (3, 750, True)],
)
def test_the_pauses_grow(tries, seconds, due):
    assert is_due(QUEUED, tries, at=after(seconds)) is due


@pytest.mark.parametrize(
    ("template", "tries", "seconds", "given_up"),
    [
        ("declaration_accepted", len(PAUSES) - 1, 10_000, False),
        ("declaration_accepted", len(PAUSES), 10_000, True),
        ("sms_code", 0, 599, False),
        ("sms_code", 0, 600, True),
    ],
)
def test_what_is_tried_too_often_or_has_expired_is_given_up(template, tries, seconds, given_up):
    assert is_given_up(template, QUEUED, tries, at=after(seconds)) is given_up
