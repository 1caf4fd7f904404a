"""What was done: append-only entries, each with its own digest, linked into a chain by a sealer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User


class AuditEntry(models.Model):
    """One act. The subject is named by kind and public number; ``facts`` hold codes, numbers and dates, no personal numbers."""

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("actor"))
    action = models.CharField(_("action"), max_length=60)
    subject_kind = models.CharField(_("subject kind"), max_length=30)
    subject_number = models.CharField(_("subject number"), max_length=40)
    facts = models.JSONField(_("facts"), default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(name="audit_by_subject", fields=["subject_kind", "subject_number", "id"]),
            models.Index(name="audit_by_action", fields=["action", "id"]),
        ]


class AuditSeal(models.Model):
    """One link of the chain: the entry's digest bound to the seal before it. Positions have no gaps."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal")
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("audit seal")
