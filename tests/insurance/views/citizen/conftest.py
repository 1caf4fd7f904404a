"""A citizen with a browser, on the day on which tests take place."""

import pytest

from tests.factories import TODAY, UserFactory
from tests.visits import let_in


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def citizen(db):
    return UserFactory(language="en")


@pytest.fixture
def browser(citizen):
    return let_in(citizen)
