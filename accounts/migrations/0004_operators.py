"""Operators are invited by their unit, with a code of their own kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_provisional_persons")]

    operations = [
        migrations.AlterField(
            model_name="onetimecode",
            name="channel",
            field=models.CharField(
                choices=[
                    ("sms", "text message"),
                    ("counter", "service counter"),
                    ("post", "post"),
                    ("invitation", "invitation by the unit"),
                ],
                max_length=10,
            ),
        ),
    ]
