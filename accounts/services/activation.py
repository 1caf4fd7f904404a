"""The first password, and a new one for who lost it: chosen by the owner alone, after a proof.

The proof (a code from the phone on file together with the card, or a code from the counter) is checked before and
passed in as the person it proves; see ``services.codes`` and the doors that ask for it.
"""

from datetime import datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.roles import UserKind
from accounts.services import audit, passwords, sessions


@transaction.atomic
def open_account(person: int, password: str, *, at: datetime) -> User:
    """Set the password of the citizen with this key and return the account, made when there was none.

    Whoever was signed in is signed out, sensitive changes rest for 72 hours, the person is told. Raises RulesBroken
    with what forbids the password.
    """
    proven = Person.objects.select_for_update().get(pk=person)
    user, _made = User.objects.get_or_create(
        kind=UserKind.CITIZEN, person=proven, defaults={"name": proven.name, "password": "!"}
    )
    return _set_password(user, password, at=at)


@transaction.atomic
def open_operator_account(operator: int, password: str, *, at: datetime) -> User:
    """Set the password of the operator with this key and return the account; raises RulesBroken as above."""
    user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=operator, kind=UserKind.OPERATOR)
    return _set_password(user, password, at=at)


def _set_password(user: User, password: str, *, at: datetime) -> User:
    passwords.refuse_weak(password, user)
    act = "password.reset" if user.activated_at else "account.activated"
    user.password = passwords.hashed(password)
    user.activated_at = user.activated_at or at
    user.cooling_off_until = at + passwords.COOLING_OFF
    user.save(update_fields=["password", "activated_at", "cooling_off_until"])
    sessions.end_all(user)
    audit.record(user, act, passwords.subject_of(user), at=at, account=user.number)
    passwords.tell_owner(user, "account_activated" if act == "account.activated" else "password_changed", at=at)
    return user
