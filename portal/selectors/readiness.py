"""Whether this process can serve: the database answers and holds every migration of this release."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def migrations_of_this_release() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def obstacle() -> str:
    """Return why this process cannot serve yet (``database`` or ``migrations``), or an empty string; one statement."""
    try:
        applied = MigrationRecorder(connection).migration_qs.values_list("app", "name")
        missing = migrations_of_this_release() - set(applied)
    except DatabaseError:
        return "database"
    return "migrations" if missing else ""
