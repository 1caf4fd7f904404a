"""Fixtures that every test may use."""

import os

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.factories import TODAY, channels
from tests.factories.city import City, city_of_everything

# How long an example takes says more about the machine than about the rule: no limit on that, nor on making examples.
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def media_folder(tmp_path_factory):
    """Attachments of tests go to a folder that pytest clears away."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def empty_job_queue(transactional_db):
    """A real worker meets only the jobs of its test: the tables of jobs are not Django's, so no flush empties them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def city(db, settings) -> City:
    """One of everything, on the business day of the tests."""
    settings.HALL_TODAY = TODAY
    return city_of_everything()


@pytest.fixture
def bank(settings, tmp_path):
    """The demo's bank, set up here and answering; ``bank.mood`` silences it."""
    made = channels.Bank(tmp_path)
    server = channels.serve(made)
    settings.HALL_BANK = made.settings(f"http://127.0.0.1:{server.server_port}")
    yield made
    channels.stop(server)


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
