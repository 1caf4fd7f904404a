"""What a unit declares when it registers, and the rows of the registries that tell of units."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_operators"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("insurance", "0009_certificates"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="unitregistration", name="unit_injury_class_known"),
        migrations.AddField(
            model_name="unitregistration",
            name="address",
            field=accounts.fields.EncryptedTextField(null=True, verbose_name="registered address"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="authority",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="registering authority"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="bank_account",
            field=accounts.fields.EncryptedTextField(null=True, verbose_name="bank account"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="bank_name",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="bank"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="industry",
            field=models.CharField(blank=True, default="", max_length=2, verbose_name="industry"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="postcode",
            field=models.CharField(blank=True, default="", max_length=6, verbose_name="postcode"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="representative_name",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="legal representative"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="representative_number",
            field=accounts.fields.EncryptedTextField(null=True, verbose_name="identity number of the representative"),
        ),
        migrations.AddField(
            model_name="unitregistration",
            name="unit_type",
            field=models.CharField(
                blank=True,
                choices=[("10", "10"), ("20", "20"), ("30", "30"), ("40", "40"), ("50", "50"), ("60", "60")],
                default="",
                max_length=2,
                verbose_name="kind of body",
            ),
        ),
        migrations.AlterField(
            model_name="unitregistration",
            name="injury_class",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="work-injury industry class"),
        ),
        migrations.AddConstraint(
            model_name="unitregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("injury_class__gte", 1), ("injury_class__lte", 8)),
                    models.Q(("injury_class", None), ("status", 0)),
                    _connector="OR",
                ),
                name="unit_injury_class_known",
            ),
        ),
        migrations.CreateModel(
            name="RegistryNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[("founded", "founded"), ("changed", "changed"), ("ended", "ended")],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("credit_code", models.CharField(max_length=18, verbose_name="unified social credit code")),
                ("name", models.CharField(max_length=200, verbose_name="unit name")),
                (
                    "unit_type",
                    models.CharField(blank=True, default="", max_length=2, verbose_name="kind of body"),
                ),
                (
                    "representative",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="legal representative"),
                ),
                ("happened_on", models.DateField(verbose_name="on")),
                ("address", accounts.fields.EncryptedTextField(null=True, verbose_name="registered address")),
                ("authority", models.CharField(max_length=100, verbose_name="registering authority")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("known", "known"),
                            ("updated", "updated"),
                            ("to_declare", "to_declare"),
                            ("to_cancel", "to_cancel"),
                            ("closed", "closed"),
                        ],
                        max_length=20,
                        verbose_name="led to",
                    ),
                ),
                ("replaced", accounts.fields.EncryptedTextField(null=True)),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registry_notices",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={"verbose_name": "row of the registry", "verbose_name_plural": "rows of the registry"},
        ),
        migrations.AddIndex(
            model_name="registrynotice",
            index=models.Index(fields=["unit", "-id"], name="registry_notice_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="registrynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["founded", "changed", "ended"])), name="registry_event_known"
            ),
        ),
    ]
