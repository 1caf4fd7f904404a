"""Workbooks that units upload: the files, their rows, and what their headings mean."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import insurance.rules.batches


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_provisional_persons"),
        ("insurance", "0007_changes_and_wages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("W"),
                            django.db.models.functions.text.LPad(
                                django.db.models.functions.comparison.Cast("id", models.TextField()),
                                django.db.models.functions.comparison.Greatest(
                                    models.Value(8),
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.comparison.Cast("id", models.TextField())
                                    ),
                                ),
                                models.Value("0"),
                            ),
                        ),
                        output_field=models.CharField(max_length=20),
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stop", "stop"),
                            ("reduction", "reduction"),
                            ("resume", "resume"),
                            ("increase", "increase"),
                            ("bases", "bases"),
                            ("info_change", "info_change"),
                            ("registration", "registration"),
                            ("unit_change", "unit_change"),
                            ("cancellation", "cancellation"),
                            ("correction", "correction"),
                            ("dispute", "dispute"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("checking", "checking"),
                            ("unmatched", "unmatched"),
                            ("checked", "checked"),
                            ("submitted", "submitted"),
                            ("applied", "applied"),
                            ("discarded", "discarded"),
                        ],
                        default=insurance.rules.batches.BatchState["UPLOADED"],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("period", models.DateField(verbose_name="month")),
                ("file_name", models.CharField(max_length=120, verbose_name="file name")),
                ("content", accounts.fields.EncryptedBytesField(null=True)),
                ("content_digest", models.BinaryField(max_length=32)),
                ("canonical_digest", models.BinaryField(max_length=32, null=True)),
                ("outcome_digest", models.BinaryField(max_length=32, null=True)),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("unit_findings", models.JSONField(default=list)),
                ("to_read", models.JSONField(default=list)),
                ("forecast", models.JSONField(default=dict)),
                ("problem", models.JSONField(null=True)),
                ("changed", models.JSONField(null=True)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("rows_passed", models.PositiveIntegerField(default=0)),
                ("rows_warned", models.PositiveIntegerField(default=0)),
                ("rows_failed", models.PositiveIntegerField(default=0)),
                ("scope", models.CharField(blank=True, choices=[("all", "all"), ("good", "good")], max_length=4)),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("checked_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "declaration",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch",
                        to="insurance.declaration",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="insurance.batch",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="accounts.unit"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded table",
                "verbose_name_plural": "uploaded tables",
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="row of the file")),
                ("sealed", accounts.fields.EncryptedTextField()),
                (
                    "verdict",
                    models.CharField(choices=[("pass", "pass"), ("warn", "warn"), ("fail", "fail")], max_length=4),
                ),
                ("findings", models.JSONField(default=list)),
                ("damages", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="insurance.batch",
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
            ],
            options={
                "verbose_name": "row of an uploaded table",
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stop", "stop"),
                            ("reduction", "reduction"),
                            ("resume", "resume"),
                            ("increase", "increase"),
                            ("bases", "bases"),
                            ("info_change", "info_change"),
                            ("registration", "registration"),
                            ("unit_change", "unit_change"),
                            ("cancellation", "cancellation"),
                            ("correction", "correction"),
                            ("dispute", "dispute"),
                        ],
                        max_length=20,
                    ),
                ),
                ("heading", models.CharField(max_length=100)),
                ("column", models.CharField(max_length=40)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_mappings",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "meaning of a heading",
            },
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["unit", "-id"], name="batch_by_unit"),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(
                condition=models.Q(("content__isnull", False)), fields=["ended_at"], name="batch_with_a_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["uploaded", "checking", "unmatched", "checked", "submitted", "applied", "discarded"])
                ),
                name="batch_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["applied", "checked", "submitted"])),
                fields=("unit", "kind", "period", "canonical_digest"),
                name="batch_counts_once_a_month",
                violation_error_message="The same file was uploaded before.",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["checked", "checking", "submitted", "unmatched", "uploaded"])),
                fields=("unit", "kind", "content_digest"),
                name="batch_bytes_wait_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rows_done__lte", models.F("rows_total")),
                    models.Q(
                        models.Q(("state__in", ["applied", "checked", "submitted"]), _negated=True),
                        (
                            "rows_total",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("rows_passed"), "+", models.F("rows_warned")
                                ),
                                "+",
                                models.F("rows_failed"),
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="batch_rows_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "applied"), _negated=True),
                    models.Q(("declaration__isnull", False), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="batch_applied_has_a_declaration",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "applied"]), _negated=True),
                    models.Q(
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                        models.Q(("scope", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="batch_chosen_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("period", None), ("period__day", 1), _connector="OR"), name="batch_of_a_month"
            ),
        ),
        migrations.AddIndex(
            model_name="batchrow",
            index=models.Index(fields=["batch", "verdict", "number"], name="batch_rows_by_verdict"),
        ),
        migrations.AddConstraint(
            model_name="batchrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="batch_row_numbers_unique"),
        ),
        migrations.AddConstraint(
            model_name="batchrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["pass", "warn", "fail"])), name="batch_verdict_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="columnmapping",
            constraint=models.UniqueConstraint(fields=("unit", "kind", "heading"), name="one_meaning_per_heading"),
        ),
    ]
