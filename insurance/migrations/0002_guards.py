"""Numbers for declarations, and what the database itself forbids: changing events and the lines of closed months."""

from django.db import migrations

CLOSED_MONTHS = """
CREATE FUNCTION hall_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM insurance_assessment AS assessment
        JOIN insurance_closedmonth AS closed ON closed.area_id = assessment.area_id AND closed.month = assessment.month
        WHERE assessment.id = OLD.assessment_id
    ) THEN
        RAISE EXCEPTION 'the month is closed: correct it with a new row that names this one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("insurance", "0001_initial"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE insurance_declaration_number", "DROP SEQUENCE insurance_declaration_number"),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_declarationevent_append_only BEFORE UPDATE OR DELETE ON insurance_declarationevent"
            " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
            "DROP TRIGGER insurance_declarationevent_append_only ON insurance_declarationevent",
        ),
        migrations.RunSQL(CLOSED_MONTHS, "DROP FUNCTION hall_closed_month()"),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_contributionline_closed_month"
            " BEFORE UPDATE OR DELETE ON insurance_contributionline"
            " FOR EACH ROW EXECUTE FUNCTION hall_closed_month()",
            "DROP TRIGGER insurance_contributionline_closed_month ON insurance_contributionline",
        ),
    ]
