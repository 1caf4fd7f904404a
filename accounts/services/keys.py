"""Rewriting what older keys encrypted, so that a key can be taken out of the ring."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from accounts.fields import EncryptedBytesField, EncryptedTextField, decrypt_bytes, encrypt_bytes, newest_key_id

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Column:
    """One encrypted column."""

    table: str
    key: str
    name: str

    def __str__(self):
        return f"{self.table}.{self.name}"

    def statement(self, text: str) -> sql.Composed:
        """Return SQL with ``{table}``, ``{key}`` and ``{name}`` quoted."""
        names = {"table": self.table, "key": self.key, "name": self.name}
        return sql.SQL(text).format(**{place: sql.Identifier(name) for place, name in names.items()})


READ = (
    "SELECT {key}, {name} FROM {table} WHERE {name} IS NOT NULL AND get_byte({name}, 0) <> %s"
    " ORDER BY {key} LIMIT %s FOR UPDATE"
)
WRITE = "UPDATE {table} SET {name} = %s WHERE {key} = %s"


def encrypted_columns() -> list[Column]:
    """Return every encrypted column of the hall."""
    return [
        Column(model._meta.db_table, model._meta.pk.column, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, (EncryptedTextField, EncryptedBytesField))
    ]


def rotate(column: Column) -> Iterator[int]:
    """Rewrite a column under the newest key, some rows at a time; yield how many each time.

    Each batch is a transaction of its own: interrupted, it goes on where it stopped, while the hall is open.
    """
    while rewritten := rotate_some(column):
        yield rewritten


@transaction.atomic
def rotate_some(column: Column) -> int:
    """Rewrite up to a thousand values that an older key wrote; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(column.statement(READ), [newest_key_id(), ROWS_AT_ONCE])
        rows = [(encrypt_bytes(decrypt_bytes(stored)), key) for key, stored in cursor.fetchall()]
        cursor.executemany(column.statement(WRITE), rows)
    return len(rows)
