"""Keep a few programs running together: start them, start again what dies, stop them all."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

DEATHS_ALLOWED = 5
DEATHS_WITHIN_SECONDS = 60
STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1


class KeepsDying(Exception):
    """A program died so often that starting it again is no help."""


@dataclass
class Program:
    """One program and its present process; ``died`` are the moments at which earlier ones ended."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    died: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches only the one who stops things in order."""
        self.process = subprocess.Popen(
            self.command, env=os.environ | self.environment, start_new_session=True, preexec_fn=end_with_parent
        )

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def sweep(self) -> None:
        """Kill what is left of its session: a killed server leaves its own workers behind, and they hold the port."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def start_all(programs: list[Program]) -> None:
    for program in programs:
        program.start()


def revive(programs: list[Program], *, say: Callable[[str], None]) -> None:
    """Start again what has ended; KeepsDying when one has done so five times within a minute."""
    for program in filter(Program.ended, programs):
        moment = time.monotonic()
        program.died = [*(past for past in program.died if moment - past < DEATHS_WITHIN_SECONDS), moment]
        if len(program.died) >= DEATHS_ALLOWED:
            raise KeepsDying(program.name)
        say(f"The {program.name} ended with status {program.process.returncode}; starting it again.")
        program.sweep()
        program.start()


def stop_all(programs: list[Program]) -> None:
    """Ask every program to finish, then end what has not after some seconds, with everything it started."""
    started = [program for program in programs if program.process]
    for program in started:
        program.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for program in started:
        with suppress(subprocess.TimeoutExpired):
            program.process.wait(max(deadline - time.monotonic(), 0))
        program.sweep()
        program.process.wait()


def end_with_parent() -> None:
    """Have Linux ask this process to end when its parent is gone, so that none is left behind holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
