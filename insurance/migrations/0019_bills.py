"""Certificates of payments, and who asked without signing in what is payable."""

import django.db.models.deletion
from django.db import migrations, models

GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION hall_certificate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a certificate is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.number, NEW.kind, NEW.person_id, NEW.unit_id, NEW.declaration_id, NEW.facts, NEW.digest, NEW.issued_at)
        IS DISTINCT FROM
       (OLD.number, OLD.kind, OLD.person_id, OLD.unit_id, OLD.declaration_id, OLD.facts, OLD.digest, OLD.issued_at)
    THEN
        RAISE EXCEPTION 'what a certificate says is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.state, NEW.ended_at, NEW.ended_because, NEW.replaced_by_id)
        IS NOT DISTINCT FROM (OLD.state, OLD.ended_at, OLD.ended_because, OLD.replaced_by_id)
    THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'valid' AND NEW.state IN ('replaced', 'revoked') THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'revoked' AND NEW.state = 'replaced'
        AND (NEW.ended_at, NEW.ended_because) IS NOT DISTINCT FROM (OLD.ended_at, OLD.ended_because)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a certificate does not become valid again' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
GUARD = """
CREATE OR REPLACE FUNCTION hall_certificate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a certificate is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.number, NEW.kind, NEW.person_id, NEW.unit_id, NEW.declaration_id, NEW.payment_id, NEW.facts, NEW.digest, NEW.issued_at)
        IS DISTINCT FROM
       (OLD.number, OLD.kind, OLD.person_id, OLD.unit_id, OLD.declaration_id, OLD.payment_id, OLD.facts, OLD.digest, OLD.issued_at)
    THEN
        RAISE EXCEPTION 'what a certificate says is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.state, NEW.ended_at, NEW.ended_because, NEW.replaced_by_id)
        IS NOT DISTINCT FROM (OLD.state, OLD.ended_at, OLD.ended_because, OLD.replaced_by_id)
    THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'valid' AND NEW.state IN ('replaced', 'revoked') THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'revoked' AND NEW.state = 'replaced'
        AND (NEW.ended_at, NEW.ended_because) IS NOT DISTINCT FROM (OLD.ended_at, OLD.ended_because)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a certificate does not become valid again' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_operators"), ("insurance", "0018_channels")]

    operations = [
        migrations.CreateModel(
            name="PayableLookup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("address_index", models.UUIDField(null=True)),
            ],
            options={
                "verbose_name": "look at what is payable",
                "verbose_name_plural": "looks at what is payable",
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="payment",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="insurance.payment",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="declaration",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="insurance.declaration",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("undone", "undone"),
                    ("withdrawn", "withdrawn"),
                    ("reopened", "reopened"),
                    ("declared_anew", "declared_anew"),
                    ("reason_changed", "reason_changed"),
                    ("refunded", "refunded"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="accounts.person",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="accounts.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("payment__isnull", False)), fields=["payment"], name="certificate_by_payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("declaration__isnull", False),
                        ("kind", "termination"),
                        ("payment", None),
                        ("person__isnull", False),
                        ("unit__isnull", False),
                    ),
                    models.Q(
                        ("declaration", None),
                        ("kind", "payment"),
                        ("payment__isnull", False),
                        ("person", None),
                        ("unit__isnull", False),
                    ),
                    models.Q(
                        ("declaration", None),
                        ("kind", "payment"),
                        ("payment__isnull", False),
                        ("person__isnull", False),
                        ("unit", None),
                    ),
                    models.Q(
                        ("declaration", None),
                        ("kind", "account"),
                        ("payment", None),
                        ("person__isnull", False),
                        ("unit", None),
                    ),
                    _connector="OR",
                ),
                name="certificate_rests_on_what_its_kind_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "valid")), fields=("payment",), name="one_valid_certificate_per_payment"
            ),
        ),
        migrations.AddField(
            model_name="payablelookup",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddIndex(
            model_name="payablelookup",
            index=models.Index(
                condition=models.Q(("person__isnull", False)), fields=["person", "-at"], name="payable_lookup_by_person"
            ),
        ),
        migrations.RunSQL(GUARD, GUARD_BEFORE),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_payablelookup_append_only BEFORE UPDATE OR DELETE ON insurance_payablelookup"
            " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
            "DROP TRIGGER insurance_payablelookup_append_only ON insurance_payablelookup",
        ),
    ]
