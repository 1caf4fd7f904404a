"""参保关系: who is insured for what, with whom, from which month to which."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, Unit, public_number
from insurance.models.columns import codes, first_of_month, insurance_field, span
from insurance.models.policy import PoolingArea
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import EnrolmentKind, Insurance, UnitStatus
from insurance.rules.unit_types import UnitType


class UnitRegistration(models.Model):
    """社会保险登记: what a unit is for the agencies, beside its identity.

    Until it is registered (``NOT_INSURED``) the agency has set no work-injury class and the unit has declared nothing.
    ``authority`` gave the credit code. Licence and tax number are the credit code itself since 2015.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="registration")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    injury_class = models.PositiveSmallIntegerField(_("work-injury industry class"), null=True)
    status = models.PositiveSmallIntegerField(_("status"), choices=codes(UnitStatus), default=UnitStatus.INSURED)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    unit_type = models.CharField(_("kind of body"), max_length=2, choices=codes(UnitType), blank=True, default="")
    industry = models.CharField(_("industry"), max_length=2, blank=True, default="")
    authority = models.CharField(_("registering authority"), max_length=100, blank=True, default="")
    representative_name = models.CharField(_("legal representative"), max_length=100, blank=True, default="")
    representative_number = EncryptedTextField(_("identity number of the representative"), null=True)
    address = EncryptedTextField(_("registered address"), null=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True, default="")
    bank_name = models.CharField(_("bank"), max_length=100, blank=True, default="")
    bank_account = EncryptedTextField(_("bank account"), null=True)

    class Meta:
        verbose_name = _("unit registration")
        verbose_name_plural = _("unit registrations")
        constraints = [
            models.CheckConstraint(
                name="unit_injury_class_known",
                condition=Q(injury_class__gte=1, injury_class__lte=8) | Q(injury_class=None, status=0),
            )
        ]

    @property
    def is_insured(self) -> bool:
        """Whether the unit is registered and its registration holds."""
        return self.status == UnitStatus.INSURED

    @property
    def is_awaited(self) -> bool:
        """Whether the unit still has to register."""
        return self.status == UnitStatus.NOT_INSURED


class Enrolment(models.Model):
    """One segment: a person in one insurance, by employment, in flexible employment or as a resident.

    Charged from ``first_month`` up to, not including, ``stop_month`` (NULL while it runs): ``stop_month`` is the first
    month not charged, and a segment that stops in its first month was never charged. Covered from ``covered_from``
    up to, not including, ``covered_until`` (work injury from the day after the first working day, or after the day it was
    declared where that is later: ``rules/start_months.py``). ``employment_kind`` is blank where the record does not tell.
    No status: the dates tell. ``begun_by`` and ``ended_by`` are the declarations that opened and closed it in the hall.
    """

    number = public_number("E")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    insurance = insurance_field()
    scheme = models.GeneratedField(
        expression=Case(
            When(insurance__in=[Insurance.MEDICAL, Insurance.RESIDENT], then=Value(300)),
            default=F("insurance"),
            output_field=models.PositiveSmallIntegerField(),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    kind = models.CharField(max_length=10, choices=codes(EnrolmentKind))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="enrolments")
    first_month = models.DateField(_("first month"))
    stop_month = models.DateField(_("first month not charged"), null=True)
    covered_from = models.DateField(_("covered from"))
    covered_until = models.DateField(_("covered until"), null=True)
    wage_fen = models.IntegerField(_("declared wage"), null=True)
    employment_kind = models.CharField(
        _("kind of employment"), max_length=10, choices=codes(EmploymentKind), blank=True, default=""
    )
    end_reason = models.CharField(_("reason of the end"), max_length=20, blank=True)
    terminated = models.BooleanField(default=False)
    begun_by = models.ForeignKey("DeclarationPart", models.PROTECT, null=True, related_name="begun_enrolments")
    ended_by = models.ForeignKey("DeclarationPart", models.PROTECT, null=True, related_name="ended_enrolments")
    legacy_number = models.CharField(max_length=20, null=True, unique=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            first_of_month("enrolment_starts_with_a_month", "first_month"),
            first_of_month("enrolment_stops_with_a_month", "stop_month"),
            models.CheckConstraint(
                name="enrolment_stops_after_its_start",
                condition=Q(stop_month=None) | Q(stop_month__gte=F("first_month")),
            ),
            models.CheckConstraint(
                name="enrolment_cover_ends_after_its_start",
                condition=Q(covered_until=None) | Q(covered_until__gte=F("covered_from")),
            ),
            models.CheckConstraint(
                name="enrolment_kind_fits",
                condition=Q(kind="employee", unit__isnull=False, insurance__in=[110, 210, 310, 330, 410, 510])
                | Q(kind="flexible", unit=None, insurance__in=[110, 310, 330])
                | Q(kind="resident", unit=None, insurance=390),
            ),
            models.CheckConstraint(name="enrolment_end_has_a_reason", condition=Q(stop_month=None) | ~Q(end_reason="")),
            ExclusionConstraint(
                name="one_enrolment_per_scheme_and_month",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (span("first_month", "stop_month"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(insurance=Insurance.INJURY),
            ),
            ExclusionConstraint(
                name="one_injury_enrolment_per_unit_and_month",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (span("first_month", "stop_month"), RangeOperators.OVERLAPS),
                ],
                condition=Q(insurance=Insurance.INJURY),
            ),
        ]
        indexes = [
            models.Index(name="enrolment_by_person", fields=["person", "insurance", "first_month"]),
            models.Index(name="enrolment_by_unit", fields=["unit", "person"], condition=Q(unit__isnull=False)),
        ]

    def __str__(self):
        return self.number
