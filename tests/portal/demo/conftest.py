"""One small demo city for all tests of this folder, undone at the end."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from insurance.services.policy_loading import load_policy
from portal.demo.seeding import seed_city
from tests.factories import NOW, TODAY

PERSONS = 1000


def seed(persons: int = PERSONS, number: int = 1, *, on=TODAY, at=NOW) -> list[str]:
    """Build a city and return what the builder said."""
    said: list[str] = []
    seed_city(persons, number, on=on, at=at, say=said.append)
    return said


@pytest.fixture(scope="module")
def demo_city(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """Return what was said while the city was built; what a test changes in it is undone.

    The module needs the mark ``django_db``: without one there is no database of tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        load_policy()
        yield seed()
        transaction.set_rollback(True)
