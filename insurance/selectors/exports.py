"""The rosters an operator has asked for as files."""

from accounts.models.users import User
from insurance.models.exports import RosterExport

SHOWN = 10


def recent_exports(operator: User) -> list[RosterExport]:
    """Return the operator's latest exports, newest first, one statement."""
    return list(RosterExport.objects.filter(made_by=operator, unit=operator.unit_id).order_by("-pk")[:SHOWN])
