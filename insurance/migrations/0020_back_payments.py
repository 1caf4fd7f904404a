"""Two people decide on a large back payment: who agreed first stands beside who decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("insurance", "0019_bills"),
    ]

    operations = [
        migrations.AddField("declarationpart", "levels", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField(
            "declarationpart",
            "agreed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("declarationpart", "agreed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "declarationpart",
            models.CheckConstraint(
                name="part_of_two_levels_accepted_by_two",
                condition=models.Q(levels=1)
                | ~models.Q(state__in=["accepted", "withdrawal_requested", "effective"])
                | (
                    models.Q(agreed_by__isnull=False, agreed_at__isnull=False)
                    & ~models.Q(agreed_by=models.F("decided_by"))
                ),
                violation_error_message="The second decision is somebody else's.",
            ),
        ),
        migrations.AlterField(
            "declarationevent",
            "action",
            models.CharField(
                max_length=30,
                choices=[
                    ("submit", "submit"),
                    ("withdraw", "withdraw"),
                    ("agree", "agree"),
                    ("accept", "accept"),
                    ("send_back", "send_back"),
                    ("reject", "reject"),
                    ("reopen", "reopen"),
                    ("request_withdrawal", "request_withdrawal"),
                    ("grant", "grant"),
                    ("refuse", "refuse"),
                    ("take_effect", "take_effect"),
                    ("fulfil", "fulfil"),
                    ("undo", "undo"),
                    ("created", "created"),
                    ("claimed", "claimed"),
                    ("forwarded", "forwarded"),
                    ("unit_refused", "unit_refused"),
                    ("unit_stated", "unit_stated"),
                    ("reason_found", "reason_found"),
                ],
            ),
        ),
    ]
