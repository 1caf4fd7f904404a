"""A worker whom the agency registers, as the case was opened."""

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text, month_text, worded
from insurance.rules.employment import Employment
from insurance.rules.kinds import Insurance
from insurance.wording_citizen import money


def facts(declaration, line) -> list[tuple]:
    """Return who worked since when, on which wage, and what proves it."""
    terms = Employment.of(line.details)
    wage = money(terms.wage_fen)
    is_known = declaration.details["wage_known"]
    return [
        (_("Identity number"), masked(line.person.identity_number)),
        (_("First working day"), day_text(terms.started_on)),
        (_("Monthly wage"), wage if is_known else _("%(wage)s, the average wage of the area") % {"wage": wage}),
        (_("Insurances"), worded([Insurance(code) for code in line.insurances])),
        (_("First month charged"), month_text(line.start_month)),
        (_("What proves the employment"), said(declaration.details["text"])),
    ]
