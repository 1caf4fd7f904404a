"""Rows of the registry of bodies: what market supervision, civil affairs and the establishment office report of units."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Unit
from accounts.models.users import User
from insurance.models.columns import codes
from insurance.rules.registry_rows import RegistryEvent, RegistryOutcome


class RegistryNotice(models.Model):
    """One row that was loaded: a unit was founded, changed or ended, and what that led to here.

    ``digest`` is that of the row's values: the same row is one notice, however often it is sent. ``replaced`` holds as
    JSON, encrypted, what stood on record before the row changed it.
    """

    event = models.CharField(_("what happened"), max_length=10, choices=codes(RegistryEvent))
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    name = models.CharField(_("unit name"), max_length=200)
    unit_type = models.CharField(_("kind of body"), max_length=2, blank=True, default="")
    representative = models.CharField(_("legal representative"), max_length=100, blank=True, default="")
    happened_on = models.DateField(_("on"))
    address = EncryptedTextField(_("registered address"), null=True)
    authority = models.CharField(_("registering authority"), max_length=100)
    received_at = models.DateTimeField(_("received at"))
    loaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registry_notices")
    outcome = models.CharField(_("led to"), max_length=20, choices=codes(RegistryOutcome))
    replaced = EncryptedTextField(null=True)

    class Meta:
        verbose_name = _("row of the registry")
        verbose_name_plural = _("rows of the registry")
        constraints = [
            models.CheckConstraint(
                name="registry_event_known", condition=Q(event__in=[str(event) for event in RegistryEvent])
            ),
        ]
        indexes = [models.Index(name="registry_notice_by_unit", fields=["unit", "-id"])]
