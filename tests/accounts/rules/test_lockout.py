"""Delays after failed attempts: free at first, then doubling, never a lock."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.lockout import DELAYS, Failures, Scope, opens_at, remembered_since, seconds_left, wait_seconds

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0),
        (1, 0),
        (4, 0),
        (5, 5),
        (6, 10),
        (7, 20),
        (8, 40),
        (9, 80),
        (10, 160),
        (11, 320),
        (12, 640),
        (13, 900),
        (10**6, 900),
    ],
)
def test_the_wait_for_one_number_doubles_up_to_a_quarter_of_an_hour(failures, seconds):
    assert wait_seconds(failures, DELAYS[Scope.SUBJECT]) == seconds


@pytest.mark.parametrize("scope", Scope)
def test_every_scope_has_free_failures_and_a_ceiling(scope):
    delay = DELAYS[scope]

    assert wait_seconds(delay.free, delay) == 0
    assert wait_seconds(delay.free + 1, delay) == delay.first
    assert wait_seconds(10**9, delay) == delay.ceiling


def test_the_wait_runs_from_the_last_failure_and_ends():
    failures = {Scope.SUBJECT: Failures(6, NOON)}

    assert seconds_left(failures, at=NOON) == 10
    assert seconds_left(failures, at=NOON + timedelta(seconds=9.5)) == 1
    assert seconds_left(failures, at=NOON + timedelta(seconds=10)) == 0
    assert seconds_left(failures, at=NOON + timedelta(days=1)) == 0


def test_the_longest_wait_of_all_scopes_counts():
    failures = {
        Scope.SUBJECT: Failures(5, NOON),
        Scope.ADDRESS: Failures(24, NOON - timedelta(seconds=10)),
        Scope.OVERALL: Failures(3, NOON),
    }

    assert opens_at(Scope.ADDRESS, failures[Scope.ADDRESS]) == NOON + timedelta(seconds=30)
    assert seconds_left(failures, at=NOON) == 30


def test_without_failures_nobody_waits():
    assert seconds_left({}, at=NOON) == 0
    assert seconds_left({Scope.SUBJECT: Failures(0)}, at=NOON) == 0


def test_failures_are_forgotten():
    assert remembered_since(Scope.SUBJECT, at=NOON) == NOON - timedelta(hours=24)


@given(st.sampled_from(Scope), st.integers(0, 10_000))
def test_one_more_failure_never_shortens_the_wait(scope, failures):
    delay = DELAYS[scope]

    assert wait_seconds(failures, delay) <= wait_seconds(failures + 1, delay) <= delay.ceiling
