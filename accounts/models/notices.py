"""What we told people: the inbox they read here, and the outbox of messages on their way."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, Unit


class Notice(models.Model):
    """One message in an inbox. Stored as a code and facts; worded when read, in the reader's language."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="notices")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="notices")
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="notice_has_one_reader",
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
            )
        ]
        indexes = [
            models.Index(name="notice_by_person", fields=["person", "-id"]),
            models.Index(name="notice_by_unit", fields=["unit", "-id"]),
            models.Index(name="notice_unread_person", fields=["person"], condition=Q(read_at=None)),
            models.Index(name="notice_unread_unit", fields=["unit"], condition=Q(read_at=None)),
        ]


class OutboxMessage(models.Model):
    """One text message on its way to a phone, written in the transaction of the act it tells of."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    phone = EncryptedTextField()
    text = EncryptedTextField()
    template = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    queued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    provider_reference = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [models.Index(name="outbox_waiting", fields=["id"], condition=Q(state="waiting"))]


class OutboxRelease(models.Model):
    """That somebody let the outbox of one database send; without a row for it, real gateways send nothing.

    A restored copy is another database with another identity: the row that came with it does not count there.
    """

    database = models.CharField(max_length=60, unique=True)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("release of the outbox")
        verbose_name_plural = _("releases of the outbox")
