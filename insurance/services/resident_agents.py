"""The agency names the village and neighbourhood committees that file and pay for residents."""

from datetime import datetime

from django.db import transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.rules.typed_number import normalise_number
from accounts.services import audit, notices
from insurance.models.residents import ResidentAgent


@transaction.atomic
def name(credit_code: str, *, actor: User, at: datetime) -> ResidentAgent:
    """Name a registered unit by its credit code; one that was named before is named again.

    Raises RuleBroken: account.not_allowed, resident.unit_unknown, resident.agent_known.
    """
    if not actor.may(Permission.MANAGE_OPERATORS):
        raise RuleBroken("account.not_allowed")
    code = normalise_number(credit_code)
    found = Unit.objects.filter(credit_code=code, closed_on=None, registration__isnull=False)
    unit = found.select_for_update(of=("self",), no_key=True).select_related("registration").first()
    if unit is None:
        raise RuleBroken("resident.unit_unknown", "credit_code")
    if ResidentAgent.objects.filter(unit=unit, ended_at=None).exists():
        raise RuleBroken("resident.agent_known", "credit_code")
    agent, _created = ResidentAgent.objects.update_or_create(
        unit=unit,
        defaults={"area_id": unit.registration.area_id, "named_by": actor, "named_at": at, "ended_at": None},
    )
    audit.record(actor, "resident.agent_named", unit, at=at)
    notices.tell_unit(unit, "resident_agent_named", at=at, link="/employer/residents/")
    return agent


@transaction.atomic
def end(agent: ResidentAgent, *, actor: User, at: datetime) -> None:
    """End that a unit files for residents; what it began to pay goes on. RuleBroken("account.not_allowed")."""
    if not actor.may(Permission.MANAGE_OPERATORS):
        raise RuleBroken("account.not_allowed")
    agent = ResidentAgent.objects.select_for_update(of=("self",)).select_related("unit").get(pk=agent.pk)
    if agent.ended_at is None:
        agent.ended_at = at
        agent.save(update_fields=["ended_at"])
        audit.record(actor, "resident.agent_ended", agent.unit, at=at)
