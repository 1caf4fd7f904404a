"""Processes of the hall beside the one of a test, on the same database; and a database server that a test may kill."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from portal.embedded_postgres import server
from tests.races import PATIENCE

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def address() -> str:
    """Return the database that this process is connected to, as ``DATABASE_URL`` says it."""
    at = connection.settings_dict
    parts = {"user": at["USER"], "password": at["PASSWORD"], "host": at["HOST"], "port": at["PORT"]}
    query = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in parts.items() if value)
    return f"postgresql:///{at['NAME']}?{query}"


@contextmanager
def running(program: str) -> Iterator[subprocess.Popen]:
    """Run a program in Python on the database of this process; it ends here at the latest.

    A program that waits for its end (``get_stuck``) prints ``stuck`` and reads what it is never told: it goes on when
    nobody can tell it any more.
    """
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": address()}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, **pipes) as child:
        try:
            yield child
        finally:
            child.kill()


def get_stuck(module: ModuleType, name: str, *, at: int | None) -> None:
    """For the program itself: be stuck when a function was called for the time ``at``, before its result is used."""
    call, times = getattr(module, name), itertools.count(1)

    def call_or_be_stuck(*given, **named):
        result = call(*given, **named)
        if next(times) == at:
            print("stuck", flush=True)
            sys.stdin.read()
        return result

    setattr(module, name, call_or_be_stuck)


def until_stuck(child: subprocess.Popen) -> None:
    """Wait until a program is where it shall be killed."""
    assert child.stdout.readline() == "stuck\n", "the program ended before it could be killed"


def be_killed(child: subprocess.Popen) -> None:
    """End a process without a warning, and wait until the database has noticed."""
    child.kill()
    child.wait()
    until_left()


def go_on(child: subprocess.Popen) -> int:
    """Let a stuck program go on; return how it ended."""
    child.stdin.close()
    return child.wait(timeout=PATIENCE)


def end_sessions() -> None:
    """End every other session of the database, and wait until they are gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid, %s) {OTHERS}", [PATIENCE * 1000])


def until_left() -> None:
    """Wait until nobody who is gone is still held for present."""
    give_up = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT count(*) {OTHERS} AND backend_type = 'client backend'")
            if cursor.fetchone() == (0,):
                return
            assert time.monotonic() < give_up, "the session of a killed process never ended"
            time.sleep(0.01)


KEPT = "ALTER DATABASE {database} SET synchronous_commit = on;"
"""What was acknowledged is in the log before, as in a real hall; that the log outlives a power cut is not needed here."""


@contextmanager
def on_a_server_of_its_own(data: Path) -> Iterator[None]:
    """Connect to a server that nobody else uses, on a copy of the test database, sequences included."""
    copied = subprocess.run([server.BINARIES / "pg_dump", "--no-owner", "--no-privileges", address()],
                            capture_output=True, check=True).stdout  # fmt: skip
    server.ensure_running(data, durable=False)
    there = server.database_settings(data, durable=False)
    to = [f"--host={there['HOST']}", f"--username={there['USER']}", f"--dbname={there['NAME']}"]
    all_or_nothing = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null"]
    filling = copied + KEPT.format(database=there["NAME"]).encode()
    subprocess.run([server.BINARIES / "psql", *all_or_nothing, *to], input=filling, check=True)
    here = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(there)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(here)
        server.stop(data)
        server._leave(data)


def kill_server(data: Path) -> None:
    """Stop the server at once, in the middle of whatever it does, and start it again: it recovers from its log."""
    server._run("pg_ctl", "stop", "-D", data, "-m", "immediate", "-w", "-s")
    connection.close()
    server.ensure_running(data, durable=False)
