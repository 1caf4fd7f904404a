"""申报工资: what a unit has declared somebody to earn a month, and from which month that counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person, Unit
from insurance.models.columns import fen_field, first_of_month
from insurance.models.declarations import DeclarationPart


class DeclaredWage(models.Model):
    """One declared monthly wage, in fen, from a month on until a later row. Rows are added and taken back, never edited.

    Before the first row the wage stands on the enrolment. Of two rows from the same month the later entered one counts.
    ``declared_by`` is the declaration it came with.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="declared_wages", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_month = models.DateField(_("from month"))
    wage_fen = fen_field(_("declared wage"))
    declared_by = models.ForeignKey(DeclarationPart, models.PROTECT, related_name="declared_wages")
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("declared wage")
        verbose_name_plural = _("declared wages")
        constraints = [
            first_of_month("declared_wage_from_a_month", "from_month"),
            models.CheckConstraint(name="declared_wage_is_an_amount", condition=Q(wage_fen__gte=0)),
            models.UniqueConstraint(name="one_wage_per_person_and_declaration", fields=["declared_by", "person"]),
        ]
        indexes = [models.Index(name="wage_by_person_and_unit", fields=["person", "unit", "-from_month", "-id"])]
