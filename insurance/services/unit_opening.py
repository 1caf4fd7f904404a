"""A unit comes into the hall: reported by a registry, or entered at the counter with its licence seen."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules import credit_code
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight, Permission
from accounts.services import audit, codes, operators
from insurance.models.enrolments import UnitRegistration
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import UnitStatus
from insurance.rules.unit_types import UnitType, fits_code


def open_unit(
    code: str,
    name: str,
    *,
    founded_on: date,
    area: PoolingArea,
    unit_type: str = "",
    authority: str = "",
    representative: str = "",
    address: str = "",
) -> Unit:
    """Enter a unit that still has to register, inside the caller's transaction; ``code`` is a sound credit code.

    Raises RuleBroken("unit.known") when there is one with this code, also when somebody enters it at this moment.
    """
    unit, is_new = Unit.objects.get_or_create(credit_code=code, defaults={"name": name, "founded_on": founded_on})
    if not is_new:
        raise RuleBroken("unit.known", "credit_code", number=unit.public_id)
    UnitRegistration.objects.create(
        unit=unit,
        area=area,
        injury_class=None,
        status=UnitStatus.NOT_INSURED,
        unit_type=unit_type,
        authority=authority,
        representative_name=representative,
        address=address or None,
    )
    return unit


@transaction.atomic
def open_at_counter(
    typed_code: str,
    name: str,
    *,
    founded_on: date,
    area: PoolingArea,
    unit_type: UnitType,
    operator: str,
    operator_name: str,
    actor: User,
    at: datetime,
    on: date,
) -> str:
    """Enter a unit whose licence was seen, with its first operator; return the code that opens the operator's account.

    Raises RuleBroken: ``account.not_allowed``, the codes of ``credit_code.parse``, ``unit.known``,
    ``unit.type_against_code``, ``unit.founded_ahead``, and what entering an operator raises.
    """
    if not actor.may(Permission.MANAGE_OPERATORS):
        raise RuleBroken("account.not_allowed")
    code = credit_code.read(typed_code).code
    if founded_on > on:
        raise RuleBroken("unit.founded_ahead", "founded_on")
    if not fits_code(unit_type, code):
        raise RuleBroken("unit.type_against_code", "unit_type")
    unit = open_unit(code, name, founded_on=founded_on, area=area, unit_type=unit_type)
    audit.record(actor, "unit.opened", unit, at=at, licence="seen")
    first = operators.add_operator(
        unit, username=operator, name=operator_name, rights=list(OperatorRight), actor=actor, at=at
    )
    return codes.issue_operator_code(first, actor=actor, at=at)
