"""证明: what the hall certified, frozen as it was, and who checked it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, Unit
from insurance.models.columns import codes
from insurance.models.declarations import Declaration
from insurance.models.payments import Payment
from insurance.rules.certificates import CertificateKind, CertificateState, CheckResult, EndedBecause


class Certificate(models.Model):
    """One paper with a number. What it says never changes (a trigger watches): it is valid, replaced or revoked.

    ``facts`` is what it says, ``sealed`` as JSON, encrypted, the identity number and the check code on it, ``digest`` a
    keyed hash over both. That of the end of a labour contract rests on the declaration's line about the person, which may
    be rewritten when the case is reopened: therefore declaration and person, not the line. That of a payment rests on the
    order and belongs to its payer, a unit or a person; that of an account belongs to a person alone.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=codes(CertificateKind))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="certificates", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="certificates", db_index=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="certificates", db_index=False)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="certificates", db_index=False)
    facts = models.JSONField()
    sealed = EncryptedTextField()
    digest = models.BinaryField(max_length=32)
    issued_at = models.DateTimeField(_("issued at"))
    state = models.CharField(_("state"), max_length=8, choices=codes(CertificateState), default=CertificateState.VALID)
    ended_at = models.DateTimeField(_("not valid since"), null=True)
    ended_because = models.CharField(max_length=16, choices=codes(EndedBecause), blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                name="certificate_end_says_when_and_why",
                condition=Q(state="valid", ended_at=None, ended_because="", replaced_by=None)
                | Q(~Q(ended_because=""), state="revoked", ended_at__isnull=False, replaced_by=None)
                | Q(~Q(ended_because=""), state="replaced", ended_at__isnull=False, replaced_by__isnull=False),
            ),
            models.CheckConstraint(
                name="certificate_rests_on_what_its_kind_says",
                condition=Q(
                    kind="termination",
                    person__isnull=False,
                    unit__isnull=False,
                    declaration__isnull=False,
                    payment=None,
                )
                | Q(kind="payment", person=None, unit__isnull=False, declaration=None, payment__isnull=False)
                | Q(kind="payment", person__isnull=False, unit=None, declaration=None, payment__isnull=False)
                | Q(kind="account", person__isnull=False, unit=None, declaration=None, payment=None),
            ),
            models.UniqueConstraint(
                name="one_valid_certificate_per_payment", fields=["payment"], condition=Q(state="valid")
            ),
            models.UniqueConstraint(
                name="one_valid_certificate_per_line",
                fields=["declaration", "person", "kind"],
                condition=Q(state="valid"),
            ),
        ]
        indexes = [
            models.Index(name="certificate_by_person", fields=["person", "-id"]),
            models.Index(name="certificate_by_unit", fields=["unit", "-id"]),
            models.Index(name="certificate_by_declaration", fields=["declaration", "id"]),
            models.Index(name="certificate_by_payment", fields=["payment"], condition=Q(payment__isnull=False)),
        ]

    def __str__(self):
        return self.number


class CertificateCheck(models.Model):
    """Somebody checked a certificate, append-only. Where they came from is kept only as a blind index."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="checks")
    at = models.DateTimeField()
    result = models.CharField(max_length=8, choices=codes(CheckResult))
    address_index = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("check of a certificate")
        verbose_name_plural = _("checks of certificates")
