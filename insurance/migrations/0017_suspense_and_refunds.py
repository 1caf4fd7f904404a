"""Money goes back: credit notes, refunds and decisions that take two people; a bill may be written off; the books are checked."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import insurance.rules.kinds
import insurance.rules.refunds

BROUGHT = (
    "UPDATE insurance_bill SET brought_fen = paid_fen WHERE issued_on IS NULL AND paid_fen > 0 AND brought_fen = 0"
)
"""What was paid on bills before the hall kept the books."""


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0016_assessment_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BookCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("at", models.DateTimeField(verbose_name="checked at")),
                ("took_ms", models.IntegerField()),
                ("found", models.IntegerField(verbose_name="differences")),
                ("results", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "check of the books",
                "verbose_name_plural": "checks of the books",
            },
        ),
        migrations.CreateModel(
            name="MoneyDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("M"),
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
                    "act",
                    models.CharField(
                        choices=[("place", "place"), ("write_off", "write_off"), ("cancel", "cancel")], max_length=9
                    ),
                ),
                (
                    "bill_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="amount")),
                ("document", models.CharField(blank=True, default="", max_length=200)),
                ("text", models.TextField(max_length=500, verbose_name="explanation")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("approved", "approved"), ("rejected", "rejected")],
                        default=insurance.rules.refunds.MoneyDecisionState["PROPOSED"],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="", max_length=500)),
            ],
            options={
                "verbose_name": "decision about money",
                "verbose_name_plural": "decisions about money",
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("T"),
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
                ("amount_fen", models.BigIntegerField(verbose_name="amount")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("died", "died"),
                            ("emigrated", "emigrated"),
                            ("imprisoned", "imprisoned"),
                            ("other_scheme", "other_scheme"),
                            ("over_collected", "over_collected"),
                            ("system_error", "system_error"),
                            ("not_ours", "not_ours"),
                        ],
                        max_length=14,
                        verbose_name="reason",
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="explanation")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("sent", "sent"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("rejected", "rejected"),
                        ],
                        default=insurance.rules.refunds.RefundState["PROPOSED"],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("channel", models.CharField(max_length=12, verbose_name="channel")),
                (
                    "reference",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="reference of the channel"),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="", max_length=500)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
            },
        ),
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_is_paid_in_full_or_less",
        ),
        migrations.AddField(
            model_name="posting",
            name="credit_note",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="insurance.bill",
            ),
        ),
        migrations.AlterField(
            model_name="bill",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("issued", "issued"),
                    ("part_paid", "part_paid"),
                    ("paid", "paid"),
                    ("cancelled", "cancelled"),
                    ("written_off", "written_off"),
                ],
                default=insurance.rules.kinds.BillState["OPEN"],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("credit_note__isnull", False)),
                fields=["credit_note"],
                name="posting_by_credit_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paid_fen__gte", 0),
                        (
                            "paid_fen__lte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("unit_total_fen"), "+", models.F("own_total_fen")
                            ),
                        ),
                    ),
                    models.Q(
                        ("paid_fen__lte", 0),
                        (
                            "unit_total_fen__lt",
                            django.db.models.expressions.CombinedExpression(
                                models.F("own_total_fen"), "*", models.Value(-1)
                            ),
                        ),
                        (
                            "paid_fen__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("unit_total_fen"), "+", models.F("own_total_fen")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="bill_is_paid_in_full_or_less",
            ),
        ),
        migrations.AddIndex(
            model_name="bookcheck",
            index=models.Index(fields=["checked_on"], name="book_check_by_day"),
        ),
        migrations.AddField(
            model_name="moneydecision",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
            ),
        ),
        migrations.AddField(
            model_name="moneydecision",
            name="bill",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="insurance.bill"
            ),
        ),
        migrations.AddField(
            model_name="moneydecision",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="moneydecision",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="moneydecision",
            name="remittance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="insurance.remittance",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="bill",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="insurance.bill"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="origin",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.remittance"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="payment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="insurance.payment"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="remittance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="insurance.remittance",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "place"), ("bill", None), ("remittance__isnull", False)),
                    models.Q(("act__in", ["write_off", "cancel"]), ("bill__isnull", False), ("remittance", None)),
                    _connector="OR",
                ),
                name="money_decision_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="money_decision_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("state", "proposed")),
                    models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="money_decision_is_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("remittance",),
                name="one_decision_about_money_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("bill",), name="one_decision_about_a_bill_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("state__in", ["proposed", "approved", "sent"])),
                fields=["id"],
                name="refund_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="refund_is_an_amount"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bill__isnull", False), ("remittance", None)),
                    models.Q(("bill", None), ("remittance__isnull", False)),
                    _connector="OR",
                ),
                name="refund_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="refund_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("state", "proposed")),
                    models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="refund_is_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "approved", "sent"])),
                fields=("remittance",),
                name="one_refund_of_money_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "approved", "sent"])),
                fields=("bill",),
                name="one_refund_of_a_bill_at_a_time",
            ),
        ),
        migrations.RunSQL(BROUGHT, migrations.RunSQL.noop),
    ]
