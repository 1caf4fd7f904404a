"""The yearly declaration of wages: how long it runs, what counts without it, and the differences it makes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insurance", "0012_increases")]

    operations = [
        migrations.AddField(
            model_name="basebound",
            name="months_to_declare",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="months to declare wages"),
        ),
        migrations.AddField(
            model_name="basebound",
            name="undeclared",
            field=models.CharField(
                choices=[("estimate", "estimate"), ("last_base", "last_base")],
                default="estimate",
                max_length=10,
                verbose_name="wages not declared",
            ),
        ),
        migrations.AddConstraint(
            model_name="basebound",
            constraint=models.CheckConstraint(
                condition=models.Q(("months_to_declare__gte", 1), ("months_to_declare__lte", 12)),
                name="base_bound_declared_within_a_year",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="insurance.declarationpart",
            ),
        ),
        migrations.CreateModel(
            name="DeclaredHousehold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "household",
                    models.CharField(
                        choices=[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
                        max_length=1,
                        verbose_name="registered residence",
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True, verbose_name="taken back at")),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.declarationpart"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="households", to="accounts.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "declared residence",
                "verbose_name_plural": "declared residences",
            },
        ),
        migrations.AddConstraint(
            model_name="declaredhousehold",
            constraint=models.UniqueConstraint(
                fields=("declared_by", "person"), name="one_household_per_person_and_declaration"
            ),
        ),
    ]
