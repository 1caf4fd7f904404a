"""The words for what a rule of benefits or late fees may say."""

from django.utils.translation import gettext_lazy as _

from insurance.rules.benefit_rule import (
    Anchor,
    Continuity,
    DayCount,
    Family,
    GapUnit,
    Payer,
    RepaymentBase,
    StopPoint,
)
from insurance.rules.late_fee import Convention
from insurance.wording_citizen import counted_months
from insurance.wording_facts import counted_days

FAMILY_NAMES = {
    Family.S4: _("four tiers by days (60 and 180 days)"),
    Family.N3: _("three months and national transfer rules"),
    Family.SDU: _("arrears of a unit, Shandong"),
    Family.SDF: _("flexible employment, Shandong"),
    Family.SDG: _("gap between two jobs, Shandong"),
    Family.DAY: _("three months, then the day after the credit"),
    Family.ZJU: _("order to pay within 60 days, Zhejiang"),
    Family.ZJF: _("flexible employment, Zhejiang"),
    Family.WH: _("flexible employment, Wuhan"),
    Family.RES: _("residents, paid by the year"),
}

PAYER_NAMES = {
    Payer.UNIT: _("employees of a unit"),
    Payer.FLEXIBLE: _("people in flexible employment"),
}

STOP_POINT_NAMES = {
    StopPoint.UNPAID_MONTH: _("from the first day of the unpaid month"),
    StopPoint.NEXT_MONTH: _("from the first day of the month after the unpaid one"),
    StopPoint.AFTER_DEADLINE: _("from the day after the last day for payment"),
}

GAP_UNIT_NAMES = {
    GapUnit.DAYS: _("days from the stop to the credit"),
    GapUnit.MONTHS: _("calendar months from the first unpaid month to the credit"),
    GapUnit.ORDER_DAYS: _("days from the order to pay to the credit"),
}

DAY_COUNT_NAMES = {
    DayCount.EXCLUDE_FIRST: _("the first day is not counted"),
    DayCount.INCLUDE_FIRST: _("the first day is counted"),
}

ANCHOR_NAMES = {
    Anchor.PAYMENT_MONTH: _("months from the month of the credit"),
    Anchor.FROM_PAYMENT_MONTH: _("months beginning with the month of the credit"),
    Anchor.DAY_AFTER_CREDIT: _("the day after the credit"),
    Anchor.STOP: _("as if benefits had never stopped"),
}

CONTINUITY_NAMES = {
    Continuity.KEPT: _("continuous months go on"),
    Continuity.BROKEN: _("continuous months counted anew"),
    Continuity.RESET: _("new enrolment, continuous months at zero"),
    Continuity.LOCAL: _("continuous months by local rules"),
}

REPAYMENT_BASE_NAMES = {
    RepaymentBase.AVERAGE_WAGE_AT_PAYMENT: _("local average wage at the time of repayment"),
    RepaymentBase.OWN_BASE: _("own contribution base of the time"),
    RepaymentBase.LOWER_BOUND: _("lower bound of the contribution base"),
}

CONVENTION_NAMES = {
    Convention.L1: _("from the day after the last day for payment to the day of payment"),
    Convention.L2: _("from the first day of the next month to the day before the bill"),
    Convention.L3: _("from the first day of the next month to the day of payment"),
}


def gap_text(gap: int | None, unit: GapUnit | str | None) -> str:
    """Write the length of a gap in its unit: 59 days, 3 months; empty where it could not be measured."""
    if gap is None:
        return ""
    return counted_months(gap) if unit == GapUnit.MONTHS else counted_days(gap)
