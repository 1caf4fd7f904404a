"""Drafts of policy; one that is active or discarded stays as it is."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

FINISHED_STAYS = """
CREATE FUNCTION hall_finished_draft_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state NOT IN ('active', 'discarded') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a draft is never deleted, and one that is % stays as it is', OLD.state
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0004_benefit_periods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("PD"),
                            django.db.models.functions.text.LPad(
                                django.db.models.functions.comparison.Cast("id", models.TextField()),
                                django.db.models.functions.comparison.Greatest(
                                    models.Value(8),
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.comparison.Cast("id", models.TextField())
                                    ),
                                ),
                                models.Value("0"),
                            ),
                        ),
                        output_field=models.CharField(max_length=20),
                        unique=True,
                    ),
                ),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("bounds", "bounds"),
                            ("rates", "rates"),
                            ("windows", "windows"),
                            ("benefits", "benefits"),
                            ("late_fees", "late_fees"),
                            ("resident_waits", "resident_waits"),
                            ("unemployment", "unemployment"),
                        ],
                        max_length=16,
                        verbose_name="table",
                    ),
                ),
                ("values", models.JSONField(verbose_name="values")),
                ("first_on", models.DateField(verbose_name="in force from")),
                ("new_document", models.JSONField(null=True)),
                ("own_examples", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("previewed", "previewed"),
                            ("active", "active"),
                            ("discarded", "discarded"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                ("changed_at", models.DateTimeField()),
                ("preview", models.JSONField(null=True)),
                ("preview_mark", models.CharField(blank=True, max_length=64)),
                ("previewed_at", models.DateTimeField(null=True)),
                ("examples", models.JSONField(null=True)),
                ("examples_passed", models.PositiveIntegerField(null=True)),
                ("examples_failed", models.PositiveIntegerField(null=True)),
                ("examples_at", models.DateTimeField(null=True)),
                ("activated_at", models.DateTimeField(null=True)),
                ("discarded_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="activated by",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.poolingarea",
                        verbose_name="pooling area",
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.policydocument",
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of policy",
                "verbose_name_plural": "policy studio",
                "indexes": [models.Index(fields=["state", "id"], name="policy_draft_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="policy_draft_four_eyes",
                        violation_error_message="The person who entered a value cannot approve it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            models.Q(
                                ("activated_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("document__isnull", False),
                                ("examples_failed", 0),
                                ("examples_failed__isnull", False),
                                ("preview__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="policy_draft_active_was_looked_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", None), ("state", "active"), _connector="OR"),
                        name="policy_draft_approved_when_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "previewed"), _negated=True),
                            models.Q(("preview__isnull", False), ("previewed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="policy_draft_previewed_has_preview",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document__isnull", False), ("new_document__isnull", False), _connector="OR"
                        ),
                        name="policy_draft_has_a_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("discarded_at__isnull", False), ("discarded_by__isnull", False), ("state", "discarded")
                            ),
                            models.Q(
                                models.Q(("state", "discarded"), _negated=True),
                                ("discarded_at", None),
                                ("discarded_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="policy_draft_discarded_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FINISHED_STAYS, "DROP FUNCTION hall_finished_draft_stays()"),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_policydraft_finished BEFORE UPDATE OR DELETE ON insurance_policydraft"
            " FOR EACH ROW EXECUTE FUNCTION hall_finished_draft_stays()",
            "DROP TRIGGER insurance_policydraft_finished ON insurance_policydraft",
        ),
    ]
