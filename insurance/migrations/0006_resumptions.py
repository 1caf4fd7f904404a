"""Stopped enrolments are resumed: a line stops or starts, keeps what was shown, and names what it opened."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        ("insurance", "0005_policy_drafts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="declaration",
            name="kind",
            field=models.CharField(
                choices=[("stop", "stop"), ("reduction", "reduction"), ("resume", "resume")],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="declarationline",
            name="stop_month",
            field=models.DateField(null=True, verbose_name="first month not charged"),
        ),
        migrations.AddField(
            model_name="declarationline",
            name="start_month",
            field=models.DateField(null=True, verbose_name="first month charged again"),
        ),
        migrations.AddField(
            model_name="declarationline",
            name="explanation",
            field=models.JSONField(null=True),
        ),
        migrations.AddConstraint(
            model_name="declarationline",
            constraint=models.CheckConstraint(
                condition=models.Q(start_month=None) | models.Q(start_month__day=1), name="line_starts_with_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="declarationline",
            constraint=models.CheckConstraint(
                condition=models.Q(stop_month__isnull=False, start_month=None)
                | models.Q(stop_month=None, start_month__isnull=False),
                name="line_stops_or_starts",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="begun_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="begun_enrolments",
                to="insurance.declarationpart",
            ),
        ),
    ]
