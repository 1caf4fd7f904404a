"""A dispute about the reason of a reduction as the person filed it."""

from django.utils.translation import gettext as _

from accounts.views.said import said
from insurance.rules.reasons import Proposer
from insurance.wording_reasons import PROPOSER_NAMES, reason_name


def facts(declaration, line) -> list[tuple]:
    """Return what is contested and what is held for right."""
    details, about = declaration.details, declaration.about
    contested = about.lines.get(person=declaration.person_id)
    proposed_by = details.get("proposed_by")
    return [
        (_("About the reduction"), about.number),
        (_("Reason the unit declared"), f"{contested.reason} {reason_name(contested.reason)}"),
        (_("Reason held for right"), f"{details['claimed_reason']} {reason_name(details['claimed_reason'])}"),
        (_("Proposed by"), PROPOSER_NAMES[Proposer(proposed_by)] if proposed_by else ""),
        (_("In the employee's words"), said(details["text"])),
    ]
