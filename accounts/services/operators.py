"""Who acts for a unit: operators, each with an account of their own.

The first one is entered at the counter with the licence; removal acts at once.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models.logins import OneTimeCode
from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight, Permission, UserKind
from accounts.selectors.accounts import typed_username
from accounts.services import audit, notices, sessions


@transaction.atomic
def add_operator(
    unit: Unit,
    *,
    username: str,
    name: str,
    rights: Iterable[OperatorRight],
    actor: User,
    at: datetime,
    person: Person | None = None,
) -> User:
    """Enter an operator, who cannot sign in before choosing a password with a code (``codes.issue_operator_code``).

    Raises RuleBroken: ``account.not_allowed``; ``operator.name_taken`` when the unit has an active operator of this
    name, or had one who was somebody else: what that one did stays under that name. The same person is taken up again.
    """
    lock_unit(unit.pk, actor)
    refuse_managing(actor, unit)
    username = typed_username(username)
    operator = User.objects.filter(kind=UserKind.OPERATOR, unit=unit, username=username).first()
    if operator and (operator.is_active or (operator.name, operator.person) != (name, person)):
        raise RuleBroken("operator.name_taken", "operator")
    operator = operator or User(kind=UserKind.OPERATOR, unit=unit, username=username)
    operator.name, operator.person, operator.rights = name, person, sorted(rights)
    operator.password, operator.is_active, operator.activated_at = make_password(None), True, None
    operator.save()
    audit.record(actor, "operator.added", unit, at=at, account=operator.number, rights=operator.rights)
    notices.tell_unit(unit, "operator_added", at=at, operator=username)
    return operator


@transaction.atomic
def remove_operator(operator: User, *, actor: User, at: datetime) -> User:
    """Remove an operator: no sign-in any more; every running session and code ends with this very act.

    The account stays, for what it did is on record. Raises RuleBroken("account.not_allowed"), or
    ``operator.last_manager`` when nobody of the unit could manage operators any more.
    """
    operator = locked_operator(operator, actor)
    if actor.is_operator:
        refuse_last_manager(operator)
    operator.is_active, operator.password = False, make_password(None)
    operator.save(update_fields=["is_active", "password"])
    sessions.end_all(operator)
    OneTimeCode.objects.filter(user=operator, used_at=None).update(used_at=at)
    audit.record(actor, "operator.removed", operator.unit, at=at, account=operator.number)
    notices.tell_unit(operator.unit, "operator_removed", at=at, operator=operator.username)
    return operator


@transaction.atomic
def change_rights(operator: User, rights: Iterable[OperatorRight], *, actor: User, at: datetime) -> User:
    """Give an operator other rights; they are read at each request, so they count at once.

    Raises RuleBroken: ``account.not_allowed``, ``operator.rights_missing`` for none, ``operator.removed``,
    ``operator.last_manager`` when nobody of the unit could manage operators any more.
    """
    operator = locked_operator(operator, actor)
    rights = sorted(rights)
    if not rights:
        raise RuleBroken("operator.rights_missing", "rights")
    if not operator.is_active:
        raise RuleBroken("operator.removed")
    if actor.is_operator and OperatorRight.MANAGE_OPERATORS not in rights:
        refuse_last_manager(operator)
    if rights != sorted(operator.rights):
        before, operator.rights = operator.rights, rights
        operator.save(update_fields=["rights"])
        audit.record(
            actor, "operator.rights_changed", operator.unit, at=at, account=operator.number, before=before, after=rights
        )
        notices.tell_unit(
            operator.unit, "operator_rights_changed", at=at, link="/employer/operators/", operator=operator.username
        )
    return operator


def lock_unit(unit_id: int, actor: User) -> None:
    """Let acts on a unit's operators happen one after the other; an operator's own rights are read again behind the lock.

    Two managers who remove each other at the same moment: the second one is no manager any more.
    """
    Unit.objects.select_for_update().get(pk=unit_id)
    if actor.is_operator:
        actor.refresh_from_db(fields=["is_active", "rights"])


def locked_operator(operator: User, actor: User) -> User:
    """Return the operator locked, or raise RuleBroken unless ``actor`` may manage the unit's operators."""
    lock_unit(operator.unit_id, actor)
    refuse_managing(actor, operator.unit)
    locked = User.objects.select_for_update(of=("self",)).select_related("unit")
    return locked.get(pk=operator.pk, kind=UserKind.OPERATOR)


def refuse_managing(actor: User, unit: Unit) -> None:
    """Raise RuleBroken unless ``actor`` may enter and remove this unit's operators."""
    own = actor.may_for_unit(OperatorRight.MANAGE_OPERATORS) and actor.unit_id == unit.pk
    if not own and not actor.may(Permission.MANAGE_OPERATORS):
        raise RuleBroken("account.not_allowed")


def refuse_last_manager(leaving: User) -> None:
    """Raise RuleBroken when the unit would be left without anybody who may manage operators and can sign in."""
    others = User.objects.filter(kind=UserKind.OPERATOR, unit=leaving.unit_id, is_active=True).exclude(pk=leaving.pk)
    others = others.filter(activated_at__isnull=False)
    if not others.filter(rights__contains=[OperatorRight.MANAGE_OPERATORS]).exists():
        raise RuleBroken("operator.last_manager")
