"""What everybody is entitled to on each day, and a mark that changes whenever policy does."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import insurance.models.columns

POLICY_TABLES = (
    "basebound",
    "rate",
    "declarationwindow",
    "latefee",
    "benefitrule",
    "residentwait",
    "unemploymentduration",
    "unitinjuryrate",
    "calendarday",
    "policydocument",
    "poolingarea",
)

MARK = """
CREATE FUNCTION hall_policy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insurance_policyversion (id, version) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version;
    RETURN NULL;
END $$
"""


def marked(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER insurance_{table}_marks_a_change AFTER INSERT OR UPDATE OR DELETE ON insurance_{table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION hall_policy_changed()",
        f"DROP TRIGGER insurance_{table}_marks_a_change ON insurance_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        ("insurance", "0003_policy_of_benefits"),
    ]

    operations = [
        migrations.CreateModel(
            name="BenefitSweep",
            fields=[
                ("swept_on", models.DateField(primary_key=True, serialize=False, verbose_name="swept on")),
                ("persons", models.PositiveIntegerField()),
                ("rows_written", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "benefit sweep",
                "verbose_name_plural": "benefit sweeps",
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.UUIDField()),
            ],
            options={
                "verbose_name": "policy version",
            },
        ),
        migrations.CreateModel(
            name="BenefitPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.CharField(choices=[("employee", "employee"), ("resident", "resident")], max_length=8),
                ),
                ("first_on", models.DateField(verbose_name="benefit from")),
                ("until_on", models.DateField(null=True, verbose_name="until before")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entitled", "entitled"),
                            ("waiting", "waiting"),
                            ("suspended", "suspended"),
                            ("none", "none"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("insured", "insured"),
                            ("retroactive", "retroactive"),
                            ("first_wait", "first_wait"),
                            ("first_unpaid", "first_unpaid"),
                            ("arrears", "arrears"),
                            ("stopped", "stopped"),
                            ("after_gap", "after_gap"),
                            ("ended", "ended"),
                            ("retired", "retired"),
                            ("late_year", "late_year"),
                            ("year_unpaid", "year_unpaid"),
                            ("left", "left"),
                        ],
                        max_length=12,
                    ),
                ),
                ("first_unpaid", models.DateField(null=True, verbose_name="first unpaid month")),
                ("credited_on", models.DateField(null=True, verbose_name="credited on")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_periods",
                        to="accounts.person",
                    ),
                ),
                (
                    "restore_rule",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.benefitrule",
                    ),
                ),
                (
                    "stop_rule",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.benefitrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "benefit period",
                "verbose_name_plural": "benefit periods",
                "indexes": [models.Index(fields=["person", "scheme", "first_on"], name="benefit_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gt", models.F("first_on")), _connector="OR"),
                        name="benefit_period_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["entitled", "waiting", "suspended", "none"])),
                        name="benefit_period_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_unpaid", None), ("first_unpaid__day", 1), _connector="OR"),
                        name="benefit_period_unpaid_is_a_month",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            ("scheme", "="),
                            (insurance.models.columns.DateRange("first_on", "until_on", models.Value("[)")), "&&"),
                        ],
                        name="one_benefit_a_day",
                    ),
                ],
            },
        ),
        migrations.RunSQL(MARK, "DROP FUNCTION hall_policy_changed()"),
        *[marked(table) for table in POLICY_TABLES],
    ]
