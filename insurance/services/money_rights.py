"""Who of the staff may decide about money: whose role covers it, and nobody about their own."""

from collections.abc import Iterable

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from insurance.models.assessments import Assessment
from insurance.models.declarations import Declaration
from insurance.models.payments import Payment, Remittance
from insurance.services.declarations import acts_for

Concerned = Assessment | Declaration | Payment | Remittance
"""Each names a unit or a person whose money it is: who owes it, asks for it, pays it, sent it."""


def refuse_unless_may(actor: User, permission: Permission) -> None:
    """Raise RuleBroken("account.not_allowed") unless the role covers it."""
    if not actor.may(permission):
        raise RuleBroken("account.not_allowed")


def refuse_own_money(actor: User, concerned: Iterable[Concerned | None]) -> None:
    """Raise RuleBroken("money.own_money") where ``actor`` is one of the people whose money it is, or acts for the unit."""
    if actor.person_id is None:
        return
    for one in concerned:
        if one is not None and (one.person_id == actor.person_id or acts_for(one.unit_id, actor.person_id)):
            raise RuleBroken("money.own_money")
