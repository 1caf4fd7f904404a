"""Residents pay for a year, for themselves or for others: charges, subsidies, committees; bank cards."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import insurance.rules.kinds


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_operators"),
        ("insurance", "0020_back_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("K"),
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
                ("number", accounts.fields.EncryptedTextField(verbose_name="card number")),
                ("index", models.UUIDField(editable=False)),
                ("last_four", models.CharField(max_length=4, verbose_name="last four digits")),
                ("bank", models.CharField(max_length=10, verbose_name="bank")),
                ("token", models.CharField(editable=False, max_length=32, unique=True)),
                ("is_default", models.BooleanField(default=False, verbose_name="used first")),
                ("bound_at", models.DateTimeField(verbose_name="bound at")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="taken off at")),
            ],
            options={
                "verbose_name": "bank card",
                "verbose_name_plural": "bank cards",
            },
        ),
        migrations.CreateModel(
            name="ResidentAgent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField(verbose_name="named at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "agent for residents",
                "verbose_name_plural": "agents for residents",
            },
        ),
        migrations.CreateModel(
            name="ResidentCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("standard_fen", models.IntegerField(verbose_name="standard")),
                ("subsidy_fen", models.IntegerField(default=0, verbose_name="borne by the government")),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[("extreme_poverty", "extreme_poverty"), ("minimum_living", "minimum_living")],
                        default="",
                        max_length=20,
                        verbose_name="group",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="charged at")),
            ],
            options={
                "verbose_name": "charge of a resident's year",
                "verbose_name_plural": "charges of residents' years",
            },
        ),
        migrations.CreateModel(
            name="ResidentProxy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            models.Value("D"),
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
                    "relation",
                    models.CharField(
                        choices=[
                            ("child", "child"),
                            ("spouse", "spouse"),
                            ("parent", "parent"),
                            ("grandchild", "grandchild"),
                            ("grandparent", "grandparent"),
                            ("sibling", "sibling"),
                            ("other", "other"),
                            ("resident", "resident"),
                        ],
                        max_length=12,
                        verbose_name="relation",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "payer for somebody else",
                "verbose_name_plural": "payers for somebody else",
            },
        ),
        migrations.CreateModel(
            name="ResidentSubsidy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                ("article", models.CharField(blank=True, default="", max_length=20, verbose_name="article")),
                (
                    "group",
                    models.CharField(
                        choices=[("extreme_poverty", "extreme_poverty"), ("minimum_living", "minimum_living")],
                        max_length=20,
                        verbose_name="group",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(decimal_places=4, max_digits=5, verbose_name="share borne by the government"),
                ),
            ],
            options={
                "verbose_name": "subsidy of residents",
                "verbose_name_plural": "subsidies of residents",
            },
        ),
        migrations.CreateModel(
            name="SubsidisedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        choices=[("extreme_poverty", "extreme_poverty"), ("minimum_living", "minimum_living")],
                        max_length=20,
                        verbose_name="group",
                    ),
                ),
                ("in_force", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                ("proof", models.CharField(max_length=100, verbose_name="document of the authority")),
                ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_approved", models.BooleanField(null=True)),
            ],
            options={
                "verbose_name": "subsidised person",
                "verbose_name_plural": "subsidised persons",
            },
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
                    ("yearly", "yearly"),
                ],
                default=insurance.rules.kinds.AssessmentKind["REGULAR"],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                models.F("person"),
                django.db.models.functions.datetime.ExtractYear("month"),
                condition=models.Q(("kind", "yearly")),
                name="one_yearly_assessment_of_a_person",
            ),
        ),
        migrations.AddField(
            model_name="bankcard",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bank_cards", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="residentagent",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
            ),
        ),
        migrations.AddField(
            model_name="residentagent",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="residentagent",
            name="unit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="resident_agent", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="residentcharge",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="residentcharge",
            name="assessment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="resident_charge", to="insurance.assessment"
            ),
        ),
        migrations.AddField(
            model_name="residentproxy",
            name="by_person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pays_for", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="residentproxy",
            name="by_unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pays_for", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="residentproxy",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="residentproxy",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="residentproxy",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="paid_for_by", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="residentcharge",
            name="proxy",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="charges",
                to="insurance.residentproxy",
            ),
        ),
        migrations.AddField(
            model_name="residentsubsidy",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="residentsubsidy",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.poolingarea",
                verbose_name="pooling area",
            ),
        ),
        migrations.AddField(
            model_name="residentsubsidy",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.policydocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="residentsubsidy",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subsidisedperson",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="insurance.poolingarea"
            ),
        ),
        migrations.AddField(
            model_name="subsidisedperson",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="subsidisedperson",
            name="loaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="subsidisedperson",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="subsidies", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="residentcharge",
            name="subsidised",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insurance.subsidisedperson",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankcard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("person", "index"), name="card_is_bound_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankcard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("person",), name="one_card_is_used_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankcard",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_default", False), ("removed_at", None), _connector="OR"),
                name="card_used_first_is_bound",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentproxy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("by_person__isnull", False),
                        ("by_unit", None),
                        models.Q(("relation", "resident"), _negated=True),
                    ),
                    models.Q(("by_person", None), ("by_unit__isnull", False), ("relation", "resident")),
                    _connector="OR",
                ),
                name="proxy_is_a_person_or_a_committee",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentproxy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by_person", None), models.Q(("by_person", models.F("person")), _negated=True), _connector="OR"
                ),
                name="proxy_is_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentproxy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("by_person", "person"),
                name="person_pays_for_somebody_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentproxy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("by_unit", "person"),
                name="committee_pays_for_somebody_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentproxy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="proxy_ends_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentsubsidy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("area", "="), ("group", "="), ("in_force", "&&")],
                name="resident_subsidy_one_a_day",
                violation_error_message="A row for this is already in force in this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentsubsidy",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="resident_subsidy_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentsubsidy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="resident_subsidy_four_eyes",
                violation_error_message="The person who entered a value cannot approve it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentsubsidy",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gt", 0), ("share__lte", 1)), name="resident_subsidy_is_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidisedperson",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_approved", False), _negated=True),
                expressions=[("area", "="), ("person", "="), ("in_force", "&&")],
                name="person_is_in_one_group_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidisedperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force__isempty", False), ("in_force__lower_inf", False)),
                name="subsidised_person_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidisedperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("loaded_by")), _negated=True),
                    _connector="OR",
                ),
                name="subsidised_person_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidisedperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("is_approved", None)),
                    models.Q(
                        ("decided_at__isnull", False), ("decided_by__isnull", False), ("is_approved__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="subsidised_person_is_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentcharge",
            constraint=models.CheckConstraint(
                condition=models.Q(("subsidy_fen__gte", 0), ("subsidy_fen__lte", models.F("standard_fen"))),
                name="resident_subsidy_is_at_most_the_standard",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentcharge",
            constraint=models.CheckConstraint(
                condition=models.Q(("subsidy_fen", 0), models.Q(("group", ""), _negated=True), _connector="OR"),
                name="resident_subsidy_has_a_group",
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_residentsubsidy_close_only BEFORE UPDATE OR DELETE ON insurance_residentsubsidy"
            " FOR EACH ROW EXECUTE FUNCTION hall_close_only()",
            "DROP TRIGGER insurance_residentsubsidy_close_only ON insurance_residentsubsidy",
        ),
    ]
