"""Personal medical accounts and every movement of them."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_operators"),
        ("insurance", "0021_residents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("balance_fen", models.BigIntegerField(default=0, verbose_name="balance")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personal_account",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "personal account",
                "verbose_name_plural": "personal accounts",
            },
        ),
        migrations.CreateModel(
            name="AccountMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "opening"),
                            ("credit", "credit"),
                            ("taken_back", "taken_back"),
                            ("use", "use"),
                            ("reversal", "reversal"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount")),
                ("balance_fen", models.BigIntegerField(verbose_name="balance")),
                ("month", models.DateField(null=True)),
                ("base_fen", models.IntegerField(null=True)),
                ("share", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("provider", models.CharField(blank=True, default="", max_length=100, verbose_name="provider")),
                ("provider_code", models.CharField(blank=True, default="", max_length=20)),
                (
                    "provider_kind",
                    models.CharField(
                        blank=True,
                        choices=[("hospital", "hospital"), ("pharmacy", "pharmacy")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, default="", max_length=40, verbose_name="reference")),
                ("at", models.DateTimeField()),
                (
                    "bill",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_movements",
                        to="insurance.bill",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="insurance.personalaccount",
                    ),
                ),
            ],
            options={
                "verbose_name": "movement of a personal account",
                "verbose_name_plural": "movements of personal accounts",
            },
        ),
        migrations.AddConstraint(
            model_name="personalaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance_fen__gte", 0)), name="personal_account_is_never_overdrawn"
            ),
        ),
        migrations.AddIndex(
            model_name="accountmovement",
            index=models.Index(fields=["account", "-id"], name="movement_by_account"),
        ),
        migrations.AddConstraint(
            model_name="accountmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_fen__gt", 0), ("kind__in", ["opening", "credit", "reversal"])),
                    models.Q(("amount_fen__lt", 0), ("kind__in", ["use", "taken_back"])),
                    _connector="OR",
                ),
                name="movement_has_its_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance_fen__gte", 0)), name="movement_never_overdraws"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "opening"),
                    models.Q(("bill__isnull", False), ("kind__in", ["credit", "taken_back"])),
                    models.Q(
                        ("kind__in", ["use", "reversal"]),
                        models.Q(("provider_code", ""), _negated=True),
                        models.Q(("reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="movement_says_where_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountmovement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bill__isnull", False)),
                fields=("bill", "account"),
                name="bill_moves_an_account_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountmovement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["use", "reversal"])),
                fields=("provider_code", "reference"),
                name="provider_reference_once",
            ),
        ),
        migrations.CreateModel(
            name="MovementQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("Q"),
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
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question",
                        to="insurance.accountmovement",
                    ),
                ),
            ],
            options={
                "verbose_name": "question about a movement",
                "verbose_name_plural": "questions about movements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="movement_answer_is_whole",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_accountmovement_append_only BEFORE UPDATE OR DELETE ON insurance_accountmovement"
            " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
            "DROP TRIGGER insurance_accountmovement_append_only ON insurance_accountmovement",
        ),
    ]
