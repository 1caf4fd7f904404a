"""A request for a refund as it was filed."""

from django.utils.translation import gettext as _

from accounts.views.said import said
from insurance.rules.refunds import RefundReason
from insurance.views.declared.known import KNOWN
from insurance.wording_citizen import money
from insurance.wording_refunds import ASK_REASON_NAMES


def facts(declaration, line) -> list[tuple]:
    """Return which bill it is about, what comes back and why."""
    details = declaration.details
    for_another = line.person_id != declaration.person_id
    return [
        (_("Bill"), details["bill"], KNOWN),
        (_("Insured person"), said(line.person.name) if for_another else "", KNOWN),
        (_("Comes back"), money(details["amount_fen"]), KNOWN),
        (_("Why the money is wanted back"), ASK_REASON_NAMES[RefundReason(details["reason"])]),
        (_("In the words of who asks"), said(details["text"])),
    ]
