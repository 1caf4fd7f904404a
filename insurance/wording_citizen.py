"""Words of a citizen's own pages: how the money for a month stands, how many insurances, amounts, reasons of an end."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.wording import in_chinese
from insurance.rules.kinds import AssessmentKind
from insurance.rules.money import yuan_from_fen
from insurance.rules.standing import Standing
from insurance.rules.stops import Route
from insurance.wording_reasons import reason_name

STANDING_WORDS = {
    Standing.CREDITED: pgettext_lazy("month of contribution", "credited"),
    Standing.PAID: pgettext_lazy("month of contribution", "paid, on its way"),
    Standing.DUE: pgettext_lazy("month of contribution", "due"),
    Standing.MISSING: pgettext_lazy("month of contribution", "overdue"),
    Standing.AHEAD: pgettext_lazy("month of contribution", "not charged yet"),
    Standing.NONE: pgettext_lazy("month of contribution", "nothing due"),
}

REFUND_WORDS = {
    True: pgettext_lazy("state of a refund", "refunded"),
    False: pgettext_lazy("state of a refund", "on its way back"),
}
"""How money that goes back stands, by whether it was credited."""

LINE_KIND_WORDS = {
    AssessmentKind.BACK_PAYMENT: gettext_lazy("Back payment"),
    AssessmentKind.DIFFERENCE: gettext_lazy("Correction: difference"),
    AssessmentKind.REFUND: gettext_lazy("Correction: refund"),
    AssessmentKind.YEARLY: gettext_lazy("Payment for the year"),
}
"""A regular month needs no word."""

COUNTED_INSURANCES = {
    1: gettext_lazy("one insurance"),
    2: gettext_lazy("two insurances"),
    3: gettext_lazy("three insurances"),
    4: gettext_lazy("four insurances"),
    5: gettext_lazy("five insurances"),
}

ROUTE_WORDS = {
    Route.UNIT: gettext_lazy("Ask my unit to file the reduction. It gets 5 working days to answer."),
    Route.AGENCY: gettext_lazy("Ask the agency. The unit is gone, refuses, or does not answer."),
}


def money(fen: int) -> str:
    """Write fen as yuan for a sentence: 1,234.56元 / ¥1,234.56."""
    amount = f"{yuan_from_fen(fen):,.2f}"
    return f"{amount}元" if in_chinese() else f"¥{amount}"


def years_and_months(months: int) -> str:
    """Write months of contribution as people count them: 3年2个月 / 3 years 2 months."""
    years, rest = divmod(months, 12)
    if not years:
        return counted_months(rest)
    if not rest:
        return counted_years(years)
    return f"{counted_years(years)}{_gap()}{counted_months(rest)}"


def counted_years(years: int) -> str:
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}


def counted_months(months: int) -> str:
    return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}


def _gap() -> str:
    return "" if in_chinese() else " "


def end_reason(code: str) -> str:
    """Return why an insurance ended; empty for codes of the old system, which say nothing to anybody."""
    try:
        return str(reason_name(code)) if code else ""
    except ValueError:
        return ""


def choice_label_stopped(title: str, rest: str, since: str) -> SafeString:
    """Write one thing that can be resumed: its title, and below it how it was paid and since when it has stopped."""
    below = format_html(_("{what}, not charged since {month}"), what=rest, month=since)
    return format_html('<span class="choice-title">{}</span> <span class="note">{}</span>', title, below)


def choice_label(title: str, rest: str, since: str) -> SafeString:
    """Write one thing that can be stopped: its title, and below it the rest and since when."""
    below = format_html(_("{what}, since {month}"), what=rest, month=since)
    return format_html('<span class="choice-title">{}</span> <span class="note">{}</span>', title, below)
