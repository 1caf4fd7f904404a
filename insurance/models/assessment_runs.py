"""核定批次: how far the assessment of a month is, and what has to be looked at again since."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from insurance.models.columns import codes, first_of_month
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import Cause, RunState


class AssessmentRun(models.Model):
    """The assessment of one month in one pooling area, once; what it wrote is counted as it goes. Amounts in fen.

    ``assessed_on`` is the business day for which it counts, also where it was interrupted and went on later. ``corrected``
    counts the assessments of earlier months that it added. ``fault`` says why it stopped: the code and facts of a rule.
    """

    area = models.ForeignKey(
        PoolingArea, models.PROTECT, related_name="assessment_runs", verbose_name=_("pooling area")
    )
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=8, choices=codes(RunState), default=RunState.RUNNING)
    assessed_on = models.DateField(_("assessed on"))
    payers_total = models.IntegerField(default=0)
    payers_done = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    bills = models.IntegerField(default=0)
    unit_fen = models.BigIntegerField(default=0)
    own_fen = models.BigIntegerField(default=0)
    corrected = models.IntegerField(default=0)
    begun_at = models.DateTimeField(_("begun at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    fault = models.JSONField(null=True)

    class Meta:
        verbose_name = _("assessment of a month")
        verbose_name_plural = _("assessments of months")
        constraints = [
            first_of_month("run_is_for_a_month", "month"),
            models.UniqueConstraint(name="month_is_assessed_once", fields=["area", "month"]),
            models.CheckConstraint(
                name="run_has_an_end_when_finished",
                condition=Q(state="finished", finished_at__isnull=False, fault=None)
                | Q(state="running", finished_at=None),
            ),
            models.CheckConstraint(
                name="run_charges_at_most_everybody", condition=Q(payers_done__lte=F("payers_total"))
            ),
        ]

    def __str__(self):
        return f"{self.area.code}/{self.month:%Y-%m}"

    @property
    def total_fen(self) -> int:
        return self.unit_fen + self.own_fen


class Reassessment(models.Model):
    """Something changed what months already assessed should have been charged: from which month, of whom.

    Written by triggers, together with the change itself; used up by whoever looks at it. Without ``person`` it is about
    everybody of the unit, without both about the whole area; without ``unit`` alone about who pays alone.
    """

    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    from_month = models.DateField()
    cause = models.CharField(max_length=12, choices=codes(Cause))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("month to be assessed again")
