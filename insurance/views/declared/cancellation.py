"""The end of a unit's registration as it was declared."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.views.said import said
from accounts.wording import day_text
from insurance.rules.unit_standing import CancellationReason
from insurance.wording_units import CANCELLATION_REASON_NAMES


def facts(declaration, line) -> list[tuple]:
    """Return why and when the unit ends."""
    details = declaration.details
    return [
        (_("Why the unit ends"), str(CANCELLATION_REASON_NAMES[CancellationReason(details["reason"])])),
        (_("Day of the end"), day_text(date.fromisoformat(details["ended_on"]))),
        (_("Remark"), said(details.get("note"))),
    ]
