"""What the database itself forbids: changing or deleting what was recorded."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

APPEND_ONLY = ("accounts_auditentry", "accounts_auditseal", "accounts_accessentry")

FUNCTION = """
CREATE FUNCTION hall_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION hall_append_only()"),
        *[guard(table) for table in APPEND_ONLY],
    ]
