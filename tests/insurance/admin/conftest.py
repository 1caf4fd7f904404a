"""The desk of the tests: the business day, and citizens with something to decide about."""

import pytest

from accounts.rules.roles import Agency
from tests.factories import TODAY, DeclarationFactory, UserFactory, enrol_flexible
from tests.visits import let_in


@pytest.fixture(autouse=True)
def business_day(settings, db):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def citizen():
    """A citizen in flexible employment, insured for pension and medical."""
    user = UserFactory()
    enrol_flexible(user.person)
    return user


@pytest.fixture
def clerk():
    return UserFactory(clerk=True, agency=Agency.HRSS, name="韩经办")


@pytest.fixture
def part(citizen):
    """The agency's part of the citizen's stop of the pension insurance, to be decided."""
    return DeclarationFactory(lodged_by=citizen).parts.get()


@pytest.fixture
def desk(clerk):
    """The clerk's browser."""
    return let_in(clerk)
