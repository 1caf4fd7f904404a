"""Benefit rules, late fees, resident waits and unemployment as policy; policy in force can only be closed."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

POLICY_TABLES = (
    "basebound",
    "rate",
    "declarationwindow",
    "latefee",
    "benefitrule",
    "residentwait",
    "unemploymentduration",
    "unitinjuryrate",
)

CLOSE_ONLY = """
CREATE FUNCTION hall_close_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'in_force' = to_jsonb(OLD) - 'in_force'
        AND lower(NEW.in_force) = lower(OLD.in_force)
        AND upper_inf(OLD.in_force) AND NOT upper_inf(NEW.in_force)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'policy is never changed: close the row of % and add one that supersedes it', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER insurance_{table}_close_only BEFORE UPDATE OR DELETE ON insurance_{table}"
        " FOR EACH ROW EXECUTE FUNCTION hall_close_only()",
        f"DROP TRIGGER insurance_{table}_close_only ON insurance_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        ("insurance", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="policydocument",
            name="evidence",
            field=models.CharField(
                choices=[
                    ("law", "statute, read"),
                    ("government", "government page, read"),
                    ("secondary", "secondary source"),
                    ("office", "public guidance of an agency"),
                    ("demo", "invented for the demo city"),
                ],
                max_length=12,
                verbose_name="evidence",
            ),
        ),
        migrations.CreateModel(
            name="BenefitRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                ("article", models.CharField(blank=True, default="", max_length=20, verbose_name="article")),
                (
                    "payer",
                    models.CharField(
                        choices=[("unit", "unit"), ("flexible", "flexible")], max_length=10, verbose_name="who pays"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("S4", "S4"),
                            ("N3", "N3"),
                            ("SDU", "SDU"),
                            ("SDF", "SDF"),
                            ("SDG", "SDG"),
                            ("DAY", "DAY"),
                            ("ZJU", "ZJU"),
                            ("ZJF", "ZJF"),
                            ("WH", "WH"),
                            ("RES", "RES"),
                        ],
                        max_length=3,
                        verbose_name="family of rules",
                    ),
                ),
                (
                    "stop_point",
                    models.CharField(
                        choices=[
                            ("unpaid_month", "unpaid_month"),
                            ("next_month", "next_month"),
                            ("after_deadline", "after_deadline"),
                        ],
                        max_length=14,
                        verbose_name="benefits stop",
                    ),
                ),
                (
                    "gap_unit",
                    models.CharField(
                        choices=[("days", "days"), ("months", "months"), ("order_days", "order_days")],
                        max_length=10,
                        verbose_name="gap counted in",
                    ),
                ),
                ("tiers", models.JSONField(verbose_name="tiers")),
                ("unpaid_tiers", models.JSONField(default=list, verbose_name="tiers without repayment")),
                (
                    "day_count",
                    models.CharField(
                        choices=[("exclude_first", "exclude_first"), ("include_first", "include_first")],
                        max_length=13,
                        verbose_name="first day of a gap",
                    ),
                ),
                ("payment_month_counts", models.BooleanField(verbose_name="the month of payment counts")),
                (
                    "new_enrolment_months",
                    models.PositiveSmallIntegerField(verbose_name="wait of a first enrolment in months"),
                ),
                (
                    "unpaid_waits_as_paid",
                    models.BooleanField(verbose_name="unpaid gaps wait at least as long as repaid ones"),
                ),
                (
                    "most_missed_in_year",
                    models.PositiveSmallIntegerField(null=True, verbose_name="most unpaid months in a year"),
                ),
                (
                    "repayment_base",
                    models.CharField(
                        choices=[
                            ("average_wage_at_payment", "average_wage_at_payment"),
                            ("own_base", "own_base"),
                            ("lower_bound", "lower_bound"),
                        ],
                        max_length=23,
                        verbose_name="base of a repayment",
                    ),
                ),
                (
                    "longest_repayable_months",
                    models.PositiveSmallIntegerField(null=True, verbose_name="longest gap that can be repaid"),
                ),
                ("late_fee_required", models.BooleanField(verbose_name="late fee to be paid first")),
                ("account_usable", models.BooleanField(verbose_name="personal account usable while benefits rest")),
            ],
            options={
                "verbose_name": "benefit rule",
                "verbose_name_plural": "benefit rules",
            },
        ),
        migrations.CreateModel(
            name="LateFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                ("article", models.CharField(blank=True, default="", max_length=20, verbose_name="article")),
                (
                    "convention",
                    models.CharField(
                        choices=[("L1", "L1"), ("L2", "L2"), ("L3", "L3")], max_length=2, verbose_name="convention"
                    ),
                ),
                ("daily_rate", models.DecimalField(decimal_places=6, max_digits=7, verbose_name="rate a day")),
                ("capped", models.BooleanField(verbose_name="at most the unpaid amount")),
                ("due_day", models.PositiveSmallIntegerField(verbose_name="last day for payment")),
                ("roll", models.BooleanField(verbose_name="limits on days off move to the next working day")),
            ],
            options={
                "verbose_name": "late fee",
                "verbose_name_plural": "late fees",
            },
        ),
        migrations.CreateModel(
            name="ResidentWait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                ("article", models.CharField(blank=True, default="", max_length=20, verbose_name="article")),
                ("opens_month", models.PositiveSmallIntegerField(verbose_name="season opens in month")),
                ("opens_day", models.PositiveSmallIntegerField(verbose_name="season opens on day")),
                ("closes_month", models.PositiveSmallIntegerField(verbose_name="season closes in month")),
                ("closes_day", models.PositiveSmallIntegerField(verbose_name="season closes on day")),
                ("fixed_months", models.PositiveSmallIntegerField(verbose_name="fixed wait in months")),
                (
                    "months_per_missed_year",
                    models.PositiveSmallIntegerField(verbose_name="months for each missed year"),
                ),
                (
                    "months_per_repaired_year",
                    models.PositiveSmallIntegerField(verbose_name="months repaired by each further year"),
                ),
                (
                    "floor_missed_years",
                    models.PositiveSmallIntegerField(verbose_name="least wait from so many missed years"),
                ),
                ("floor_months", models.PositiveSmallIntegerField(verbose_name="least wait in months")),
                (
                    "anchor",
                    models.CharField(
                        choices=[("same_day", "same_day"), ("month", "month")],
                        max_length=8,
                        verbose_name="the wait ends",
                    ),
                ),
                ("counts_from_year", models.PositiveSmallIntegerField(verbose_name="first year that counts as missed")),
            ],
            options={
                "verbose_name": "resident waiting period",
                "verbose_name_plural": "resident waiting periods",
            },
        ),
        migrations.CreateModel(
            name="UnemploymentDuration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                ("article", models.CharField(blank=True, default="", max_length=20, verbose_name="article")),
                ("pieces", models.JSONField(verbose_name="months of benefit by months paid")),
                ("most_months", models.PositiveSmallIntegerField(verbose_name="most months of benefit")),
            ],
            options={
                "verbose_name": "duration of unemployment benefit",
                "verbose_name_plural": "durations of unemployment benefit",
            },
        ),
        migrations.CreateModel(
            name="UnitInjuryRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("injury_class", models.PositiveSmallIntegerField(verbose_name="industry class")),
                (
                    "factor",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("1.00"), max_digits=3, verbose_name="floating factor"
                    ),
                ),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
            ],
            options={
                "verbose_name": "work-injury rate of a unit",
                "verbose_name_plural": "work-injury rates of units",
            },
        ),
        migrations.AddField(
            model_name="basebound",
            name="article",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="article"),
        ),
        migrations.AddField(
            model_name="declarationwindow",
            name="article",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="article"),
        ),
        migrations.AddField(
            model_name="policydocument",
            name="law_slug",
            field=models.SlugField(blank=True, default="", max_length=60, verbose_name="page with its articles"),
        ),
        migrations.AddField(
            model_name="poolingarea",
            name="is_reference",
            field=models.BooleanField(default=False, verbose_name="for comparison only"),
        ),
        migrations.AddField(
            model_name="rate",
            name="article",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="article"),
        ),
        migrations.AddConstraint(
            model_name="basebound",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="base_bound_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="declarationwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="declaration_window_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)), name="rate_begins"
            ),
        ),
        migrations.AddField(
            model_name="benefitrule",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="benefitrule",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.poolingarea",
                verbose_name="pooling area",
            ),
        ),
        migrations.AddField(
            model_name="benefitrule",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.policydocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="benefitrule",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="latefee",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="latefee",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.poolingarea",
                verbose_name="pooling area",
            ),
        ),
        migrations.AddField(
            model_name="latefee",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.policydocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="latefee",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="residentwait",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="residentwait",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.poolingarea",
                verbose_name="pooling area",
            ),
        ),
        migrations.AddField(
            model_name="residentwait",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.policydocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="residentwait",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unemploymentduration",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unemploymentduration",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.poolingarea",
                verbose_name="pooling area",
            ),
        ),
        migrations.AddField(
            model_name="unemploymentduration",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.policydocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="unemploymentduration",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitinjuryrate",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitinjuryrate",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.policydocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="unitinjuryrate",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitinjuryrate",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="injury_rates",
                to="accounts.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitrule",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("area", "="), ("payer", "="), ("in_force", "&&")],
                name="benefit_rule_one_a_day",
                violation_error_message="A row for this is already in force in this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="benefit_rule_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="benefit_rule_four_eyes",
                violation_error_message="The person who entered a value cannot approve it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("tiers__0__isnull", False), ("tiers__contains", [])), name="benefit_rule_has_tiers"
            ),
        ),
        migrations.AddConstraint(
            model_name="latefee",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("area", "="), ("in_force", "&&")],
                name="late_fee_one_a_day",
                violation_error_message="A row for this is already in force in this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="latefee",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)), name="late_fee_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="latefee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="late_fee_four_eyes",
                violation_error_message="The person who entered a value cannot approve it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="latefee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("daily_rate__gte", 0), ("daily_rate__lt", 1), ("due_day__gte", 1), ("due_day__lte", 31)
                ),
                name="late_fee_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentwait",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("area", "="), ("in_force", "&&")],
                name="resident_wait_one_a_day",
                violation_error_message="A row for this is already in force in this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentwait",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="resident_wait_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentwait",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="resident_wait_four_eyes",
                violation_error_message="The person who entered a value cannot approve it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentwait",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_day__range", (1, 31)),
                    ("closes_month__range", (1, 12)),
                    ("opens_day__range", (1, 31)),
                    ("opens_month__range", (1, 12)),
                ),
                name="resident_wait_season",
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentduration",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("area", "="), ("in_force", "&&")],
                name="unemployment_duration_one_a_day",
                violation_error_message="A row for this is already in force in this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentduration",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="unemployment_duration_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentduration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="unemployment_duration_four_eyes",
                violation_error_message="The person who entered a value cannot approve it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentduration",
            constraint=models.CheckConstraint(
                condition=models.Q(("pieces__0__isnull", False), ("pieces__contains", [])),
                name="unemployment_duration_has_pieces",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitinjuryrate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("unit", "="), ("in_force", "&&")],
                name="unit_injury_rate_one_a_day",
                violation_error_message="A row for this is already in force in this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitinjuryrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="unit_injury_rate_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitinjuryrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="unit_injury_rate_four_eyes",
                violation_error_message="The person who entered a value cannot approve it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitinjuryrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("factor__in", (Decimal("1.00"), Decimal("1.20"), Decimal("1.50"))), ("injury_class", 1)),
                    models.Q(
                        (
                            "factor__in",
                            (Decimal("0.50"), Decimal("0.80"), Decimal("1.00"), Decimal("1.20"), Decimal("1.50")),
                        ),
                        ("injury_class__gt", 1),
                        ("injury_class__lte", 8),
                    ),
                    _connector="OR",
                ),
                name="unit_injury_rate_floats_within_its_class",
            ),
        ),
        migrations.RunSQL(CLOSE_ONLY, "DROP FUNCTION hall_close_only()"),
        *[guard(table) for table in POLICY_TABLES],
    ]
