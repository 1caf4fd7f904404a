"""Policy of benefits and late fees, to read: when benefits stop and return, waits, durations, the rates of units."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from insurance.admin.policy import AreaFilter, DatedAdmin, chinese, percent
from insurance.models.benefit_policy import BenefitRule, ResidentWait, UnemploymentDuration
from insurance.models.policy import LateFee
from insurance.models.unit_rates import UnitInjuryRate
from insurance.rules.benefit_rule import Family, GapUnit, Payer, StopPoint
from insurance.rules.late_fee import Convention
from insurance.rules.months import Month
from insurance.rules.resident_wait import WaitAnchor
from insurance.wording_benefit_rules import (
    CONVENTION_NAMES,
    FAMILY_NAMES,
    GAP_UNIT_NAMES,
    PAYER_NAMES,
    STOP_POINT_NAMES,
)
from insurance.wording_citizen import counted_months
from insurance.wording_policy import yes_no_words

WAIT_ANCHOR_NAMES = {
    WaitAnchor.SAME_DAY: _("on the same day some months later"),
    WaitAnchor.MONTH: _("on the first day of the month"),
}


LEAP_YEAR = 2024


def day_of_year(month: int, day: int) -> str:
    """Write a day without its year."""
    return date_format(Month(LEAP_YEAR, month).day(day), "MONTH_DAY_FORMAT")


@admin.register(BenefitRule)
class BenefitRuleAdmin(DatedAdmin):
    list_display = [
        "area_name",
        "payer_name",
        "family_name",
        "stops",
        "measured",
        "limits",
        "from_day",
        "to_day",
        "basis",
    ]
    list_filter = [("area", AreaFilter)]
    ordering = ["area__is_reference", "area__code", "payer", "-in_force"]

    @admin.display(description=_("who pays"), ordering="payer")
    def payer_name(self, row) -> str:
        return PAYER_NAMES[Payer(row.payer)]

    @admin.display(description=_("family of rules"), ordering="family")
    def family_name(self, row) -> str:
        return FAMILY_NAMES[Family(row.family)]

    @admin.display(description=_("benefits stop"))
    def stops(self, row) -> str:
        return STOP_POINT_NAMES[StopPoint(row.stop_point)]

    @admin.display(description=_("gap counted in"))
    def measured(self, row) -> str:
        return GAP_UNIT_NAMES[GapUnit(row.gap_unit)]

    @admin.display(description=_("tiers"))
    def limits(self, row) -> str:
        return ", ".join(f"{tier['over']}–{tier['upto'] or ''}" for tier in row.tiers)


@admin.register(LateFee)
class LateFeeAdmin(DatedAdmin):
    list_display = ["area_name", "counted", "rate", "at_most_principal", "due_day", "from_day", "to_day", "basis"]
    list_filter = [("area", AreaFilter)]
    ordering = ["area__is_reference", "area__code", "-in_force"]

    @admin.display(description=_("convention"))
    def counted(self, row) -> str:
        return CONVENTION_NAMES[Convention(row.convention)]

    @admin.display(description=_("rate a day"))
    def rate(self, row) -> str:
        return percent(row.daily_rate)

    @admin.display(description=_("never above the principal"))
    def at_most_principal(self, row) -> str:
        return yes_no_words(row.capped)


@admin.register(ResidentWait)
class ResidentWaitAdmin(DatedAdmin):
    list_display = ["area_name", "season", "fixed", "for_missed_year", "least", "ends", "from_day", "to_day", "basis"]
    list_filter = [("area", AreaFilter)]
    ordering = ["area__is_reference", "area__code", "-in_force"]

    @admin.display(description=_("season"))
    def season(self, row) -> str:
        return f"{day_of_year(row.opens_month, row.opens_day)} – {day_of_year(row.closes_month, row.closes_day)}"

    @admin.display(description=_("fixed wait"))
    def fixed(self, row) -> str:
        return counted_months(row.fixed_months)

    @admin.display(description=_("for each missed year"))
    def for_missed_year(self, row) -> str:
        return counted_months(row.months_per_missed_year)

    @admin.display(description=_("least wait after many missed years"))
    def least(self, row) -> str:
        return counted_months(row.floor_months)

    @admin.display(description=_("the wait ends"))
    def ends(self, row) -> str:
        return WAIT_ANCHOR_NAMES[WaitAnchor(row.anchor)]


@admin.register(UnemploymentDuration)
class UnemploymentDurationAdmin(DatedAdmin):
    list_display = ["area_name", "scale", "most", "from_day", "to_day", "basis"]
    list_filter = [("area", AreaFilter)]
    ordering = ["area__is_reference", "area__code", "-in_force"]

    @admin.display(description=_("months of benefit by months paid"))
    def scale(self, row) -> str:
        return ", ".join(f"{paid}+: {months}" for paid, months, _every in row.pieces)

    @admin.display(description=_("most months of benefit"))
    def most(self, row) -> str:
        return counted_months(row.most_months)


@admin.register(UnitInjuryRate)
class UnitInjuryRateAdmin(DatedAdmin):
    list_display = ["unit_name", "injury_class", "floats_to", "from_day", "to_day", "basis"]
    list_filter = ["injury_class"]
    list_select_related = ["unit", "document"]
    search_fields = ["unit__name"]
    ordering = ["unit", "-in_force"]

    @admin.display(description=_("unit"), ordering="unit__name")
    def unit_name(self, row) -> str:
        return chinese(row.unit.name)

    @admin.display(description=_("share of the rate of its class"))
    def floats_to(self, row) -> str:
        return percent(row.factor)

    @admin.display(description=_("legal basis"))
    def basis(self, row) -> str:
        return chinese(row.document.number) if row.document else "—"
