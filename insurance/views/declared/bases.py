"""Declared wages as they were declared."""

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.wording import month_text
from insurance.views.declared.known import KNOWN
from insurance.wording_citizen import money


def facts(declaration, line) -> list[tuple]:
    """Return everything a line declares; nothing of a draft from which every wage was taken out again."""
    if line is None:
        return []
    old = line.details.get("old_fen")
    return [
        (_("Identity number"), masked(line.person.identity_number), KNOWN),
        (_("Average monthly wage of last year"), money(line.details["wage_fen"])),
        (_("Wage before"), money(old) if old is not None else "", KNOWN),
        (_("Counts from"), month_text(line.start_month), KNOWN),
    ]
