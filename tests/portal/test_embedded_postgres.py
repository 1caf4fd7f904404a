"""The embedded server: started by whoever comes first, stopped by whoever leaves last, never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from portal.embedded_postgres import server

pytestmark = pytest.mark.slow

USER = """
import sys
from pathlib import Path
from portal.embedded_postgres import server
server.ensure_running(Path(sys.argv[1]), durable=False)
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path):
    data = tmp_path / "a city" / "postgres"
    yield data
    server.stop(data)


class User:
    """Another process that uses the server until it leaves or is killed."""

    def __init__(self, data: Path):
        command = [sys.executable, "-c", USER, str(data)]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def wait_until_up(self) -> "User":
        assert self.process.stdout.readline() == "up\n"
        return self

    def leave(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def be_killed(self) -> None:
        self.process.kill()
        self.process.communicate()


def postmaster_pid(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().splitlines()[0])


def kill_server(data: Path) -> None:
    os.kill(postmaster_pid(data), signal.SIGKILL)
    while server._postmaster(data):
        time.sleep(0.01)


def servers(data: Path) -> set[int]:
    """Return the servers of a folder; a process that one of them has just begun is called as it is for a moment."""
    running = {process.pid: process.info for process in psutil.process_iter(["cmdline", "ppid"])}
    program = str(server.BINARIES / "postgres")
    named = {pid for pid, info in running.items() if is_server_of(info["cmdline"] or [], program, data)}
    return {pid for pid in named if running[pid]["ppid"] not in named}


def is_server_of(command: list[str], program: str, data: Path) -> bool:
    return command[:1] == [program] and str(data) in command


def query(data: Path, sql: str):
    with psycopg.connect(host=str(server.socket_folder(data)), user="postgres", dbname="hall") as connection:
        return connection.execute(sql).fetchone()[0]


def test_the_first_user_starts_it_and_the_last_one_stops_it(data):
    first, second = User(data).wait_until_up(), User(data).wait_until_up()
    first.leave()
    assert server.answers(data)
    second.leave()
    assert not server.answers(data)


def test_users_who_come_at_the_same_time_share_one_server(data):
    users = [User(data) for _ in range(4)]
    for user in users:
        user.wait_until_up()
    assert len(servers(data)) == 1
    for user in users:
        user.leave()
    assert not server.answers(data)


def test_a_killed_user_does_not_keep_the_server_running(data):
    killed, last = User(data).wait_until_up(), User(data).wait_until_up()
    killed.be_killed()
    last.leave()
    assert not server.answers(data)


def test_a_server_left_behind_by_a_killed_user_is_taken_over(data):
    User(data).wait_until_up().be_killed()
    left_behind = postmaster_pid(data)
    heir = User(data).wait_until_up()
    assert postmaster_pid(data) == left_behind
    heir.leave()
    assert not server.answers(data)


def test_a_killed_server_comes_back_with_its_data(data):
    user = User(data).wait_until_up()
    with psycopg.connect(host=str(server.socket_folder(data)), user="postgres", dbname="hall") as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    kill_server(data)
    heir = User(data).wait_until_up()
    assert query(data, "SELECT answer FROM kept") == 42
    heir.leave()
    user.leave()


def test_a_process_that_outlives_the_server_starts_it_again(data):
    server.ensure_running(data, durable=False)
    kill_server(data)
    server.ensure_running(data, durable=False)
    assert query(data, "SELECT 1") == 1
    server._leave(data)
    assert not server.answers(data)


def test_a_stale_pid_file_that_names_another_process_is_no_server(data):
    User(data).wait_until_up().leave()
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n{data}\n\n\nready\n")
    user = User(data).wait_until_up()
    assert query(data, "SELECT 1") == 1
    user.leave()


def test_an_interrupted_initialisation_is_done_again(data):
    half_made = data.with_name("postgres.new")
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    user = User(data).wait_until_up()
    assert query(data, "SELECT 1") == 1
    user.leave()


def test_it_sorts_by_code_point_listens_on_no_port_and_lets_nobody_else_in(data):
    user = User(data).wait_until_up()
    assert query(data, "SELECT datlocale FROM pg_database WHERE datname = 'hall'") == "C.UTF-8"
    assert query(data, "SHOW listen_addresses") == ""
    assert (server.socket_folder(data) / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
    user.leave()


def test_a_durable_server_syncs_and_the_one_for_tests_does_not(data):
    user = User(data).wait_until_up()
    assert query(data, "SHOW fsync") == "off"
    user.leave()
    server.ensure_running(data, durable=True)
    assert query(data, "SHOW fsync") == "on"
    server._leave(data)
    assert not server.answers(data)


@pytest.mark.parametrize("folder", ["x" * 120, "two words", "comma,quote'"])
def test_the_socket_of_a_long_or_odd_path_lies_in_a_short_one(folder):
    data = Path("/srv") / folder
    assert server.socket_folder(data).parent == Path("/tmp")
    assert server.socket_folder(data) == server.socket_folder(data)
    assert server.socket_folder(data) != server.socket_folder(data.with_name("other" * 30))


def test_the_socket_of_a_plain_path_lies_beside_the_data():
    assert server.socket_folder(Path("/srv/hall/postgres")) == Path("/srv/hall/postgres")


def test_a_socket_folder_made_by_somebody_else_is_refused(tmp_path):
    foreign = tmp_path / "foreign"
    foreign.symlink_to(tmp_path)
    with pytest.raises(server.ImproperlyConfigured, match="belongs to somebody else"):
        server._make_private(foreign)


def test_a_server_that_cannot_start_says_where_to_look(data, monkeypatch):
    User(data).wait_until_up().leave()
    monkeypatch.setitem(server.SETTINGS, "shared_buffers", "a lot")
    patience = server.START_SECONDS
    monkeypatch.setattr(server, "START_SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(server.ImproperlyConfigured, match=r"server\.log"):
        server.ensure_running(data, durable=False)
    assert time.monotonic() - started < patience
