"""Work that is done in a process of its own, because it may not share ours: hostile content, or a hunger for memory.

Such a module of this folder is run as ``python -m``, takes bytes on standard input and gives bytes on standard output.
It loads nothing of Django, so that it starts in a few hundredths of a second, and it sees neither settings nor secrets.
"""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

INHERITED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All that the process learns of our environment: where the interpreter finds its libraries."""


def run_apart(module: str, argument: str, content: bytes, *, seconds: int) -> subprocess.CompletedProcess:
    """Run ``module`` with one argument over ``content`` and return how it ended; TimeoutExpired after ``seconds``."""
    return subprocess.run(
        [sys.executable, "-m", module, argument],
        input=content,
        capture_output=True,
        timeout=seconds,
        cwd=PROJECT,
        env={variable: os.environ[variable] for variable in INHERITED if variable in os.environ},
        check=False,
    )
