"""Who of the staff looked at a person's record, when and for what; the person sees it and can ask about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person
from accounts.models.users import User


class AccessPurpose(models.TextChoices):
    """Why a record is opened; chosen before it opens."""

    CASE = "case", _("working on a declaration")
    COUNTER = "counter", _("serving the person at the counter")
    HOTLINE = "hotline", _("answering a call")
    VERIFY = "verify", _("checking data")
    MONEY = "money", _("keeping the accounts")
    AUDIT = "audit", _("internal audit")


class AccessEntry(models.Model):
    """One look by one member of the staff."""

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("staff member"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_entries")
    purpose = models.CharField(_("purpose"), max_length=10, choices=AccessPurpose.choices)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    what = models.CharField(_("what was seen"), max_length=30)

    class Meta:
        verbose_name = _("look at a record")
        verbose_name_plural = _("looks at records")
        indexes = [models.Index(name="access_by_person", fields=["person", "-at"])]


class AccessQuestion(models.Model):
    """A person asks the bureau why somebody looked."""

    entry = models.OneToOneField(AccessEntry, models.PROTECT, related_name="question")
    asked_at = models.DateTimeField()
    text = models.TextField(max_length=1000)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("question about a look")
        constraints = [
            models.CheckConstraint(
                name="access_answer_is_whole",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            )
        ]
