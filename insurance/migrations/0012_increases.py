"""Enrolments know in what relation somebody works; who joins is told apart from who was only named."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insurance", "0011_exports")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="employment_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("contract", "contract"),
                    ("dispatch", "dispatch"),
                    ("part_time", "part_time"),
                    ("other", "other"),
                ],
                default="",
                max_length=10,
                verbose_name="kind of employment",
            ),
        ),
    ]
