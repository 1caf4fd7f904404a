"""What law and local policy set: dated rows with a document behind each. Never edited, only closed and superseded."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from insurance.models.columns import codes, insurance_field
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.late_fee import Convention
from insurance.rules.undeclared import MONTHS_TO_DECLARE, Undeclared


class PoolingArea(models.Model):
    """统筹地区: a territory with one fund and one set of rules.

    A reference area is one whose rules are known from elsewhere and shown for comparison; nobody is insured there.
    """

    code = models.CharField(_("area code"), max_length=6, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    is_reference = models.BooleanField(_("for comparison only"), default=False)

    class Meta:
        verbose_name = _("pooling area")
        verbose_name_plural = _("pooling areas")

    def __str__(self):
        return self.code


class PolicyDocument(models.Model):
    """The published text behind a policy row, with how sure we are of it.

    ``law_slug`` names the page under ``/law/`` that holds its articles; blank where none does.
    """

    class Evidence(models.TextChoices):
        LAW = "law", _("statute, read")
        GOVERNMENT = "government", _("government page, read")
        SECONDARY = "secondary", _("secondary source")
        OFFICE = "office", _("public guidance of an agency")
        DEMO = "demo", _("invented for the demo city")

    number = models.CharField(_("document number"), max_length=60, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    issuer_zh = models.CharField(max_length=100)
    issuer_en = models.CharField(max_length=100)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    url = models.URLField(blank=True)
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence.choices)
    law_slug = models.SlugField(_("page with its articles"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def __str__(self):
        return self.number


class PolicyRow(models.Model):
    """One thing one document puts in force in one area for a span of days; entered by one person, approved by another.

    Rows loaded from the reviewed files of the repository carry no persons: their four eyes are the review of the file.
    ``article`` is the number of the article that says it, blank where the text has none. A trigger
    lets nobody delete or change a row; only its open end may be closed.
    """

    area = models.ForeignKey(PoolingArea, models.PROTECT, verbose_name=_("pooling area"), related_name="+")
    in_force = DateRangeField(_("in force"))
    document = models.ForeignKey(PolicyDocument, models.PROTECT, verbose_name=_("legal basis"), related_name="+")
    article = models.CharField(_("article"), max_length=20, blank=True, default="")
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


def begins(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is in force from a first day on, for at least one day."""
    return models.CheckConstraint(name=name, condition=Q(in_force__isempty=False, in_force__lower_inf=False))


def four_eyes(name: str) -> models.CheckConstraint:
    """Return the constraint that who entered a row does not approve it."""
    return models.CheckConstraint(
        name=name,
        condition=Q(approved_by=None) | ~Q(approved_by=F("entered_by")),
        violation_error_message=_("The person who entered a value cannot approve it."),
    )


class BaseBound(PolicyRow):
    """Lower and upper bound of the contribution base and the average wage they come from, in fen a month.

    They are published for a contribution year. ``months_to_declare``: units declare the year's wages within its first so
    many months; ``undeclared`` is what counts afterwards for who was not declared.
    """

    lower_fen = models.BigIntegerField(_("lower bound"))
    upper_fen = models.BigIntegerField(_("upper bound"))
    average_wage_fen = models.BigIntegerField(_("average monthly wage"))
    months_to_declare = models.PositiveSmallIntegerField(_("months to declare wages"), default=MONTHS_TO_DECLARE)
    undeclared = models.CharField(
        _("wages not declared"), max_length=10, choices=codes(Undeclared), default=Undeclared.ESTIMATE
    )

    class Meta:
        verbose_name = _("base bounds")
        verbose_name_plural = _("base bounds")
        constraints = [
            one_row_a_day("base_bound_one_a_day"),
            begins("base_bound_begins"),
            four_eyes("base_bound_four_eyes"),
            models.CheckConstraint(
                name="base_bound_ordered", condition=Q(lower_fen__gt=0, upper_fen__gt=F("lower_fen"))
            ),
            models.CheckConstraint(
                name="base_bound_declared_within_a_year",
                condition=Q(months_to_declare__gte=1, months_to_declare__lte=12),
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
            begins("rate_begins"),
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
            begins("declaration_window_begins"),
            four_eyes("declaration_window_four_eyes"),
            models.CheckConstraint(
                name="declaration_window_days",
                condition=Q(open_day__gte=1, open_day__lte=F("close_day"), close_day__lte=31),
            ),
        ]


class LateFee(PolicyRow):
    """How late fees are counted, and until which day of the month a month is paid in time.

    ``daily_rate`` is a share of the unpaid amount for each day, ``capped``: at most the unpaid amount itself.
    """

    convention = models.CharField(_("convention"), max_length=2, choices=codes(Convention))
    daily_rate = models.DecimalField(_("rate a day"), max_digits=7, decimal_places=6)
    capped = models.BooleanField(_("at most the unpaid amount"))
    due_day = models.PositiveSmallIntegerField(_("last day for payment"))
    roll = models.BooleanField(_("limits on days off move to the next working day"))

    class Meta:
        verbose_name = _("late fee")
        verbose_name_plural = _("late fees")
        constraints = [
            one_row_a_day("late_fee_one_a_day"),
            begins("late_fee_begins"),
            four_eyes("late_fee_four_eyes"),
            models.CheckConstraint(
                name="late_fee_is_possible",
                condition=Q(daily_rate__gte=0, daily_rate__lt=1, due_day__gte=1, due_day__lte=31),
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
