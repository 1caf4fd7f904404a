"""A back payment as it was declared: which months of what, and what was quoted for them."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.wording import day_text
from insurance.rules.months import Month
from insurance.views.citizen.pages import insurance_list
from insurance.views.declared.known import KNOWN
from insurance.wording_citizen import money
from insurance.wording_facts import months_text


def facts(declaration, line) -> list[tuple]:
    """Return what was declared, and the quote it rests on."""
    details = line.details
    raises = "wage_fen" in details
    months = months_text(Month.parse(month) for month in details["months"])
    return [
        (_("Identity number"), masked(line.person.identity_number), KNOWN),
        (_("Insurances"), insurance_list(line.insurances)),
        (_("Months concerned") if raises else _("Months paid back"), months),
        (_("Quoted amount"), money(details["total_fen"])),
        (_("Higher base"), money(details["wage_fen"]) if raises else ""),
        (_("Quoted on"), day_text(date.fromisoformat(details["quoted_on"]))),
    ]
