"""A change of a person's data as it was declared: old and new side by side, phones masked."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.rules.phone import masked_phone
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import month_text
from insurance.rules.employment_kinds import EmploymentKind, Household
from insurance.rules.personal_data import Datum
from insurance.selectors.personal_data import answers_of, changes_of
from insurance.views.declared.known import KNOWN
from insurance.wording_citizen import money
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES, HOUSEHOLD_NAMES
from insurance.wording_info_change import DATUM_NAMES


def facts(declaration, line) -> list[tuple]:
    """Return everything a line changes."""
    answers = answers_of(line)
    changed = [
        (DATUM_NAMES[datum], before_and_after(datum, answers.get(f"old_{datum}"), answers[datum]))
        for datum in changes_of(line)
    ]
    month = month_text(line.start_month) if line.start_month else ""
    return [
        (_("Identity number"), masked(line.person.identity_number), KNOWN),
        *changed,
        (_("Wage counts from"), month),
    ]


def before_and_after(datum: Datum, old, new) -> str:
    """Return old and new value as they are shown."""
    return format_html("{} → {}", shown(datum, old), shown(datum, new))


def shown(datum: Datum, value) -> str:
    """Return a value in words; a dash for none."""
    if value in (None, ""):
        return "–"
    return SHOWN[datum](value)


SHOWN = {
    Datum.NAME: said,
    Datum.ADDRESS: said,
    Datum.PHONE: masked_phone,
    Datum.HOUSEHOLD: lambda code: HOUSEHOLD_NAMES[Household(code)],
    Datum.EMPLOYMENT_KIND: lambda code: EMPLOYMENT_KIND_NAMES[EmploymentKind(code)],
    Datum.WAGE: money,
}
