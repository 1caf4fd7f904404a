"""A unit with an operator and an employee, on a Thursday with the window open."""

import pytest

from tests.factories import TODAY, PersonFactory, UserFactory, employ
from tests.visits import let_in


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def operator(db):
    return UserFactory(operator=True)


@pytest.fixture
def employee(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


@pytest.fixture
def browser(operator):
    return let_in(operator)
