"""Who keeps watch in the back office."""

import pytest

from tests.factories import UserFactory
from tests.visits import let_in


@pytest.fixture
def security(db):
    return UserFactory(security=True)


@pytest.fixture
def guard(security):
    """The security administrator's browser."""
    return let_in(security)


@pytest.fixture
def auditor(db):
    """An auditor's browser."""
    return let_in(UserFactory(auditor=True))
