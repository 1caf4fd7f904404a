"""Fixtures that every test may use."""

import gc
import os
import secrets
from collections.abc import Iterator
from copy import copy, deepcopy
from functools import cache

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from insurance.gateways.channels import asking
from tests.factories import TODAY, channels
from tests.factories.city import City, city_of_everything
from tests.races import PATIENCE

# How long an example takes says more about the machine than about the rule: no limit on that, nor on making examples.
# The examples of a property are the same in every run, drawn from its own text: what fails here fails everywhere, and
# nobody else's change turns red by an example that was never met before. HYPOTHESIS_PROFILE=explore draws new ones and
# prints what brings a failing one back.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("patient", **PATIENT, derandomize=True, database=None)
hypothesis_settings.register_profile("explore", **PATIENT, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "patient"))

# After every few hundred new objects Python looks for circles, now and then among everything that stays: a fifth of the
# processor's time where much is loaded and drawn. It looks less often.
gc.set_threshold(100_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def media_folder(tmp_path_factory):
    """Attachments of tests go to a folder that pytest clears away."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True, scope="session")
def codes_read_like_words():
    """A code drawn by chance has letters alone, once in a hundred times by itself: what reads pages takes it for a word."""
    chosen = secrets.choice

    def choose(characters):
        letters = [one for one in characters if not str(one).isdigit()]
        return chosen(letters or characters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "choice", choose)
        yield


@pytest.fixture(autouse=True, scope="session")
def tables_are_emptied_quickly():
    """After a test with transactions of its own only the tables that it wrote to are emptied, row by row.

    Django truncates every table and makes its rows about models anew, which takes ten times as long as most races.
    """
    flush = TransactionTestCase._fixture_teardown

    def empty(test: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser')")
            may_pass_the_guards = cursor.fetchone() == ("on",)
            if may_pass_the_guards:
                cursor.execute(emptying())
        if not may_pass_the_guards:
            flush(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


JOB_TABLES = {
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
}
"""Not Django's, so that nothing else empties them: a job of one test would be counted, or done, in another."""


@cache
def emptying() -> str:
    """Return the statement that empties all tables, once nobody writes to any of them, past the guards of history."""
    kept = {"django_content_type", "auth_permission"}
    names = (
        set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept | JOB_TABLES
    )
    tables = [connection.ops.quote_name(name) for name in sorted(names)]
    return f"""
        DO $$
        DECLARE
            name text;
            is_written boolean;
        BEGIN
            SET LOCAL session_replication_role = replica;
            LOCK TABLE {", ".join(tables)} IN EXCLUSIVE MODE;
            FOREACH name IN ARRAY ARRAY[{", ".join(f"'{table}'" for table in tables)}] LOOP
                EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO is_written;
                IF is_written THEN
                    EXECUTE 'DELETE FROM ' || name;
                END IF;
            END LOOP;
        END $$
    """


@pytest.fixture
def city(db, settings) -> City:
    """One of everything, on the business day of the tests."""
    settings.HALL_TODAY = TODAY
    return city_of_everything()


@pytest.fixture
def bank(settings, tmp_path, monkeypatch):
    """The demo's bank, set up here and answering; ``bank.mood`` silences it. A busy machine is not taken for a silent bank."""
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", PATIENCE)
    made = channels.Bank(tmp_path)
    server = channels.serve(made)
    settings.HALL_BANK = made.settings(f"http://127.0.0.1:{server.server_port}")
    yield made
    channels.stop(server)


@pytest.fixture(scope="module")
def city_of_the_file(django_db_setup, django_db_blocker) -> Iterator[City]:
    """One of everything, built once for the tests of a file with everybody signed in; undone at the end of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(HALL_TODAY=TODAY):
            city = city_of_everything()
            assert city.browsers
        yield city
        transaction.set_rollback(True)


@pytest.fixture
def standing_city(city_of_the_file, db, settings) -> City:
    """The city of the file as it was built, for files in which every test needs it: theirs is the city for all."""
    settings.HALL_TODAY = TODAY
    city = City(deepcopy(city_of_the_file.users), dict(city_of_the_file.things))
    city.browsers = {visitor: copy(browser) for visitor, browser in city_of_the_file.browsers.items()}
    for browser in city.browsers.values():
        browser.cookies = deepcopy(browser.cookies)
    return city


def pytest_collection_finish():
    """What is there now stays to the end: nobody needs to look at it for circles."""
    gc.freeze()


def pytest_collection_modifyitems(items):
    """Begin with the files that take long, so that no process of pytest-xdist is left with one of them at the end.

    The Makefile tells it to keep this order; its own begins with the files of many tests, which are the quick ones.
    """
    lasting = {item.path for item in items if item.get_closest_marker("slow") or item.path.parent.name == "browser"}
    items.sort(key=lambda item: item.path not in lasting)


BROWSER_TESTS_REQUIRED = os.environ.get("HALL_BROWSER_TESTS") == "required"


def browser_reports(config, *outcomes: str) -> list:
    """Return the reports of browser tests that ended in one of ``outcomes``; empty in a worker of pytest-xdist."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter else {}
    return [report for outcome in outcomes for report in stats.get(outcome, []) if "tests/browser/" in report.nodeid]


def pytest_sessionfinish(session):
    """Where browser tests are demanded, a skipped one is a failure, and so is none at all."""
    if not BROWSER_TESTS_REQUIRED or hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    if browser_reports(session.config, "skipped") or not browser_reports(session.config, "passed", "failed", "error"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Say in one line that browser tests were skipped and why."""
    skipped = browser_reports(config, "skipped")
    if skipped:
        _path, _line, reason = skipped[0].longrepr
        terminalreporter.write_line(f"{len(skipped)} browser tests skipped: {reason.removeprefix('Skipped: ')}")
    elif BROWSER_TESTS_REQUIRED and not browser_reports(config, "passed", "failed", "error"):
        terminalreporter.write_line("HALL_BROWSER_TESTS=required, but no browser test ran")
