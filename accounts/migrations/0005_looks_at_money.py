"""Looks at what people pay have a purpose of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_operators")]

    operations = [
        migrations.AlterField(
            model_name="accessentry",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("case", "working on a declaration"),
                    ("counter", "serving the person at the counter"),
                    ("hotline", "answering a call"),
                    ("verify", "checking data"),
                    ("money", "keeping the accounts"),
                    ("audit", "internal audit"),
                ],
                max_length=10,
                verbose_name="purpose",
            ),
        ),
    ]
