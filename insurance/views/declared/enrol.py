"""Joining alone as it was declared: which insurances, from when, on which base, and what that costs a month."""

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.wording import month_text
from insurance.views.citizen.pages import insurance_list
from insurance.views.declared.known import KNOWN
from insurance.wording_citizen import money


def facts(declaration, line) -> list[tuple]:
    """Return what was declared."""
    monthly = line.details.get("monthly_fen", {})
    return [
        (_("Identity number"), masked(line.person.identity_number), KNOWN),
        (_("Insurances"), insurance_list(line.insurances)),
        (_("First month paid for"), month_text(line.start_month)),
        (_("Contribution base"), money(line.details["wage_fen"])),
        (_("Every month together"), money(sum(monthly.values())) if monthly else ""),
    ]
