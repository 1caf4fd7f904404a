"""Files of banks, statements of channels, and how they differ from the books."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import insurance.rules.bank_file
import insurance.rules.reconciling


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_operators"),
        ("insurance", "0022_personal_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("F"),
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
                ("file_name", models.CharField(max_length=120, verbose_name="file name")),
                ("content_digest", models.BinaryField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "checked"),
                            ("posting", "posting"),
                            ("posted", "posted"),
                            ("discarded", "discarded"),
                        ],
                        default=insurance.rules.bank_file.BankFileState["CHECKED"],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(default=0, verbose_name="amount")),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("rows_matched", models.PositiveIntegerField(default=0)),
                ("rows_suspense", models.PositiveIntegerField(default=0)),
                ("rows_known", models.PositiveIntegerField(default=0)),
                ("rows_refused", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("posted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "bank file",
                "verbose_name_plural": "bank files",
            },
        ),
        migrations.CreateModel(
            name="BankFileRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("matched", "matched"),
                            ("suspense", "suspense"),
                            ("known", "known"),
                            ("refused", "refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("facts", models.JSONField(default=dict)),
                ("reference", models.CharField(blank=True, default="", max_length=64, verbose_name="reference")),
                ("paid_on", models.DateField(null=True, verbose_name="paid on")),
                ("credited_on", models.DateField(null=True, verbose_name="credited on")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="amount")),
                ("payer_name", accounts.fields.EncryptedTextField(null=True)),
                ("payer_account", accounts.fields.EncryptedTextField(null=True)),
                ("remark", accounts.fields.EncryptedTextField(null=True)),
                ("named", models.CharField(blank=True, default="", max_length=40)),
                (
                    "bank_file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="insurance.bankfile",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.payment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "remittance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_rows",
                        to="insurance.remittance",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a bank file",
            },
        ),
        migrations.CreateModel(
            name="ChannelStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=12, verbose_name="channel")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "source",
                    models.CharField(
                        choices=[("message", "message"), ("asked", "asked"), ("file", "file")], max_length=8
                    ),
                ),
                ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("credited_fen", models.BigIntegerField(default=0, verbose_name="credited")),
                ("refunded_fen", models.BigIntegerField(default=0, verbose_name="given back")),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "channel statement",
                "verbose_name_plural": "channel statements",
            },
        ),
        migrations.CreateModel(
            name="StatementDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing_here", "missing_here"),
                            ("missing_there", "missing_there"),
                            ("amount_differs", "amount_differs"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("moved", models.CharField(choices=[("credited", "credited"), ("refunded", "refunded")], max_length=8)),
                ("reference", models.CharField(max_length=64, verbose_name="reference")),
                ("order_number", models.CharField(blank=True, default="", max_length=64, verbose_name="order")),
                ("theirs_fen", models.BigIntegerField(null=True)),
                ("ours_fen", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("made_good", "made_good"),
                            ("explained", "explained"),
                            ("cleared", "cleared"),
                        ],
                        default=insurance.rules.reconciling.DifferenceState["OPEN"],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("explanation", models.TextField(blank=True, default="", max_length=500, verbose_name="explanation")),
                ("explained_at", models.DateTimeField(null=True)),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "explained_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remittance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="insurance.remittance",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="insurance.channelstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "difference of a channel statement",
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=12)),
                ("kind", models.CharField(choices=[("credited", "credited"), ("refunded", "refunded")], max_length=8)),
                ("reference", models.CharField(max_length=64, verbose_name="reference")),
                ("order_number", models.CharField(max_length=64, verbose_name="order")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount")),
                ("occurred_at", models.DateTimeField(verbose_name="at")),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="insurance.channelstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a channel statement",
            },
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "discarded"), _negated=True),
                fields=("content_digest",),
                name="bank_file_counts_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["checked", "discarded"]),
                    models.Q(("posted_at__isnull", False), ("posted_by__isnull", False)),
                    _connector="OR",
                ),
                name="bank_file_posted_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="bankfilerow",
            index=models.Index(fields=["bank_file", "verdict", "line"], name="bank_file_row_by_verdict"),
        ),
        migrations.AddConstraint(
            model_name="bankfilerow",
            constraint=models.UniqueConstraint(fields=("bank_file", "line"), name="bank_file_line_once"),
        ),
        migrations.AddConstraint(
            model_name="bankfilerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("remittance", None), ("verdict", "refused")),
                    models.Q(("amount_fen__gt", 0), ("credited_on__isnull", False)),
                    _connector="OR",
                ),
                name="bank_file_row_is_money_or_refused",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelstatement",
            constraint=models.UniqueConstraint(fields=("channel", "day"), name="one_statement_a_day"),
        ),
        migrations.AddIndex(
            model_name="statementdifference",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "explained"])), fields=["statement"], name="difference_to_do"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementdifference",
            constraint=models.UniqueConstraint(
                fields=("statement", "moved", "reference"), name="one_difference_of_a_movement"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementdifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cleared_by", None),
                    models.Q(("cleared_by", models.F("explained_by")), _negated=True),
                    _connector="OR",
                ),
                name="difference_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementdifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cleared"), _negated=True),
                    models.Q(("cleared_by__isnull", False), ("explained_by__isnull", False)),
                    _connector="OR",
                ),
                name="difference_is_cleared_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementdifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "explained"), _negated=True),
                    models.Q(("explained_by__isnull", False), models.Q(("explanation", ""), _negated=True)),
                    _connector="OR",
                ),
                name="difference_is_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(fields=("channel", "kind", "reference"), name="statement_says_it_once"),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="statement_line_is_an_amount"
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_statementline_append_only BEFORE UPDATE OR DELETE ON insurance_statementline"
            " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
            "DROP TRIGGER insurance_statementline_append_only ON insurance_statementline",
        ),
    ]
