"""Certificates: what they say stays as it was issued; who checks one is written down."""

import django.db.models.deletion
from django.db import migrations, models

import accounts.fields

GUARD = """
CREATE FUNCTION hall_certificate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""``sealed`` may be written anew: a key that is taken out of the ring is replaced there. The digest holds what it says."""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_provisional_persons"), ("insurance", "0008_batches")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE insurance_certificate_number", "DROP SEQUENCE insurance_certificate_number"),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(choices=[("termination", "termination")], max_length=12, verbose_name="kind"),
                ),
                ("facts", models.JSONField()),
                ("sealed", accounts.fields.EncryptedTextField()),
                ("digest", models.BinaryField(max_length=32)),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "valid"), ("replaced", "replaced"), ("revoked", "revoked")],
                        default="valid",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="not valid since")),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("undone", "undone"),
                            ("withdrawn", "withdrawn"),
                            ("reopened", "reopened"),
                            ("declared_anew", "declared_anew"),
                            ("reason_changed", "reason_changed"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="insurance.declaration",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="accounts.person",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="insurance.certificate",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "indexes": [
                    models.Index(fields=["person", "-id"], name="certificate_by_person"),
                    models.Index(fields=["unit", "-id"], name="certificate_by_unit"),
                    models.Index(fields=["declaration", "id"], name="certificate_by_declaration"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None), ("ended_because", ""), ("replaced_by", None), ("state", "valid")
                            ),
                            models.Q(
                                models.Q(("ended_because", ""), _negated=True),
                                ("ended_at__isnull", False),
                                ("replaced_by", None),
                                ("state", "revoked"),
                            ),
                            models.Q(
                                models.Q(("ended_because", ""), _negated=True),
                                ("ended_at__isnull", False),
                                ("replaced_by__isnull", False),
                                ("state", "replaced"),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_end_says_when_and_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "valid")),
                        fields=("declaration", "person", "kind"),
                        name="one_valid_certificate_per_line",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("valid", "valid"),
                            ("replaced", "replaced"),
                            ("revoked", "revoked"),
                            ("no_match", "no_match"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address_index", models.UUIDField(null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="insurance.certificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a certificate",
                "verbose_name_plural": "checks of certificates",
            },
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION hall_certificate_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_certificate_guard BEFORE UPDATE OR DELETE ON insurance_certificate"
            " FOR EACH ROW EXECUTE FUNCTION hall_certificate_guard()",
            "DROP TRIGGER insurance_certificate_guard ON insurance_certificate",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER insurance_certificatecheck_append_only BEFORE UPDATE OR DELETE ON insurance_certificatecheck"
            " FOR EACH ROW EXECUTE FUNCTION hall_append_only()",
            "DROP TRIGGER insurance_certificatecheck_append_only ON insurance_certificatecheck",
        ),
    ]
