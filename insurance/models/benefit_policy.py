"""What decides when benefits begin, rest and return: dated rows like every other policy."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insurance.models.columns import codes
from insurance.models.policy import PolicyRow, begins, four_eyes, one_row_a_day
from insurance.rules.benefit_rule import DayCount, Family, GapUnit, Payer, RepaymentBase, StopPoint
from insurance.rules.resident_wait import WaitAnchor


def filled_list(name: str, column: str) -> models.CheckConstraint:
    """Return the constraint that a JSON column holds a list with something in it; only lists contain an empty list."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{column}__contains": [], f"{column}__0__isnull": False}))


class BenefitRule(PolicyRow):
    """When medical benefits of one way of paying stop and return; ``insurance.rules.benefit_rule`` tells the columns.

    ``tiers`` and ``unpaid_tiers`` are lists of objects with the columns of a Tier, in order.
    """

    payer = models.CharField(_("who pays"), max_length=10, choices=codes(Payer))
    family = models.CharField(_("family of rules"), max_length=3, choices=codes(Family))
    stop_point = models.CharField(_("benefits stop"), max_length=14, choices=codes(StopPoint))
    gap_unit = models.CharField(_("gap counted in"), max_length=10, choices=codes(GapUnit))
    tiers = models.JSONField(_("tiers"))
    unpaid_tiers = models.JSONField(_("tiers without repayment"), default=list)
    day_count = models.CharField(_("first day of a gap"), max_length=13, choices=codes(DayCount))
    payment_month_counts = models.BooleanField(_("the month of payment counts"))
    new_enrolment_months = models.PositiveSmallIntegerField(_("wait of a first enrolment in months"))
    unpaid_waits_as_paid = models.BooleanField(_("unpaid gaps wait at least as long as repaid ones"))
    most_missed_in_year = models.PositiveSmallIntegerField(_("most unpaid months in a year"), null=True)
    repayment_base = models.CharField(_("base of a repayment"), max_length=23, choices=codes(RepaymentBase))
    longest_repayable_months = models.PositiveSmallIntegerField(_("longest gap that can be repaid"), null=True)
    late_fee_required = models.BooleanField(_("late fee to be paid first"))
    account_usable = models.BooleanField(_("personal account usable while benefits rest"))

    class Meta:
        verbose_name = _("benefit rule")
        verbose_name_plural = _("benefit rules")
        constraints = [
            one_row_a_day("benefit_rule_one_a_day", "payer"),
            begins("benefit_rule_begins"),
            four_eyes("benefit_rule_four_eyes"),
            filled_list("benefit_rule_has_tiers", "tiers"),
        ]


class ResidentWait(PolicyRow):
    """How long residents wait who joined late or missed years; ``insurance.rules.resident_wait`` tells the columns.

    The season opens and closes in the year before the one covered.
    """

    opens_month = models.PositiveSmallIntegerField(_("season opens in month"))
    opens_day = models.PositiveSmallIntegerField(_("season opens on day"))
    closes_month = models.PositiveSmallIntegerField(_("season closes in month"))
    closes_day = models.PositiveSmallIntegerField(_("season closes on day"))
    fixed_months = models.PositiveSmallIntegerField(_("fixed wait in months"))
    months_per_missed_year = models.PositiveSmallIntegerField(_("months for each missed year"))
    months_per_repaired_year = models.PositiveSmallIntegerField(_("months repaired by each further year"))
    floor_missed_years = models.PositiveSmallIntegerField(_("least wait from so many missed years"))
    floor_months = models.PositiveSmallIntegerField(_("least wait in months"))
    anchor = models.CharField(_("the wait ends"), max_length=8, choices=codes(WaitAnchor))
    counts_from_year = models.PositiveSmallIntegerField(_("first year that counts as missed"))

    class Meta:
        verbose_name = _("resident waiting period")
        verbose_name_plural = _("resident waiting periods")
        constraints = [
            one_row_a_day("resident_wait_one_a_day"),
            begins("resident_wait_begins"),
            four_eyes("resident_wait_four_eyes"),
            models.CheckConstraint(
                name="resident_wait_season",
                condition=Q(
                    opens_month__range=(1, 12),
                    closes_month__range=(1, 12),
                    opens_day__range=(1, 31),
                    closes_day__range=(1, 31),
                ),
            ),
        ]


class UnemploymentDuration(PolicyRow):
    """For how many months unemployment benefit is paid.

    ``pieces`` is a list of [months paid from which it holds, months of benefit, a further month for every so many
    months paid or null]; the last one reached counts.
    """

    pieces = models.JSONField(_("months of benefit by months paid"))
    most_months = models.PositiveSmallIntegerField(_("most months of benefit"))

    class Meta:
        verbose_name = _("duration of unemployment benefit")
        verbose_name_plural = _("durations of unemployment benefit")
        constraints = [
            one_row_a_day("unemployment_duration_one_a_day"),
            begins("unemployment_duration_begins"),
            four_eyes("unemployment_duration_four_eyes"),
            filled_list("unemployment_duration_has_pieces", "pieces"),
        ]
