"""核定: what a payer owes for a month, one wide line per person."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person, Unit
from insurance.models.columns import codes, fen_field, first_of_month
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AssessmentKind


class Assessment(models.Model):
    """One payer (a unit, or a person who pays alone) charged for one month. Regular ones are unique.

    A difference holds, for the people of one declaration, new minus old amounts of the assessment it corrects; a further
    one that corrects the difference takes it back. ``made_by`` is the declaration that made it.
    """

    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="assessments")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="assessments")
    month = models.DateField(_("month"))
    kind = models.CharField(max_length=12, choices=codes(AssessmentKind), default=AssessmentKind.REGULAR)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    made_by = models.ForeignKey("DeclarationPart", models.PROTECT, null=True, related_name="assessments")

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            first_of_month("assessment_is_for_a_month", "month"),
            models.CheckConstraint(
                name="assessment_has_one_payer",
                condition=Q(unit=None, person__isnull=False) | Q(unit__isnull=False, person=None),
            ),
            models.UniqueConstraint(
                name="one_regular_assessment_of_a_unit", fields=["unit", "month"], condition=Q(kind="regular")
            ),
            models.UniqueConstraint(
                name="one_regular_assessment_of_a_person", fields=["person", "month"], condition=Q(kind="regular")
            ),
            models.UniqueConstraint(
                "person", ExtractYear("month"), name="one_yearly_assessment_of_a_person", condition=Q(kind="yearly")
            ),
            models.CheckConstraint(
                name="only_corrections_correct",
                condition=Q(corrects=None) | ~Q(kind="regular"),
            ),
        ]


class ContributionLine(models.Model):
    """One person's contributions in one assessment: every insurance side by side, NULL where not insured for it.

    Amounts in fen; ``*_unit`` is the unit's part, ``*_own`` the person's. ``month`` repeats the assessment's so that a
    person's history is one index range. No state: whether it was paid is told by the bill of the agency concerned.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="lines", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contribution_lines", db_index=False)
    month = models.DateField()
    wage_fen = fen_field(null=True)
    hrss_base_fen = fen_field(null=True)
    medical_base_fen = fen_field(null=True)
    pension_unit = fen_field(null=True)
    pension_own = fen_field(null=True)
    unemployment_unit = fen_field(null=True)
    unemployment_own = fen_field(null=True)
    injury_unit = fen_field(null=True)
    medical_unit = fen_field(null=True)
    medical_own = fen_field(null=True)
    supplement_own = fen_field(null=True)
    maternity_unit = fen_field(null=True)
    resident_own = fen_field(null=True)

    class Meta:
        verbose_name = _("contribution line")
        verbose_name_plural = _("contribution lines")
        constraints = [
            models.UniqueConstraint(name="one_line_per_person_and_assessment", fields=["assessment", "person"]),
        ]
        indexes = [models.Index(name="line_by_person_and_month", fields=["person", "month"])]


class ClosedMonth(models.Model):
    """A month whose books are closed in an area: from then on only corrections that name what they correct."""

    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="closed_months")
    month = models.DateField()
    closed_on = models.DateField()

    class Meta:
        verbose_name = _("closed month")
        constraints = [
            first_of_month("closed_month_is_a_month", "month"),
            models.UniqueConstraint(name="month_is_closed_once", fields=["area", "month"]),
        ]
