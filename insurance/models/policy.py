"""What law and local policy set: dated rows with a document behind each. Never edited, only closed and superseded."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from insurance.models.columns import codes, insurance_field
from insurance.rules.kinds import EnrolmentKind


class PoolingArea(models.Model):
    """统筹地区: a territory with one fund and one set of rules."""

    code = models.CharField(_("area code"), max_length=6, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("pooling area")
        verbose_name_plural = _("pooling areas")

    def __str__(self):
        return self.code


class PolicyDocument(models.Model):
    """The published text behind a policy row, with how sure we are of it."""

    class Evidence(models.TextChoices):
        LAW = "law", _("statute, read")
        GOVERNMENT = "government", _("government page, read")
        SECONDARY = "secondary", _("secondary source")
        OFFICE = "office", _("the office's own guidance")
        DEMO = "demo", _("invented for the demo city")

    number = models.CharField(_("document number"), max_length=60, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    issuer_zh = models.CharField(max_length=100)
    issuer_en = models.CharField(max_length=100)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    url = models.URLField(blank=True)
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence.choices)

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def __str__(self):
        return self.number


class PolicyRow(models.Model):
    """One thing one document puts in force in one area for a span of days; entered by one person, approved by another.

    Rows loaded from the reviewed files of the repository carry no persons: their four eyes are the review of the file.
    """

    area = models.ForeignKey(PoolingArea, models.PROTECT, verbose_name=_("pooling area"), related_name="+")
    in_force = DateRangeField(_("in force"))
    document = models.ForeignKey(PolicyDocument, models.PROTECT, verbose_name=_("legal basis"), related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


def one_row_a_day(name: str, *keys: str) -> ExclusionConstraint:
    """Return the constraint that no two rows of the same area and ``keys`` are in force on one day."""
    same = [(key, RangeOperators.EQUAL) for key in ("area", *keys)]
    return ExclusionConstraint(
        name=name,
        expressions=[*same, ("in_force", RangeOperators.OVERLAPS)],
        violation_error_message=_("A row for this is already in force in this period."),
    )


def four_eyes(name: str) -> models.CheckConstraint:
    """Return the constraint that who entered a row does not approve it."""
    return models.CheckConstraint(
        name=name,
        condition=Q(approved_by=None) | ~Q(approved_by=F("entered_by")),
        violation_error_message=_("The person who entered a value cannot approve it."),
    )


class BaseBound(PolicyRow):
    """Lower and upper bound of the contribution base and the average wage they come from, in fen a month."""

    lower_fen = models.BigIntegerField(_("lower bound"))
    upper_fen = models.BigIntegerField(_("upper bound"))
    average_wage_fen = models.BigIntegerField(_("average monthly wage"))

    class Meta:
        verbose_name = _("base bounds")
        verbose_name_plural = _("base bounds")
        constraints = [
            one_row_a_day("base_bound_one_a_day"),
            four_eyes("base_bound_four_eyes"),
            models.CheckConstraint(
                name="base_bound_ordered", condition=Q(lower_fen__gt=0, upper_fen__gt=F("lower_fen"))
            ),
        ]


class Rate(PolicyRow):
    """Shares of the base that the unit and the person pay for one insurance, as fractions of one.

    ``injury_class`` is 1 to 8 for work injury (industry class of the unit) and 0 for everything else.
    ``to_account`` is the share of the base that goes to the personal account. ``yearly_fen`` is the flat amount
    of the resident scheme, in fen a year.
    """

    insurance = insurance_field()
    kind = models.CharField(_("kind of enrolment"), max_length=10, choices=codes(EnrolmentKind))
    injury_class = models.PositiveSmallIntegerField(_("industry class"), default=0)
    unit_rate = models.DecimalField(_("unit rate"), max_digits=7, decimal_places=6)
    own_rate = models.DecimalField(_("own rate"), max_digits=7, decimal_places=6)
    to_account = models.DecimalField(_("share to the personal account"), max_digits=7, decimal_places=6, default=0)
    yearly_fen = models.BigIntegerField(_("flat amount a year"), default=0)

    class Meta:
        verbose_name = _("contribution rate")
        verbose_name_plural = _("contribution rates")
        constraints = [
            one_row_a_day("rate_one_a_day", "insurance", "kind", "injury_class"),
            four_eyes("rate_four_eyes"),
            models.CheckConstraint(
                name="rate_is_a_share",
                condition=Q(unit_rate__gte=0, unit_rate__lt=1, own_rate__gte=0, own_rate__lt=1, yearly_fen__gte=0),
            ),
        ]


class DeclarationWindow(PolicyRow):
    """When declarations are taken in a month and from which month a reduction counts."""

    class Channel(models.TextChoices):
        UNIT = "unit", _("units")
        INDIVIDUAL = "individual", _("individuals")

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    rule = models.CharField(_("effective-month rule"), max_length=12)
    open_day = models.PositiveSmallIntegerField(_("opens on day"))
    close_day = models.PositiveSmallIntegerField(_("closes on day"))
    cutoff_day = models.PositiveSmallIntegerField(_("cut-off day"), null=True, blank=True)
    roll = models.BooleanField(_("limits on days off move to the next working day"), default=True)
    december_freeze = models.BooleanField(_("no reductions in December"), default=False)
    outside_window = models.CharField(
        _("outside the window"),
        max_length=12,
        choices=[("refuse", _("refused")), ("next_period", _("counts for the next period"))],
        default="refuse",
    )

    class Meta:
        verbose_name = _("declaration window")
        verbose_name_plural = _("declaration windows")
        constraints = [
            one_row_a_day("declaration_window_one_a_day", "channel"),
            four_eyes("declaration_window_four_eyes"),
            models.CheckConstraint(
                name="declaration_window_days",
                condition=Q(open_day__gte=1, open_day__lte=F("close_day"), close_day__lte=31),
            ),
        ]


class CalendarDay(models.Model):
    """A day that differs from its weekday: a public holiday, or a weekend day that is worked."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("public holiday")
        WORKDAY = "workday", _("make-up working day")

    day = models.DateField(_("day"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("working calendar")
        ordering = ["day"]
