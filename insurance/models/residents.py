"""居民参保缴费: who pays for whom, who pays less, and what was charged for a year."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person, Unit, public_number
from accounts.models.users import User
from insurance.models.assessments import Assessment
from insurance.models.columns import codes, fen_field
from insurance.models.policy import PolicyRow, PoolingArea, begins, four_eyes, one_row_a_day
from insurance.rules.resident_payment import Group, Relation


class ResidentSubsidy(PolicyRow):
    """资助参保: the share of the personal amount that the government bears for people of a group, for covered years.

    A row in force on 1 January of a year holds for that year.
    """

    group = models.CharField(_("group"), max_length=20, choices=codes(Group))
    share = models.DecimalField(_("share borne by the government"), max_digits=5, decimal_places=4)

    class Meta:
        verbose_name = _("subsidy of residents")
        verbose_name_plural = _("subsidies of residents")
        constraints = [
            one_row_a_day("resident_subsidy_one_a_day", "group"),
            begins("resident_subsidy_begins"),
            four_eyes("resident_subsidy_four_eyes"),
            models.CheckConstraint(name="resident_subsidy_is_a_share", condition=Q(share__gt=0, share__lte=1)),
        ]


class SubsidisedPerson(models.Model):
    """One person in a group for a span of days, as civil affairs report; counts once a second person has approved it."""

    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="subsidies")
    group = models.CharField(_("group"), max_length=20, choices=codes(Group))
    in_force = DateRangeField(_("in force"))
    proof = models.CharField(_("document of the authority"), max_length=100)
    loaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(_("loaded at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("subsidised person")
        verbose_name_plural = _("subsidised persons")
        constraints = [
            ExclusionConstraint(
                name="person_is_in_one_group_a_day",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
                condition=~Q(is_approved=False),
            ),
            begins("subsidised_person_begins"),
            models.CheckConstraint(
                name="subsidised_person_four_eyes", condition=Q(decided_by=None) | ~Q(decided_by=F("loaded_by"))
            ),
            models.CheckConstraint(
                name="subsidised_person_is_decided_whole",
                condition=Q(decided_by=None, decided_at=None, is_approved=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_approved__isnull=False),
            ),
        ]


class ResidentAgent(models.Model):
    """村（社区）代办: a village or neighbourhood committee that files and pays for residents, named by the agency."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="resident_agent")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("named at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("agent for residents")
        verbose_name_plural = _("agents for residents")


class ResidentProxy(models.Model):
    """代缴关系: somebody, or a committee, pays for ``person``; ``relation`` is what the person is to them.

    Rows are ended, never deleted: the person sees who asked what is payable for them.
    """

    number = public_number("D")
    person = models.ForeignKey(Person, models.PROTECT, related_name="paid_for_by")
    by_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="pays_for")
    by_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="pays_for")
    relation = models.CharField(_("relation"), max_length=12, choices=codes(Relation))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("since"))
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payer for somebody else")
        verbose_name_plural = _("payers for somebody else")
        constraints = [
            models.CheckConstraint(
                name="proxy_is_a_person_or_a_committee",
                condition=(Q(by_unit=None, by_person__isnull=False) & ~Q(relation="resident"))
                | Q(by_unit__isnull=False, by_person=None, relation="resident"),
            ),
            models.CheckConstraint(
                name="proxy_is_somebody_else", condition=Q(by_person=None) | ~Q(by_person=F("person"))
            ),
            models.UniqueConstraint(
                name="person_pays_for_somebody_once", fields=["by_person", "person"], condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                name="committee_pays_for_somebody_once", fields=["by_unit", "person"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="proxy_ends_whole",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number


class ResidentCharge(models.Model):
    """What was charged for a person's year, and what it rests on; amounts in fen.

    The bill is the insured person's (``assessment.person``). Whoever pays it stands in the payment order. ``proxy`` is
    the relation of who had it charged, NULL for the person themselves.
    """

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="resident_charge")
    standard_fen = fen_field(_("standard"))
    subsidy_fen = fen_field(_("borne by the government"), default=0)
    group = models.CharField(_("group"), max_length=20, choices=codes(Group), blank=True, default="")
    subsidised = models.ForeignKey(SubsidisedPerson, models.PROTECT, null=True, related_name="+")
    proxy = models.ForeignKey(ResidentProxy, models.PROTECT, null=True, related_name="charges")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("charged at"))

    class Meta:
        verbose_name = _("charge of a resident's year")
        verbose_name_plural = _("charges of residents' years")
        constraints = [
            models.CheckConstraint(
                name="resident_subsidy_is_at_most_the_standard",
                condition=Q(subsidy_fen__gte=0, subsidy_fen__lte=F("standard_fen")),
            ),
            models.CheckConstraint(name="resident_subsidy_has_a_group", condition=Q(subsidy_fen=0) | ~Q(group="")),
        ]
