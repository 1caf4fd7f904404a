"""What the rules of medical benefits say, told to somebody who has to live with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.wording import day_text, in_chinese
from insurance.rules.benefit_rule import Anchor, BenefitRule, Continuity, GapUnit, StopPoint, Tier
from insurance.rules.benefits import Benefits, Scheme
from insurance.rules.resident_wait import ResidentWaitRule
from insurance.wording_citizen import counted_months, counted_years

ONE_DAY = timedelta(days=1)
LEAP_YEAR = 2000
"""Has every day that a season may name."""

SCHEME_NAMES = {
    Scheme.EMPLOYEE: pgettext_lazy("medical scheme", "Employees"),
    Scheme.RESIDENT: pgettext_lazy("medical scheme", "Residents"),
}
"""In short, for the lanes of a picture and the rows of a table."""

STOP_SENTENCES = {
    StopPoint.UNPAID_MONTH: gettext_lazy(
        "When a month is not paid in full and on time, benefits stop from that month."
    ),
    StopPoint.NEXT_MONTH: gettext_lazy(
        "When a month is not paid in full and on time, benefits stop from the next month."
    ),
    StopPoint.AFTER_DEADLINE: gettext_lazy(
        "When a month is not paid in full and on time, benefits stop on the day after the last day for paying it."
    ),
}

MONTHS_WORDS = {
    Continuity.KEPT: gettext_lazy("Repaid months count as continuous"),
    Continuity.BROKEN: gettext_lazy("Continuous months begin anew"),
    Continuity.RESET: gettext_lazy("Earlier months do not count as continuous"),
    Continuity.LOCAL: gettext_lazy("Left to local rules"),
}

COSTS_WORDS = {
    True: gettext_lazy("Reimbursed afterwards"),
    False: gettext_lazy("Not paid by the pooled fund"),
}
"""What becomes of the costs of a gap, by whether the return reaches back."""

ACCOUNT_SENTENCES = {
    True: gettext_lazy(
        "The balance of your personal account stays usable while benefits rest, at pharmacies too, until used up."
    ),
    False: gettext_lazy("While benefits rest, the balance of your personal account cannot be used either."),
}


@dataclass(frozen=True, slots=True)
class TierWords:
    """One line of a rule: how long the gap was, from when benefits return, what of the months and of the costs."""

    gap: str
    returns: str
    months: str
    costs: str


def tier_lines(rule: BenefitRule) -> Iterator[TierWords]:
    """Yield what a rule says of gaps of every length, those that were never repaid last."""
    for tier in rule.tiers:
        yield _line(gap_words(tier, rule.gap_unit), tier, rule)
    if not rule.unpaid_tiers:
        yield TierWords(_("Never repaid"), _("No return without repayment"), "", str(COSTS_WORDS[False]))
    for tier in rule.unpaid_tiers:
        yield _line(unpaid_words(tier, alone=len(rule.unpaid_tiers) == 1), tier, rule)


def _line(gap: str, tier: Tier, rule: BenefitRule) -> TierWords:
    returns = return_words(tier, rule)
    return TierWords(gap, returns, str(MONTHS_WORDS[tier.continuity]), str(COSTS_WORDS[tier.retroactive]))


# How long the gap was ---------------------------------------------------------------------------------------------


def gap_words(tier: Tier, unit: GapUnit) -> str:
    """Say of which gaps a tier speaks; its last day or month is in it."""
    if tier.upto is None:
        return _unlimited(unit) % {"beyond": tier.over - 1} if tier.over else _("However long the gap")
    facts = {"beyond": tier.over - 1, "upto": tier.upto}
    return (_further(unit) if tier.over else _first(unit)) % facts


def _first(unit: GapUnit) -> str:
    if unit == GapUnit.DAYS:
        return _("Within %(upto)s days (%(upto)s included)")
    if unit == GapUnit.MONTHS:
        return _("Within %(upto)s months (%(upto)s included)")
    return _("Within %(upto)s days of the order to pay (%(upto)s included)")


def _further(unit: GapUnit) -> str:
    if unit == GapUnit.DAYS:
        return _("After more than %(beyond)s and up to %(upto)s days (%(upto)s included)")
    if unit == GapUnit.MONTHS:
        return _("After more than %(beyond)s and up to %(upto)s months (%(upto)s included)")
    return _("More than %(beyond)s and up to %(upto)s days after the order to pay (%(upto)s included)")


def _unlimited(unit: GapUnit) -> str:
    if unit == GapUnit.DAYS:
        return _("After more than %(beyond)s days")
    if unit == GapUnit.MONTHS:
        return _("After more than %(beyond)s months")
    return _("More than %(beyond)s days after the order to pay")


def unpaid_words(tier: Tier, *, alone: bool) -> str:
    """Say of which gaps that were never repaid a tier speaks; they are counted in months where lengths differ."""
    if alone:
        return _("Never repaid, then enrolled anew")
    if tier.upto is None:
        return _("Never repaid, enrolled anew after more than %(beyond)s months") % {"beyond": tier.over - 1}
    return _("Never repaid, enrolled anew within %(upto)s months") % {"upto": tier.upto}


# From when benefits return ----------------------------------------------------------------------------------------


def return_words(tier: Tier, rule: BenefitRule) -> str:
    """Say from when benefits return."""
    if tier.anchor == Anchor.STOP:
        return _("As if they had never stopped")
    if tier.anchor == Anchor.DAY_AFTER_CREDIT:
        return _("From the day after the credit")
    if tier.anchor == Anchor.FROM_PAYMENT_MONTH and not rule.payment_month_counts:
        return _uncounted(tier.wait_months)
    return _counted(tier.wait_months)


def _counted(months: int) -> str:
    """Name the month of the return where that of the credit is the first of the wait."""
    if months == 0:
        return _("From the month of the credit")
    if months == 1:
        return _("From the month after the credit")
    return _("After %(months)s months, that of the credit counted as the first") % {"months": months}


def _uncounted(months: int) -> str:
    return ngettext(
        "After %(months)s month, that of the credit not counted",
        "After %(months)s months, that of the credit not counted",
        months,
    ) % {"months": months}


# No bar at all ----------------------------------------------------------------------------------------------------


def lapsed_sentence(benefits: Benefits, on: date) -> str:
    """Say how it stands on a day of which the record tells nothing, although somebody was or will be enrolled."""
    ended = [
        period.until_on for past in (benefits.employee, benefits.resident) for period in past.periods if period.until_on
    ]
    last = max((day for day in ended if day <= on), default=None)
    if last is None:
        return _("You were not enrolled in medical insurance here on this day.")
    return _("Your medical insurance ended with %(last_on)s. You have had no benefits since.") % {
        "last_on": day_text(last - ONE_DAY)
    }


# Beginnings -------------------------------------------------------------------------------------------------------


def first_wait_sentence(rule: BenefitRule) -> str:
    """Say how long somebody waits who is enrolled for the first time."""
    months = rule.new_enrolment_months
    if months == 0:
        return _("A first enrolment has no waiting period.")
    if months == 1:
        return _(
            "A first enrolment has a waiting period: benefits begin in the month after the first credit, and costs"
            " before are not reimbursed."
        )
    return _(
        "A first enrolment has a waiting period of %(months)s months, that of the first credit counted; costs in it are"
        " not reimbursed."
    ) % {"months": months}


def resident_sentences(rule: ResidentWaitRule) -> Iterator[str]:
    """Yield what the rule of residents says, a sentence for each point."""
    yield _(
        "One payment covers one calendar year. Paid in the season of the year before, from %(opens)s to %(closes)s, it"
        " covers from 1 January."
    ) % {"opens": day_of_year(rule.opens), "closes": day_of_year(rule.closes)}
    yield _late_sentence(rule)
    if rule.floor_months:
        yield _("Who missed %(years)s or more waits at least %(months)s.") % {
            "years": counted_years(rule.floor_missed_years),
            "months": counted_months(rule.floor_months),
        }


def _late_sentence(rule: ResidentWaitRule) -> str:
    facts = {"fixed": counted_months(rule.fixed_months), "more": counted_months(rule.months_per_missed_year)}
    if rule.months_per_missed_year == 0:
        return _("Paid later, there is a waiting period of %(fixed)s; costs in it are not reimbursed.") % facts
    return (
        _(
            "Paid later, or after years that were missed, there is a waiting period of %(fixed)s and of %(more)s more"
            " for each missed year; costs in it are not reimbursed."
        )
        % facts
    )


def day_of_year(month_and_day: tuple[int, int]) -> str:
    """Write a day of any year: 9月1日 / 1 September."""
    month, day = month_and_day
    return f"{month}月{day}日" if in_chinese() else date_format(date(LEAP_YEAR, month, day), "j F")
