"""What the bank keeps: a file of sqlite with orders, movements, refunds, notifications and what was answered to them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    number TEXT PRIMARY KEY,
    amount_fen INTEGER NOT NULL DEFAULT 0,
    subject TEXT NOT NULL DEFAULT '',
    expires_at TEXT NOT NULL DEFAULT '',
    notify_url TEXT NOT NULL DEFAULT '',
    return_url TEXT NOT NULL DEFAULT '',
    card TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'unpaid' CHECK (state IN ('unpaid', 'paid', 'credited', 'failed', 'closed')),
    silent INTEGER NOT NULL DEFAULT 0,
    seen_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS movements (
    reference TEXT PRIMARY KEY,
    number TEXT NOT NULL REFERENCES orders,
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    means TEXT NOT NULL,
    paid_at TEXT NOT NULL,
    credit_at TEXT,
    credited_at TEXT
);
CREATE INDEX IF NOT EXISTS movements_by_order ON movements (number);
CREATE TABLE IF NOT EXISTS refunds (
    number TEXT PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES movements,
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    asked_at TEXT NOT NULL,
    done_at TEXT
);
CREATE TABLE IF NOT EXISTS events (
    event TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    number TEXT NOT NULL REFERENCES orders,
    reference TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    occurred_at TEXT NOT NULL,
    send_at TEXT,
    tries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS events_by_order ON events (number);
CREATE INDEX IF NOT EXISTS events_to_send ON events (send_at) WHERE send_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL REFERENCES orders,
    what TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS answers_by_order ON answers (number);
"""

PATIENCE_SECONDS = 10


@contextmanager
def reading() -> Iterator[sqlite3.Connection]:
    """Give a connection to look with."""
    with closing(connected()) as connection:
        yield connection


@contextmanager
def writing() -> Iterator[sqlite3.Connection]:
    """Give a connection inside one transaction, alone among those who write; nothing stays of it after an error."""
    with closing(connected()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def connected() -> sqlite3.Connection:
    settings.BANK_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = settings.BANK_FOLDER / "bank.sqlite3"
    is_new = not file.exists()
    connection = sqlite3.connect(file, timeout=PATIENCE_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    if is_new:
        file.chmod(0o600)
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def prepare() -> None:
    """Make the tables that are missing."""
    with closing(connected()) as connection:
        connection.executescript(SCHEMA)
