"""A unit invites a colleague to act for it: an account with rights, and a code to choose a password with.

The code is shown once to whoever invites, to be handed over in person, or goes to the colleague's phone on file.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.document_number import read_document_number
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import same_person_name
from accounts.rules.roles import OperatorRight
from accounts.selectors.accounts import person_to_activate
from accounts.services import codes
from accounts.services.operators import add_operator


@transaction.atomic
def invite(
    unit: Unit,
    *,
    username: str,
    name: str,
    id_number: str,
    rights: Iterable[OperatorRight],
    by_phone: bool,
    actor: User,
    at: datetime,
    on: date,
) -> str:
    """Enter a colleague and return the code to hand over; empty when it went ``by_phone``.

    Who is on record under the number and the name is linked to the account; for anybody else the account bears the name
    only, and nothing tells the two cases apart but a phone that cannot be reached. Raises RuleBroken: ``id.*`` for a
    number that cannot be, ``operator.rights_missing``, what ``add_operator`` and ``codes.issue_invitation_code`` raise.
    """
    rights = list(rights)
    if not rights:
        raise RuleBroken("operator.rights_missing", "rights")
    person = person_named(id_number, name, on=on)
    operator = add_operator(unit, username=username, name=name, rights=rights, actor=actor, at=at, person=person)
    if by_phone:
        codes.send_invitation_code(operator, actor=actor, at=at)
        return ""
    return codes.issue_invitation_code(operator, actor=actor, at=at)


def person_named(id_number: str, name: str, *, on: date) -> Person | None:
    """Return who is on record under both the number and the name; None for anybody else."""
    try:
        number = read_document_number(id_number, on=on)
    except RuleBroken as problem:
        raise RuleBroken(problem.code, "id_number", **problem.facts) from None
    person = person_to_activate(number)
    return person if person and same_person_name(person.name, name) else None
