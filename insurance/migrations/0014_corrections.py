"""What a unit says to a dispute; and the books of an area are not closed while something in them is being undone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

HELD_BOOKS = """
CREATE FUNCTION hall_close_held_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(37990302, NEW.area_id::int);
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_provisional_persons"),
        ("insurance", "0013_bases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField(verbose_name="statement due on")),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("said_at", models.DateTimeField(null=True)),
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit_statement",
                        to="insurance.declaration",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of a unit",
                "verbose_name_plural": "statements of units",
                "indexes": [
                    models.Index(
                        condition=models.Q(("said_at", None)), fields=["unit", "due_on"], name="statement_awaited"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("said_at", None), ("said_by", None), ("text", "")),
                            models.Q(
                                ("said_at__isnull", False),
                                ("said_by__isnull", False),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_says_something_or_waits",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="declarationevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "submit"),
                    ("withdraw", "withdraw"),
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
                max_length=30,
            ),
        ),
        migrations.RunSQL(HELD_BOOKS, "DROP FUNCTION hall_close_held_books()"),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_closedmonth_waits_for_holders BEFORE INSERT ON insurance_closedmonth"
            " FOR EACH ROW EXECUTE FUNCTION hall_close_held_books()",
            "DROP TRIGGER insurance_closedmonth_waits_for_holders ON insurance_closedmonth",
        ),
    ]
