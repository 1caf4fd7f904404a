"""户口性质: in which kind of household somebody has declared to be registered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person
from insurance.models.columns import codes
from insurance.models.declarations import DeclarationPart
from insurance.rules.employment_kinds import Household


class DeclaredHousehold(models.Model):
    """One declared kind of household; the latest that was not taken back counts. Rows are added, never edited."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    household = models.CharField(_("registered residence"), max_length=1, choices=codes(Household))
    declared_by = models.ForeignKey(DeclarationPart, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("declared residence")
        verbose_name_plural = _("declared residences")
        constraints = [
            models.UniqueConstraint(name="one_household_per_person_and_declaration", fields=["declared_by", "person"]),
        ]
