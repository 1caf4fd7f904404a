"""Programs that run together: revived when they die, stopped together, never left behind."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from django.conf import settings

from portal import processes
from portal.processes import KeepsDying, Program, revive, start_all, stop_all

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]

DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""

KEEPER = f"""
import time
from portal.processes import Program
program = Program("sleeper", {SLEEP!r})
program.start()
print(program.process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def program(monkeypatch):
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.3)
    program = Program("sleeper", SLEEP)
    yield program
    stop_all([program])


def test_a_program_that_died_is_started_again(program):
    start_all([program])
    first = program.process
    first.kill()
    first.wait()
    said = []
    revive([program], say=said.append)
    assert program.process.pid != first.pid
    assert not program.ended()
    assert said == ["The sleeper ended with status -9; starting it again."]


def test_a_program_that_keeps_dying_is_given_up(program):
    program.command = [sys.executable, "-c", ""]
    start_all([program])
    for _death in range(processes.DEATHS_ALLOWED - 1):
        program.process.wait()
        revive([program], say=lambda line: None)
    program.process.wait()
    with pytest.raises(KeepsDying, match="sleeper"):
        revive([program], say=lambda line: None)


def test_deaths_of_long_ago_do_not_count(program):
    program.died = [time.monotonic() - processes.DEATHS_WITHIN_SECONDS - 1] * processes.DEATHS_ALLOWED
    start_all([program])
    program.process.kill()
    program.process.wait()
    revive([program], say=lambda line: None)
    assert len(program.died) == 1


def test_the_children_of_a_program_that_died_are_swept_away(program, capfd):
    program.command = [sys.executable, "-c", DEAF]
    start_all([program])
    child = printed_number(capfd)
    program.process.kill()
    program.process.wait()
    revive([program], say=lambda line: None)
    assert gone(child)


def test_stopping_ends_what_does_not_listen_and_its_children(program, capfd):
    program.command = [sys.executable, "-c", DEAF]
    start_all([program])
    child = printed_number(capfd)
    stop_all([program])
    assert program.process.returncode == -signal.SIGKILL
    assert gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_programs_end_when_their_keeper_is_killed():
    command = [sys.executable, "-c", KEEPER]
    keeper = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    kept = int(keeper.stdout.readline())
    os.kill(keeper.pid, signal.SIGKILL)
    keeper.communicate()
    assert gone(kept)


def printed_number(capfd) -> int:
    printed = ""
    while not printed.endswith("\n"):
        time.sleep(0.01)
        printed += capfd.readouterr().out
    return int(printed)


def gone(pid: int) -> bool:
    """Return whether the process ends before it would by itself; a zombie nobody has collected yet has ended."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False
