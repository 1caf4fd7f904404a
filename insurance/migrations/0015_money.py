"""The books: orders, money that came in, postings; and what the database forbids about them."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import insurance.rules.kinds
import insurance.rules.payments

APPEND_ONLY = ("insurance_posting", "insurance_paymentitem", "insurance_paymentevent")

CLOSED_BOOKS = """
CREATE FUNCTION hall_closed_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT area_id, date_trunc('month', booked_on)::date AS month FROM added) AS posted
        JOIN insurance_closedmonth AS closed ON closed.area_id = posted.area_id AND closed.month = posted.month
    ) THEN
        RAISE EXCEPTION 'the books of the month are closed: post it in an open month'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_operators"),
        ("insurance", "0014_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=12)),
                ("event_id", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paid", "paid"),
                            ("credited", "credited"),
                            ("failed", "failed"),
                            ("refunded", "refunded"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("message", "message"), ("asked", "asked"), ("file", "file")], max_length=8
                    ),
                ),
                ("order_number", models.CharField(max_length=64)),
                ("reference", models.CharField(max_length=64)),
                ("amount_fen", models.BigIntegerField()),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("noted", "noted"),
                            ("posted", "posted"),
                            ("suspended", "suspended"),
                            ("ignored", "ignored"),
                        ],
                        max_length=9,
                    ),
                ),
            ],
            options={
                "verbose_name": "message of a channel",
                "verbose_name_plural": "messages of channels",
            },
        ),
        migrations.CreateModel(
            name="PaymentItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("principal_fen", models.BigIntegerField()),
                ("late_fee_fen", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "bill of a payment order",
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "opening"),
                            ("charge", "charge"),
                            ("late_fee", "late_fee"),
                            ("payment", "payment"),
                            ("suspense", "suspense"),
                            ("release", "release"),
                            ("retain", "retain"),
                            ("allocation", "allocation"),
                            ("credit_note", "credit_note"),
                            ("offset", "offset"),
                            ("transfer_out", "transfer_out"),
                            ("transfer_in", "transfer_in"),
                            ("refund", "refund"),
                            ("suspense_refund", "suspense_refund"),
                            ("write_off", "write_off"),
                            ("cancellation", "cancellation"),
                            ("account_opening", "account_opening"),
                            ("account_credit", "account_credit"),
                            ("account_taken_back", "account_taken_back"),
                            ("account_use", "account_use"),
                            ("account_return", "account_return"),
                        ],
                        max_length=18,
                        verbose_name="kind",
                    ),
                ),
                (
                    "debit",
                    models.CharField(
                        choices=[
                            ("receivable", "receivable"),
                            ("income", "income"),
                            ("late_fees", "late_fees"),
                            ("opening", "opening"),
                            ("channel", "channel"),
                            ("payer", "payer"),
                            ("suspense", "suspense"),
                            ("payable", "payable"),
                            ("between_funds", "between_funds"),
                            ("personal_accounts", "personal_accounts"),
                            ("providers", "providers"),
                            ("written_off", "written_off"),
                        ],
                        max_length=18,
                        verbose_name="debit",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        choices=[
                            ("receivable", "receivable"),
                            ("income", "income"),
                            ("late_fees", "late_fees"),
                            ("opening", "opening"),
                            ("channel", "channel"),
                            ("payer", "payer"),
                            ("suspense", "suspense"),
                            ("payable", "payable"),
                            ("between_funds", "between_funds"),
                            ("personal_accounts", "personal_accounts"),
                            ("providers", "providers"),
                            ("written_off", "written_off"),
                        ],
                        max_length=18,
                        verbose_name="credit",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="amount")),
                (
                    "insurance",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (110, "110"),
                            (210, "210"),
                            (310, "310"),
                            (330, "330"),
                            (390, "390"),
                            (410, "410"),
                            (510, "510"),
                        ],
                        null=True,
                        verbose_name="insurance",
                    ),
                ),
                ("booked_on", models.DateField(verbose_name="booked on")),
                ("at", models.DateTimeField(verbose_name="written at")),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
            },
        ),
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("L"),
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
                ("channel", models.CharField(max_length=12, verbose_name="channel")),
                ("reference", models.CharField(max_length=64, verbose_name="reference of the channel")),
                (
                    "source",
                    models.CharField(
                        choices=[("message", "message"), ("asked", "asked"), ("file", "file")], max_length=8
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="amount")),
                ("allocated_fen", models.BigIntegerField(default=0, verbose_name="allocated")),
                ("refunded_fen", models.BigIntegerField(default=0, verbose_name="given back")),
                ("paid_on", models.DateField(verbose_name="paid on")),
                ("credited_on", models.DateField(verbose_name="credited on")),
                ("received_at", models.DateTimeField(verbose_name="known since")),
                (
                    "suspended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown_order", "unknown_order"),
                            ("closed_order", "closed_order"),
                            ("paid_twice", "paid_twice"),
                            ("amount_differs", "amount_differs"),
                            ("no_match", "no_match"),
                            ("overpaid", "overpaid"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="in suspense because",
                    ),
                ),
                ("payer_name", accounts.fields.EncryptedTextField(null=True)),
                ("said", accounts.fields.EncryptedTextField(null=True)),
            ],
            options={
                "verbose_name": "remittance",
                "verbose_name_plural": "remittances",
            },
        ),
        migrations.AddField(
            model_name="bill",
            name="brought_fen",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="bill",
            name="deferred_until",
            field=models.DateField(null=True, verbose_name="deferred until"),
        ),
        migrations.AddField(
            model_name="bill",
            name="issued_on",
            field=models.DateField(null=True, verbose_name="issued on"),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("regular", "regular"),
                    ("supplement", "supplement"),
                    ("back_payment", "back_payment"),
                    ("difference", "difference"),
                    ("refund", "refund"),
                ],
                default=insurance.rules.kinds.AssessmentKind["REGULAR"],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(
                choices=[
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
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="kind",
            field=models.CharField(
                choices=[("termination", "termination"), ("payment", "payment"), ("account", "account")],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="columnmapping",
            name="kind",
            field=models.CharField(
                choices=[
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
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="declaration",
            name="kind",
            field=models.CharField(
                choices=[
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
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("Z"),
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
                ("channel", models.CharField(max_length=12, verbose_name="channel")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("started", "started"),
                            ("unknown", "unknown"),
                            ("succeeded", "succeeded"),
                            ("failed", "failed"),
                            ("refunding", "refunding"),
                            ("refunded", "refunded"),
                        ],
                        default=insurance.rules.payments.PaymentState["STARTED"],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("principal_fen", models.BigIntegerField(verbose_name="principal")),
                ("late_fee_fen", models.BigIntegerField(default=0, verbose_name="late fee")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("expires_at", models.DateTimeField(verbose_name="to be paid by")),
                ("paid_at", models.DateTimeField(null=True, verbose_name="paid at")),
                ("credited_on", models.DateField(null=True, verbose_name="credited on")),
                ("posted_at", models.DateTimeField(null=True, verbose_name="posted at")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[("refused", "refused"), ("expired", "expired"), ("cancelled", "cancelled")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("ask_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="accounts.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment order",
                "verbose_name_plural": "payment orders",
            },
        ),
        migrations.AddField(
            model_name="bill",
            name="held_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="held_bills",
                to="insurance.payment",
            ),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(condition=models.Q(("held_by__isnull", False)), fields=["held_by"], name="bill_held"),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="payment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="insurance.payment"
            ),
        ),
        migrations.AddField(
            model_name="paymentitem",
            name="bill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payment_items", to="insurance.bill"
            ),
        ),
        migrations.AddField(
            model_name="paymentitem",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="insurance.payment"
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.poolingarea",
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="bill",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="insurance.bill",
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remittances",
                to="insurance.payment",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="remittances", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="remittances", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="remittance",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="insurance.remittance",
            ),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="remittance",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="insurance.remittance"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("unit__isnull", False)), fields=["unit", "-id"], name="payment_by_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("person__isnull", False)), fields=["person", "-id"], name="payment_by_person"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("state__in", ["started", "unknown"])), fields=["ask_at"], name="payment_to_ask"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("posted_at", None), ("state", "succeeded")), fields=["id"], name="payment_to_post"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("unit", None)),
                    models.Q(("person", None), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="payment_has_one_payer",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_fee_fen__gte", 0), ("principal_fen__gt", 0)), name="payment_is_an_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credited_on__isnull", False), ("state__in", ["succeeded", "refunding", "refunded"])),
                    models.Q(
                        ("credited_on", None), ("posted_at", None), ("state__in", ["started", "unknown", "failed"])
                    ),
                    _connector="OR",
                ),
                name="payment_is_credited_when_it_succeeded",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), models.Q(("failure", ""), _negated=True)),
                    models.Q(models.Q(("state", "failed"), _negated=True), ("failure", "")),
                    _connector="OR",
                ),
                name="payment_that_failed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentitem",
            constraint=models.UniqueConstraint(fields=("payment", "bill"), name="bill_is_in_an_order_once"),
        ),
        migrations.AddConstraint(
            model_name="paymentitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_fee_fen__gte", 0), ("principal_fen__gt", 0)), name="payment_item_is_an_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="remittance",
            index=models.Index(
                condition=models.Q(
                    (
                        "amount_fen__gt",
                        django.db.models.expressions.CombinedExpression(
                            models.F("allocated_fen"), "+", models.F("refunded_fen")
                        ),
                    )
                ),
                fields=["id"],
                name="remittance_in_suspense",
            ),
        ),
        migrations.AddIndex(
            model_name="remittance",
            index=models.Index(fields=["channel", "credited_on"], name="remittance_by_day"),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(fields=("channel", "reference"), name="money_comes_in_once"),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allocated_fen__gte", 0),
                    ("amount_fen__gt", 0),
                    (
                        "amount_fen__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("allocated_fen"), "+", models.F("refunded_fen")
                        ),
                    ),
                    ("refunded_fen__gte", 0),
                ),
                name="money_is_used_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount_fen",
                        django.db.models.expressions.CombinedExpression(
                            models.F("allocated_fen"), "+", models.F("refunded_fen")
                        ),
                    ),
                    models.Q(("suspended", ""), _negated=True),
                    _connector="OR",
                ),
                name="money_left_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(condition=models.Q(("bill__isnull", False)), fields=["bill"], name="posting_by_bill"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("remittance__isnull", False)), fields=["remittance"], name="posting_by_remittance"
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["area", "booked_on"], name="posting_by_day"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="posting_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credit", "opening"), ("debit", "receivable"), ("kind", "opening")),
                    models.Q(("credit", "income"), ("debit", "receivable"), ("kind", "charge")),
                    models.Q(("credit", "late_fees"), ("debit", "receivable"), ("kind", "late_fee")),
                    models.Q(("credit", "payer"), ("debit", "channel"), ("kind", "payment")),
                    models.Q(("credit", "suspense"), ("debit", "channel"), ("kind", "suspense")),
                    models.Q(("credit", "payer"), ("debit", "suspense"), ("kind", "release")),
                    models.Q(("credit", "suspense"), ("debit", "payer"), ("kind", "retain")),
                    models.Q(("credit", "receivable"), ("debit", "payer"), ("kind", "allocation")),
                    models.Q(("credit", "payable"), ("debit", "income"), ("kind", "credit_note")),
                    models.Q(("credit", "receivable"), ("debit", "payable"), ("kind", "offset")),
                    models.Q(("credit", "between_funds"), ("debit", "payable"), ("kind", "transfer_out")),
                    models.Q(("credit", "receivable"), ("debit", "between_funds"), ("kind", "transfer_in")),
                    models.Q(("credit", "channel"), ("debit", "payable"), ("kind", "refund")),
                    models.Q(("credit", "channel"), ("debit", "suspense"), ("kind", "suspense_refund")),
                    models.Q(("credit", "receivable"), ("debit", "written_off"), ("kind", "write_off")),
                    models.Q(("credit", "receivable"), ("debit", "income"), ("kind", "cancellation")),
                    models.Q(("credit", "personal_accounts"), ("debit", "opening"), ("kind", "account_opening")),
                    models.Q(("credit", "personal_accounts"), ("debit", "income"), ("kind", "account_credit")),
                    models.Q(("credit", "income"), ("debit", "personal_accounts"), ("kind", "account_taken_back")),
                    models.Q(("credit", "providers"), ("debit", "personal_accounts"), ("kind", "account_use")),
                    models.Q(("credit", "personal_accounts"), ("debit", "providers"), ("kind", "account_return")),
                    _connector="OR",
                ),
                name="posting_sides_fit_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["charge", "opening", "credit_note"])),
                fields=("bill", "insurance"),
                name="bill_is_charged_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["payment", "suspense"])),
                fields=("remittance",),
                name="money_is_received_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["allocation", "late_fee"]), ("remittance__isnull", False)),
                fields=("remittance", "bill", "insurance", "kind"),
                name="money_pays_a_bill_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "account_credit")), fields=("bill",), name="account_is_credited_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=models.UniqueConstraint(fields=("channel", "event_id"), name="channel_event_once"),
        ),
        migrations.RunSQL(CLOSED_BOOKS, "DROP FUNCTION hall_closed_books()"),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_posting_closed_books AFTER INSERT ON insurance_posting"
            " REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hall_closed_books()",
            "DROP TRIGGER insurance_posting_closed_books ON insurance_posting",
        ),
        *[guard(table) for table in APPEND_ONLY],
    ]
