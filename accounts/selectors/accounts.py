"""Accounts found by what people type at a door. Who has died or was removed has none."""

import unicodedata

from django.db.models import Q

from accounts.models.parties import IdentityType, LifeStatus, Person, identity_index
from accounts.models.users import User
from accounts.rules.roles import UserKind
from accounts.rules.typed_number import normalise_number


def indexes_of(number: str) -> list:
    """Return the blind indexes a document's number may stand under: people type a number, not its kind."""
    return [identity_index(kind, number) for kind in IdentityType.values]


def citizen_account(number: str, *, person_of_card: int | None) -> User | None:
    """Return the activated account of the citizen with this document number, or of the person with the typed card."""
    citizens = User.objects.filter(kind=UserKind.CITIZEN, is_active=True, person__life_status=LifeStatus.ALIVE)
    named = Q(person__identity_index__in=indexes_of(number)) | Q(person=person_of_card or 0)
    return citizens.filter(named).select_related("person").first()


def operator_account(credit_code: str, username: str) -> User | None:
    """Return the account of a unit's operator."""
    operators = User.objects.filter(kind=UserKind.OPERATOR, is_active=True)
    return operators.filter(unit__credit_code=credit_code, username=username).select_related("unit").first()


def staff_account(username: str) -> User | None:
    """Return the account of a member of the bureau's staff."""
    return User.objects.filter(kind=UserKind.STAFF, is_active=True, username=username).first()


def person_to_activate(number: str) -> Person | None:
    """Return the person with this document number who may choose a password: alive, accepted by an agency, and not shut
    out. Whom a unit has only named may not even be a person."""
    shut_out = User.objects.filter(kind=UserKind.CITIZEN, is_active=False, person__isnull=False)
    people = Person.objects.filter(
        identity_index__in=indexes_of(number), life_status=LifeStatus.ALIVE, is_provisional=False
    )
    return people.exclude(pk__in=shut_out.values("person")).first()


def typed_username(typed: str) -> str:
    """Return a user name as it is stored, however it was typed."""
    return unicodedata.normalize("NFKC", typed).strip()


def typed_subject(typed: str) -> str:
    """Return a typed number in the form its failures are counted under."""
    return normalise_number(typed)[:60]


def living_person(key: int | None) -> Person | None:
    """Return the person with this key, if alive; None for no key, after the same look."""
    return Person.objects.filter(pk=key or 0, life_status=LifeStatus.ALIVE).first()
