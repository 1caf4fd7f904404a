"""Sessions, attempts to sign in, one-time codes and one-time keys of forms."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person
from accounts.models.users import User


class Session(AbstractBaseSession):
    """A running session, a row so that its owner can see it and end it."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    objects = BaseSessionManager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore


class LoginAttempt(models.Model):
    """One try at a door. The typed number is kept only as a blind index."""

    door = models.CharField(max_length=20)
    subject_index = models.UUIDField()
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(name="login_attempt_by_subject", fields=["subject_index", "-at"]),
            models.Index(name="login_attempt_by_address", fields=["address", "-at"]),
            models.Index(name="login_attempt_by_time", fields=["-at"]),
        ]


class OneTimeCode(models.Model):
    """A code sent to a phone or handed out at a counter, stored hashed, good for one use."""

    class Channel(models.TextChoices):
        SMS = "sms", _("text message")
        COUNTER = "counter", _("service counter")
        POST = "post", _("post")
        INVITATION = "invitation", _("invitation by the unit")

    class Purpose(models.TextChoices):
        ACTIVATE = "activate", _("activate the account")
        RESET = "reset", _("reset the password")
        CONFIRM = "confirm", _("confirm a sensitive change")
        OPERATOR = "operator", _("activate an operator")

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="codes")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="codes")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    digest = models.CharField(max_length=128)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("one-time code")
        constraints = [
            models.CheckConstraint(
                name="code_belongs_to_one",
                condition=Q(user=None, person__isnull=False) | Q(user__isnull=False, person=None),
            ),
            models.UniqueConstraint(
                name="one_outstanding_code_per_person",
                fields=["person", "purpose", "channel"],
                condition=Q(used_at=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_outstanding_code_per_user",
                fields=["user", "purpose", "channel"],
                condition=Q(used_at=None, user__isnull=False),
            ),
            models.CheckConstraint(name="code_expires_after_issue", condition=Q(expires_at__gt=F("issued_at"))),
        ]


class SubmissionKey(models.Model):
    """The one-time key of a change form: whoever sends the same form again is led to what the first sending did."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    location = models.CharField(max_length=300, blank=True)
