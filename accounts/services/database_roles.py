"""Two roles of the database: the owner, who migrates, and the web role, who serves and cannot rewrite history."""

from django.db import connection, transaction
from psycopg import sql

APPEND_ONLY_FUNCTION = "hall_append_only"
CLOSE_ONLY_FUNCTION = "hall_close_only"
CLOSING_COLUMN = "in_force"
READ_ONLY = ("django_migrations",)


@transaction.atomic
def grant_web_role(role: str, *, password: str | None = None) -> list[str]:
    """Give ``role`` what serving needs, and return the tables it may add to and read, but neither change nor empty.

    Of what can only be closed it may write the span of days alone, and the trigger watches how.
    Made when missing; with a ``password`` it may log in. Nothing may be truncated, no table made, altered or dropped.
    Run it as the owner after every migration: it takes back what it does not grant.
    """
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        make_role(cursor, role, password)
        for statement in STATEMENTS:
            cursor.execute(
                sql.SQL(statement).format(role=name, database=sql.Identifier(connection.settings_dict["NAME"]))
            )
        tables = guarded_tables(cursor, APPEND_ONLY_FUNCTION)
        closing = guarded_tables(cursor, CLOSE_ONLY_FUNCTION)
        for table in (*tables, *closing):
            revoke = sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {role}")
            cursor.execute(revoke.format(table=sql.Identifier(table), role=name))
        for table in closing:
            grant = sql.SQL("GRANT UPDATE ({column}) ON {table} TO {role}")
            names = {"column": sql.Identifier(CLOSING_COLUMN), "table": sql.Identifier(table), "role": name}
            cursor.execute(grant.format(**names))
        for table in READ_ONLY:
            revoke = sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}")
            cursor.execute(revoke.format(table=sql.Identifier(table), role=name))
    return tables


STATEMENTS = (
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
)


def make_role(cursor, role: str, password: str | None) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE").format(sql.Identifier(role)))
    if password:
        login = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        cursor.execute(login.format(sql.Identifier(role), sql.Literal(password)))


def guarded_tables(cursor, function: str) -> list[str]:
    """Return the tables whose trigger calls ``function`` to forbid changes: the migrations name them, not a list here."""
    cursor.execute(
        "SELECT DISTINCT pg_class.relname FROM pg_trigger"
        " JOIN pg_proc ON pg_proc.oid = pg_trigger.tgfoid JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid"
        " WHERE pg_proc.proname = %s ORDER BY pg_class.relname",
        [function],
    )
    return [table for (table,) in cursor.fetchall()]
