"""A clock that stands still until a test moves it on."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def later(time_machine):
    """Let so many seconds pass."""
    time_machine.move_to(datetime(2026, 11, 20, 1, 30, tzinfo=UTC), tick=False)
    return time_machine.shift
