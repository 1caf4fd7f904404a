"""Requests for a refund: a kind of declaration, and the request that a refund answers."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
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
    ("enrol", "enrol"),
    ("re_enrol", "re_enrol"),
    ("back_payment", "back_payment"),
    ("deferral", "deferral"),
    ("unregistered", "unregistered"),
    ("refund", "refund"),
]


class Migration(migrations.Migration):
    dependencies = [("insurance", "0023_statements")]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        migrations.AlterField(
            model_name="columnmapping",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20),
        ),
        migrations.AlterField(
            model_name="declaration",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        migrations.AddField(
            model_name="refund",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="insurance.declaration",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "approved", "sent"])),
                fields=("request",),
                name="one_refund_of_a_request_at_a_time",
            ),
        ),
    ]
