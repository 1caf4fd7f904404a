"""The bound card with which an order was begun; when a payer was told of money that waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insurance", "0017_suspense_and_refunds")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="card_last_four",
            field=models.CharField(blank=True, default="", max_length=4),
        ),
        migrations.AddField(
            model_name="payment",
            name="card_token",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="remittance",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
    ]
