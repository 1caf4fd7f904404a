"""待遇: medical entitlement as it follows from the ledger, kept so that it can be asked for on any day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person
from insurance.models.benefit_policy import BenefitRule
from insurance.models.columns import codes, first_of_month, span
from insurance.rules.benefit_history import Benefit, Cause
from insurance.rules.benefits import Scheme


class BenefitPeriod(models.Model):
    """One person's entitlement in one scheme from ``first_on`` up to, not including, ``until_on`` (NULL: no end known).

    Never written but by recomputing it from enrolments, charges and policy (services/benefits.py). ``first_unpaid``
    and ``credited_on`` are the interruption it follows from; ``stop_rule`` and ``restore_rule`` the versions applied.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="benefit_periods", db_index=False)
    scheme = models.CharField(max_length=8, choices=codes(Scheme))
    first_on = models.DateField(_("benefit from"))
    until_on = models.DateField(_("until before"), null=True)
    state = models.CharField(_("state"), max_length=9, choices=codes(Benefit))
    cause = models.CharField(max_length=12, choices=codes(Cause))
    first_unpaid = models.DateField(_("first unpaid month"), null=True)
    credited_on = models.DateField(_("credited on"), null=True)
    stop_rule = models.ForeignKey(BenefitRule, models.PROTECT, null=True, related_name="+", db_index=False)
    restore_rule = models.ForeignKey(BenefitRule, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("benefit period")
        verbose_name_plural = _("benefit periods")
        constraints = [
            models.CheckConstraint(
                name="benefit_period_ends_after_its_start",
                condition=Q(until_on=None) | Q(until_on__gt=F("first_on")),
            ),
            models.CheckConstraint(
                name="benefit_period_state_known", condition=Q(state__in=[str(state) for state in Benefit])
            ),
            first_of_month("benefit_period_unpaid_is_a_month", "first_unpaid"),
            ExclusionConstraint(
                name="one_benefit_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (span("first_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(name="benefit_by_person", fields=["person", "scheme", "first_on"])]


class BenefitSweep(models.Model):
    """A day on which everybody whose time had run out was looked at: bills past their day, a year begun."""

    swept_on = models.DateField(_("swept on"), primary_key=True)
    persons = models.PositiveIntegerField()
    rows_written = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("benefit sweep")
        verbose_name_plural = _("benefit sweeps")


class PolicyVersion(models.Model):
    """Changes with every change of policy, by trigger: what a process has read of policy is good while it stands."""

    version = models.UUIDField()

    class Meta:
        verbose_name = _("policy version")
