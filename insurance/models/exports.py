"""名单导出: a unit's roster as a file, made by the worker, kept encrypted for a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedBytesField
from accounts.models.parties import Unit, public_number
from accounts.models.users import User
from insurance.models.columns import codes
from insurance.rules.roster_exports import ExportFormat, ExportState


class RosterExport(models.Model):
    """One file that one operator asked for. ``wanted`` holds the filters, never a name; ``people`` how many rows it has.

    ``written`` counts the rows that the worker has written, for the page that waits. Masked numbers unless
    ``with_numbers``, which needs a ``purpose``. After ``expires_at`` its pieces are gone and the row remains.
    """

    number = public_number("X")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roster_exports")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    asked_on = models.DateField(_("as of"))
    expires_at = models.DateTimeField(_("kept until"))
    format = models.CharField(_("format"), max_length=4, choices=codes(ExportFormat))
    language = models.CharField(max_length=10)
    wanted = models.JSONField(default=dict)
    with_numbers = models.BooleanField(_("with whole identity numbers"), default=False)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=codes(ExportState), default=ExportState.WAITING)
    people = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("export of a roster")
        constraints = [
            models.CheckConstraint(
                name="roster_export_state_known", condition=Q(state__in=[str(state) for state in ExportState])
            ),
            models.CheckConstraint(
                name="roster_export_with_numbers_says_why", condition=Q(with_numbers=False) | ~Q(purpose="")
            ),
        ]
        indexes = [models.Index(name="roster_export_by_operator", fields=["made_by", "-id"])]

    def __str__(self):
        return self.number


class RosterExportPiece(models.Model):
    """A part of the file, encrypted; in the order of ``position`` the parts are the file."""

    export = models.ForeignKey(RosterExport, models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = EncryptedBytesField()

    class Meta:
        verbose_name = _("part of an export")
        constraints = [models.UniqueConstraint(name="export_pieces_in_order", fields=["export", "position"])]
