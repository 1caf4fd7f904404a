"""Rosters as files, made by the worker, and subscriptions to a unit's calendar."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import insurance.rules.roster_exports


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_operators"),
        ("insurance", "0010_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.UUIDField(editable=False, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_subscription",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "subscription to a calendar",
            },
        ),
        migrations.CreateModel(
            name="RosterExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("X"),
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
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                ("asked_on", models.DateField(verbose_name="as of")),
                ("expires_at", models.DateTimeField(verbose_name="kept until")),
                (
                    "format",
                    models.CharField(choices=[("xlsx", "xlsx"), ("csv", "csv")], max_length=4, verbose_name="format"),
                ),
                ("language", models.CharField(max_length=10)),
                ("wanted", models.JSONField(default=dict)),
                ("with_numbers", models.BooleanField(default=False, verbose_name="with whole identity numbers")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="purpose")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("ready", "ready"),
                            ("expired", "expired"),
                        ],
                        default=insurance.rules.roster_exports.ExportState["WAITING"],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("people", models.PositiveIntegerField(default=0)),
                ("written", models.PositiveIntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roster_exports", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "export of a roster",
            },
        ),
        migrations.CreateModel(
            name="RosterExportPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("content", accounts.fields.EncryptedBytesField()),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="insurance.rosterexport"
                    ),
                ),
            ],
            options={
                "verbose_name": "part of an export",
            },
        ),
        migrations.AddIndex(
            model_name="rosterexport",
            index=models.Index(fields=["made_by", "-id"], name="roster_export_by_operator"),
        ),
        migrations.AddConstraint(
            model_name="rosterexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "ready", "expired"])),
                name="roster_export_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("with_numbers", False), models.Q(("purpose", ""), _negated=True), _connector="OR"),
                name="roster_export_with_numbers_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterexportpiece",
            constraint=models.UniqueConstraint(fields=("export", "position"), name="export_pieces_in_order"),
        ),
    ]
