"""The words of the roster and its files: filters, how far an export is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.wording import month_text
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.wording import INSURANCE_NAMES
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES
from insurance.wording_reductions import STANDING_NAMES

EXPORT_STATE_NAMES = {
    "waiting": pgettext_lazy("export", "Waiting"),
    "running": pgettext_lazy("export", "Being written"),
    "ready": pgettext_lazy("export", "Ready"),
    "expired": pgettext_lazy("export", "Expired"),
}

WAGE_NAMES = {
    "declared": pgettext_lazy("filter of a roster", "wage of this year declared"),
    "undeclared": pgettext_lazy("filter of a roster", "wage of this year not declared"),
}


def filter_words(data: dict) -> str:
    """Return in words which part of a roster a filter, as ``filter_as_data`` gives it, asks for."""
    return pgettext("between facts", "; ").join(parts_of(data))


def parts_of(data: dict) -> Iterator[str]:
    yield str(STANDING_NAMES[data.get("standing", "running")])
    if insurance := data.get("insurance"):
        yield str(INSURANCE_NAMES[Insurance(insurance)])
    if employment := data.get("employment"):
        yield str(EMPLOYMENT_KIND_NAMES[employment])
    if wage := data.get("wage"):
        yield str(WAGE_NAMES[wage])
    if joined := data.get("joined"):
        yield _("joined in %(month)s") % {"month": month_words(joined)}
    if left := data.get("left"):
        yield _("left in %(month)s") % {"month": month_words(left)}


def month_words(text: str) -> str:
    return month_text(Month.parse(text).first_day)
