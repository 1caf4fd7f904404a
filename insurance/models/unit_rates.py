"""What the agency sets for one unit by itself: the work-injury class and how far its rate floats."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Unit
from accounts.models.users import User
from insurance.models.policy import PolicyDocument, begins, four_eyes
from insurance.rules.injury_rate import FACTORS, FACTORS_UPWARDS, HIGHEST_CLASS, LOWEST_CLASS


class UnitInjuryRate(models.Model):
    """The industry class of a unit and the factor its work-injury rate is multiplied by, for a span of days.

    Social Insurance Law of the PRC, articles 34 and 35: the agency sets the rate of a unit within its class. A unit
    without a row pays the rate of its registered class as it stands. Superseded, never edited, like all policy.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="injury_rates", verbose_name=_("unit"))
    injury_class = models.PositiveSmallIntegerField(_("industry class"))
    factor = models.DecimalField(_("floating factor"), max_digits=3, decimal_places=2, default=Decimal("1.00"))
    in_force = DateRangeField(_("in force"))
    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, null=True, blank=True, verbose_name=_("legal basis"), related_name="+"
    )
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("work-injury rate of a unit")
        verbose_name_plural = _("work-injury rates of units")
        constraints = [
            ExclusionConstraint(
                name="unit_injury_rate_one_a_day",
                expressions=[("unit", RangeOperators.EQUAL), ("in_force", RangeOperators.OVERLAPS)],
                violation_error_message=_("A row for this is already in force in this period."),
            ),
            begins("unit_injury_rate_begins"),
            four_eyes("unit_injury_rate_four_eyes"),
            models.CheckConstraint(
                name="unit_injury_rate_floats_within_its_class",
                condition=Q(injury_class=LOWEST_CLASS, factor__in=FACTORS_UPWARDS)
                | Q(injury_class__gt=LOWEST_CLASS, injury_class__lte=HIGHEST_CLASS, factor__in=FACTORS),
            ),
        ]
