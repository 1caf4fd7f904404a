"""How the bank's process is started."""

import os
import sys
from pathlib import Path

from portal.sandbox_bank.keys import BANK_PUBLIC_KEY, HALL_KEY, make_keys

HOST = "127.0.0.1"
MERCHANT = "yunzhou-hall"


def command(port: int, host: str = HOST) -> list[str]:
    """Return the command of its server: one process, because one thread in it does the telling."""
    options = f"--interface wsgi --host {host} --port {port} --http 1 --no-ws --workers 1 --blocking-threads 4"
    options += " --respawn-failed-workers --workers-kill-timeout 5 --log-level warning"
    return [sys.executable, "-m", "granian", *options.split(), "portal.sandbox_bank.wsgi:application"]


def environment(folder: Path) -> dict[str, str]:
    """Return what its process needs to know; nothing of the hall's secrets or database."""
    return {"DJANGO_SETTINGS_MODULE": "portal.sandbox_bank.settings", "BANK_FOLDER": str(folder)}


def run(folder: Path, port: int, host: str = HOST) -> None:
    """Become the bank's server."""
    make_keys(folder)
    withheld = ("DATABASE_URL", "SECRET_KEY", "HALL_FIELD_KEYS", "HALL_INDEX_KEY", "HALL_SERVE_AS")
    kept = {name: value for name, value in os.environ.items() if name not in withheld}
    server = command(port, host)
    os.execve(server[0], server, kept | environment(folder))  # nosec B606


def seen_by_hall(folder: Path, port: int) -> dict[str, str]:
    """Return the environment in which the hall knows this bank and its keys, which are made when missing."""
    make_keys(folder)
    return {
        "HALL_BANK_URL": f"http://{HOST}:{port}",
        "HALL_BANK_KEY_FILE": str(folder / HALL_KEY),
        "HALL_BANK_PUBLIC_KEY_FILE": str(folder / BANK_PUBLIC_KEY),
        "HALL_BANK_MERCHANT": MERCHANT,
    }
