"""``make run``: from nothing to a city that answers, and back to nothing but the data."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import psycopg
import pytest
from django.conf import settings

from portal.embedded_postgres import server

pytestmark = pytest.mark.slow

PERSONS = "300"
PATIENCE = 300
"""Seconds after which something never comes, even on a busy machine."""

# A process that is handed to the worker or the web server knows its city by this variable.
MARK = "HALL_VAR"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    return tmp_path_factory.mktemp("a city")


@pytest.fixture
def start(city):
    """Start halls in the city; whatever a test leaves running is stopped."""
    halls = []

    def start_one(port: int | None = None) -> Hall:
        halls.append(Hall(city, port))
        return halls[-1]

    yield start_one
    for hall in halls:
        if hall.process.poll() is None:
            hall.stop(signal.SIGTERM)


class Hall:
    """A running ``manage.py hall`` and what it has printed."""

    def __init__(self, city, port: int | None = None):
        self.city, self.port = city, port or free_port()
        environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HALL_TODAY"}}
        environment |= {MARK: str(city), "PORT": str(self.port), "PERSONS": PERSONS}
        environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "hall"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []

    def wait_until_ready(self) -> "Hall":
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("READY"):
                return self
        pytest.fail("\n".join(self.lines))

    def stop(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.lines += rest.splitlines()
        return self.process.returncode

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        return connection.getresponse()

    def left_running(self) -> list[str]:
        """Return the programs of this city that still run."""
        return [" ".join(process.cmdline()) for process in psutil.process_iter() if belongs_to(process, str(self.city))]


def belongs_to(process: psutil.Process, city: str) -> bool:
    try:
        return process.environ().get(MARK) == city and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def roles_of_connections(city) -> list[str]:
    """Return the roles as which web server and worker are connected; the keeper itself only prepared the city."""
    with psycopg.connect(host=str(server.socket_folder(city / "postgres")), user="postgres", dbname="hall") as owner:
        rows = owner.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE datname = 'hall' AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return [role for (role,) in rows]


def free_port() -> int:
    """Return a free port below those that the system hands out by itself: between two of our uses it stays free."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port among a hundred")


def test_a_city_is_built_once_runs_and_stops_without_a_trace(city, start):
    hall = start().wait_until_ready()
    assert hall.lines[-1] == f"READY http://127.0.0.1:{hall.port}/"
    assert (city / "demo_accounts.json").exists()
    home = hall.get("/")
    page = home.read().decode()
    assert home.status == http.HTTPStatus.OK
    style = hall.get(page.split('rel="stylesheet" href="')[1].split('"')[0])
    assert (style.status, style.headers["cache-control"]) == (200, "max-age=315360000, public, immutable")

    assert set(roles_of_connections(city)) == {"hall_web"}

    refused = start(hall.port)
    assert refused.process.wait(timeout=PATIENCE) == 1
    assert "is taken" in refused.process.stdout.read()

    assert hall.stop(signal.SIGINT) == 0
    assert hall.left_running() == []
    assert not server.answers(city / "postgres")


def test_a_second_start_keeps_the_city_and_a_polite_kill_stops_it(city, start):
    hall = start().wait_until_ready()
    assert not any("Building" in line for line in hall.lines)
    assert hall.stop(signal.SIGTERM) == 0
    assert hall.left_running() == []
    assert not server.answers(city / "postgres")


def test_what_dies_is_started_again_even_the_database(city, start):
    hall = start().wait_until_ready()
    children = psutil.Process(hall.process.pid).children()
    postmaster = int((city / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    for pid in [*(child.pid for child in children), postmaster]:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while not answers(hall):
        assert time.monotonic() < deadline, "the web server did not come back"
        time.sleep(0.2)
    assert hall.stop(signal.SIGINT) == 0
    assert hall.left_running() == []


def answers(hall: Hall) -> bool:
    try:
        return hall.get("/readyz").status == http.HTTPStatus.OK
    except OSError:
        return False
