"""How far the assessment of a month is, and triggers that write down what has to be looked at again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REMEMBER_ENROLMENTS = """
CREATE FUNCTION hall_remember_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM insurance_assessmentrun) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO insurance_reassessment (area_id, unit_id, person_id, from_month, cause, at)
        SELECT run.area_id, one.unit_id, one.person_id, min(one.first_month), 'enrolment', clock_timestamp()
        FROM added AS one
        LEFT JOIN insurance_unitregistration AS reg ON reg.unit_id = one.unit_id
        JOIN (SELECT area_id, max(month) AS last FROM insurance_assessmentrun GROUP BY area_id) AS run
            ON run.area_id = coalesce(reg.area_id, one.area_id)
        WHERE one.kind <> 'resident' AND one.first_month <= run.last + interval '1 month'
          AND one.first_month < coalesce(one.stop_month, 'infinity')
        GROUP BY run.area_id, one.unit_id, one.person_id;
        RETURN NULL;
    END IF;
    INSERT INTO insurance_reassessment (area_id, unit_id, person_id, from_month, cause, at)
    SELECT run.area_id, it.unit_id, it.person_id, min(it.since), 'enrolment', clock_timestamp()
    FROM (
        SELECT one.area_id, one.unit_id, one.person_id,
            CASE WHEN (was.first_month, was.wage_fen) IS DISTINCT FROM (one.first_month, one.wage_fen)
                 THEN least(was.first_month, one.first_month)
                 ELSE least(was.stop_month, one.stop_month) END AS since
        FROM removed AS was JOIN added AS one ON one.id = was.id
        WHERE one.kind <> 'resident'
          AND (was.first_month, was.stop_month, was.wage_fen)
              IS DISTINCT FROM (one.first_month, one.stop_month, one.wage_fen)
    ) AS it
    LEFT JOIN insurance_unitregistration AS reg ON reg.unit_id = it.unit_id
    JOIN (SELECT area_id, max(month) AS last FROM insurance_assessmentrun GROUP BY area_id) AS run
        ON run.area_id = coalesce(reg.area_id, it.area_id)
    WHERE it.since <= run.last + interval '1 month'
    GROUP BY run.area_id, it.unit_id, it.person_id;
    RETURN NULL;
END $$
"""

REMEMBER_WAGES = """
CREATE FUNCTION hall_remember_wages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insurance_reassessment (area_id, unit_id, person_id, from_month, cause, at)
    SELECT run.area_id, one.unit_id, one.person_id, min(one.from_month), 'wage', clock_timestamp()
    FROM added AS one
    JOIN insurance_unitregistration AS reg ON reg.unit_id = one.unit_id
    JOIN (SELECT area_id, max(month) AS last FROM insurance_assessmentrun GROUP BY area_id) AS run
        ON run.area_id = reg.area_id
    WHERE one.from_month <= run.last + interval '1 month'
    GROUP BY run.area_id, one.unit_id, one.person_id;
    RETURN NULL;
END $$
"""

REMEMBER_POLICY = """
CREATE FUNCTION hall_remember_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insurance_reassessment (area_id, from_month, cause, at)
    SELECT run.area_id, date_trunc('month', lower(NEW.in_force))::date, 'policy', clock_timestamp()
    FROM insurance_assessmentrun AS run
    WHERE run.area_id = NEW.area_id
    GROUP BY run.area_id
    HAVING max(run.month) + interval '1 month' >= lower(NEW.in_force);
    RETURN NULL;
END $$
"""

REMEMBER_INJURY_RATES = """
CREATE FUNCTION hall_remember_injury_rates() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    since date := lower(NEW.in_force);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        since := upper(NEW.in_force);
    END IF;
    INSERT INTO insurance_reassessment (area_id, unit_id, from_month, cause, at)
    SELECT run.area_id, NEW.unit_id, date_trunc('month', since)::date, 'injury_rate', clock_timestamp()
    FROM insurance_assessmentrun AS run
    JOIN insurance_unitregistration AS reg ON reg.area_id = run.area_id AND reg.unit_id = NEW.unit_id
    GROUP BY run.area_id
    HAVING max(run.month) + interval '1 month' >= since;
    RETURN NULL;
END $$
"""

FUNCTIONS = {
    "hall_remember_enrolments": REMEMBER_ENROLMENTS,
    "hall_remember_wages": REMEMBER_WAGES,
    "hall_remember_policy": REMEMBER_POLICY,
    "hall_remember_injury_rates": REMEMBER_INJURY_RATES,
}


def statement_trigger(table: str, act: str, function: str, tables: str) -> migrations.RunSQL:
    """Return a trigger that sees all rows of a statement at once."""
    name = f"{table}_{act.lower()}_is_remembered"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {act} ON {table} REFERENCING {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


def row_trigger(table: str, acts: str, function: str) -> migrations.RunSQL:
    name = f"{table}_is_remembered"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0015_money"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reassessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_month", models.DateField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("enrolment", "enrolment"),
                            ("wage", "wage"),
                            ("policy", "policy"),
                            ("injury_rate", "injury_rate"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "month to be assessed again",
            },
        ),
        migrations.CreateModel(
            name="AssessmentRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="month")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("finished", "finished")],
                        default="running",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                ("payers_total", models.IntegerField(default=0)),
                ("payers_done", models.IntegerField(default=0)),
                ("people", models.IntegerField(default=0)),
                ("bills", models.IntegerField(default=0)),
                ("unit_fen", models.BigIntegerField(default=0)),
                ("own_fen", models.BigIntegerField(default=0)),
                ("corrected", models.IntegerField(default=0)),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                ("fault", models.JSONField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment_runs",
                        to="insurance.poolingarea",
                        verbose_name="pooling area",
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment of a month",
                "verbose_name_plural": "assessments of months",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month", None), ("month__day", 1), _connector="OR"),
                        name="run_is_for_a_month",
                    ),
                    models.UniqueConstraint(fields=("area", "month"), name="month_is_assessed_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fault", None), ("finished_at__isnull", False), ("state", "finished")),
                            models.Q(("finished_at", None), ("state", "running")),
                            _connector="OR",
                        ),
                        name="run_has_an_end_when_finished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payers_done__lte", models.F("payers_total"))),
                        name="run_charges_at_most_everybody",
                    ),
                ],
            },
        ),
        *[migrations.RunSQL(body, f"DROP FUNCTION {name}()") for name, body in FUNCTIONS.items()],
        statement_trigger("insurance_enrolment", "INSERT", "hall_remember_enrolments", "NEW TABLE AS added"),
        statement_trigger(
            "insurance_enrolment", "UPDATE", "hall_remember_enrolments", "OLD TABLE AS removed NEW TABLE AS added"
        ),
        statement_trigger("insurance_declaredwage", "INSERT", "hall_remember_wages", "NEW TABLE AS added"),
        statement_trigger("insurance_declaredwage", "UPDATE", "hall_remember_wages", "NEW TABLE AS added"),
        row_trigger("insurance_basebound", "INSERT", "hall_remember_policy"),
        row_trigger("insurance_rate", "INSERT", "hall_remember_policy"),
        row_trigger("insurance_unitinjuryrate", "INSERT OR UPDATE", "hall_remember_injury_rates"),
    ]
