"""Opening people's records in the back office: a purpose first, on record at once, and for half an hour only."""

from datetime import datetime

from django.db import transaction

from accounts.models.access_log import AccessEntry, AccessPurpose
from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.looks import Look
from accounts.rules.roles import Permission
from accounts.rules.typed_number import looks_like_identity_number
from accounts.selectors.looks import look_in_force, looked_at
from accounts.services import audit
from accounts.services.access_log import record_look

NEEDS_REFERENCE = frozenset({AccessPurpose.CASE, AccessPurpose.AUDIT})
"""Purposes that rest on something with a number: a declaration, an order to audit."""

REASON_LENGTH = 5
"""Fewest characters of a reason that says anything."""


def refuse_looking(actor: User, person: Person, permission: Permission) -> None:
    """Raise RuleBroken unless ``actor`` may open this record: by role, and never the own one."""
    if not actor.may(permission):
        raise RuleBroken("account.not_allowed")
    if actor.person_id == person.pk:
        raise RuleBroken("look.own")


def refuse_personal_number(text: str, field: str) -> None:
    """Raise RuleBroken("look.personal_number") for a text that names somebody by number: the log is read by many."""
    if looks_like_identity_number(text):
        raise RuleBroken("look.personal_number", field)


@transaction.atomic
def open_record(person: Person, *, purpose: str, reference: str, actor: User, at: datetime) -> AccessEntry:
    """Open a person's record for half an hour. The person sees the look, its purpose and its reference.

    Raises RuleBroken: ``account.not_allowed``, ``look.own``, ``look.reference_missing``, ``look.personal_number``.
    """
    refuse_looking(actor, person, Permission.VIEW_PEOPLE)
    reference = reference.strip()
    if purpose in NEEDS_REFERENCE and not reference:
        raise RuleBroken("look.reference_missing", "reference")
    refuse_personal_number(reference, "reference")
    return record_look(actor, person, purpose=purpose, reference=reference, at=at)


def open_case(person: Person, number: str, *, actor: User, at: datetime) -> None:
    """Note that ``actor`` sees a person in declaration ``number``: once in half an hour, and not for oneself."""
    purpose = AccessPurpose.CASE if actor.may(Permission.DECIDE_DECLARATIONS) else AccessPurpose.AUDIT
    note_seen(person, number, purpose=purpose, what=Look.DECLARATION, actor=actor, at=at)


def open_money(person: Person, number: str, *, actor: User, at: datetime) -> None:
    """Note that ``actor`` sees what a person pays on the page of the bill, order or money ``number``, as ``open_case``
    does."""
    keeps_accounts = actor.may(Permission.HANDLE_MONEY) or actor.may(Permission.APPROVE_MONEY)
    purpose = AccessPurpose.MONEY if keeps_accounts else AccessPurpose.AUDIT
    note_seen(person, number, purpose=purpose, what=Look.MONEY, actor=actor, at=at)


def note_seen(person: Person, number: str, *, purpose: str, what: Look, actor: User, at: datetime) -> None:
    """Write a look down unless it is the actor's own record or the same was written in the last half hour."""
    if actor.person_id != person.pk and not looked_at(actor, person, what, number, at=at):
        record_look(actor, person, purpose=purpose, what=what, reference=number, at=at)


@transaction.atomic
def reveal_identity(person: Person, *, reason: str, actor: User, at: datetime) -> str:
    """Return the whole number of the identity document; the person sees that it was shown.

    Raises RuleBroken: ``account.not_allowed``, ``look.own``, ``look.over`` when no purpose is in force any more,
    ``look.reason_missing``, ``look.personal_number``.
    """
    refuse_looking(actor, person, Permission.REVEAL_IDENTITY)
    look = look_in_force(actor, person, at=at)
    if look is None:
        raise RuleBroken("look.over")
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise RuleBroken("look.reason_missing", "reason", characters=REASON_LENGTH)
    refuse_personal_number(reason, "reason")
    record_look(actor, person, purpose=look.purpose, what=Look.IDENTITY, reference=reason, at=at)
    return person.identity_number


def note_search(actor: User, *, found: int, at: datetime) -> None:
    """Put on record that people were searched by name; the name itself is nobody's business later."""
    audit.record(actor, "people.searched", actor, at=at, found=found)
