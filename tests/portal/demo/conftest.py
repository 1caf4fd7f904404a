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


@pytest.fixture(scope="package")
def demo_city(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """Return what was said while the city was built, once for the folder; what a test changes in it is undone.

    Each test needs the mark ``django_db``, which undoes. What needs a hall without a city stands outside this folder.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        load_policy()
        yield seed()
        transaction.set_rollback(True)
