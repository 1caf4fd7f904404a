"""The public content of this release, loaded once for a module and gone after it."""

from datetime import datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from accounts import clock
from portal.services import content
from tests.factories.clock import NOW

CONTENT = settings.BASE_DIR / "portal" / "content"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The reviewed files in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        content.load(CONTENT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the views: ``at(datetime(2026, 10, 1, 9, 0))``."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment.replace(tzinfo=NOW.tzinfo))

    return set_clock


@pytest.fixture
def on_a_thursday(at):
    at(NOW)


def browser(language: str) -> Client:
    """Return a browser whose reader has chosen ``language``."""
    client = Client()
    client.cookies["hall_language"] = language
    return client


@pytest.fixture
def chinese() -> Client:
    return browser("zh-hans")


@pytest.fixture
def english() -> Client:
    return browser("en")
