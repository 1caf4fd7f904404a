"""A unit's own data on their way from a declaration into the record; what stood there before is kept beside them."""

from datetime import datetime

from django.db import transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.models.declarations import Declaration
from insurance.models.enrolments import UnitRegistration
from insurance.rules.unit_data import ON_UNIT, SEALED
from insurance.selectors.unit_record import record_of
from insurance.services.declarations import acts_for, opened, sealed_text


def split(data: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the open and the sealed ones of a unit's data."""
    plain = {name: value for name, value in data.items() if name not in SEALED}
    return plain, {name: value for name, value in data.items() if name in SEALED}


def declared_data(declaration: Declaration) -> dict[str, str]:
    """Return what the unit declared of itself, the sealed answers opened."""
    return _both(declaration, "data")


def replaced_data(declaration: Declaration) -> dict[str, str]:
    """Return what stood on record before the declaration took effect; empty until then."""
    return _both(declaration, "was")


def _both(declaration: Declaration, part: str) -> dict[str, str]:
    return {**declaration.details.get(part, {}), **opened(declaration.sealed).get(part, {})}


def before(declaration: Declaration) -> dict[str, str]:
    """Return what is on record now or, for a declaration in effect, what was before, of the fields it declares."""
    old = replaced_data(declaration) or record_of(declaration.unit)
    return {name: old.get(name, "") for name in declared_data(declaration)}


def carry_over(declaration: Declaration, registration: UnitRegistration) -> None:
    """Write what was declared into the record and keep with the declaration what it replaced.

    ``registration`` and its unit are locked; the caller saves the registration with fields of its own.
    """
    data = declared_data(declaration)
    old = record_of(registration.unit)
    keep_replaced(declaration, {name: old[name] for name in data})
    write(registration, data)


def keep_replaced(declaration: Declaration, old: dict[str, str]) -> None:
    plain, secret = split(old)
    declaration.details["was"] = plain
    declaration.sealed = sealed_text({**opened(declaration.sealed), "was": secret})
    declaration.save(update_fields=["details", "sealed"])


def write(registration: UnitRegistration, data: dict[str, str]) -> None:
    """Write data of a unit into its locked record."""
    unit = registration.unit
    for name, value in data.items():
        setattr(unit if name in ON_UNIT else registration, name, stored(name, value))
    unit.save(update_fields=["name", "contact_name", "contact_phone"])
    registration.save()


def stored(name: str, value: str) -> str | None:
    """Return a value as its column holds it: no text is NULL where it is encrypted."""
    return value or (None if name in SEALED else "")


def registration_locked(unit: Unit) -> UnitRegistration:
    """Return the registration and its unit, locked until the transaction ends."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    return UnitRegistration.objects.select_for_update(of=("self",)).select_related("unit", "area").get(unit=unit)


@transaction.atomic
def reveal(declaration: Declaration, *, actor: User, at: datetime) -> dict[str, str]:
    """Return the sealed data that a unit declared, whole; that they were shown is in the audit.

    Raises RuleBroken("account.not_allowed") for who may not, "workflow.own_case" for who acts for the unit.
    """
    if not actor.may(Permission.REVEAL_IDENTITY):
        raise RuleBroken("account.not_allowed")
    if actor.person_id and acts_for(declaration.unit_id, actor.person_id):
        raise RuleBroken("workflow.own_case")
    audit.record(actor, "unit.account_revealed", declaration, at=at)
    return {name: value for name, value in declared_data(declaration).items() if name in SEALED}
