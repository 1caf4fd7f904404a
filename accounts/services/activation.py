"""The first password, and a new one for who lost it: chosen by the owner alone, against a code that proves it.

The code was checked before, in a step of its own; here it is used up in the transaction that sets the password.
"""

from datetime import datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.roles import UserKind
from accounts.services import audit, codes, passwords, sessions


@transaction.atomic
def open_account(code: int, password: str, *, at: datetime) -> User:
    """Set the password of the citizen whose checked code this is; the account is made when there was none.

    Whoever was signed in is signed out, sensitive changes rest for 72 hours, the person is told. Raises RulesBroken
    with what forbids the password, or RuleBroken("code.used").
    """
    proof = codes.use_up(code, at=at)
    person = Person.objects.select_for_update().get(pk=proof.person_id)
    user, _made = User.objects.get_or_create(
        kind=UserKind.CITIZEN, person=person, defaults={"name": person.name, "password": UNUSABLE}
    )
    return _set_password(user, password, at=at)


@transaction.atomic
def open_operator_account(code: int, password: str, *, at: datetime) -> User:
    """Set the password of the operator whose checked code this is; raises as ``open_account``."""
    proof = codes.use_up(code, at=at)
    user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proof.user_id)
    return _set_password(user, password, at=at)


UNUSABLE = "!"
"""No password matches it: what stands there until the owner has chosen one."""


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
