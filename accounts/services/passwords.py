"""Checking and choosing passwords. Hashing is dear on purpose, so only so much of it goes on at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.passwords import problems_with
from accounts.services import audit, notices

COOLING_OFF = timedelta(hours=72)
RETRY_AFTER = timedelta(seconds=2)
LONGEST_WAIT_SECONDS = 5
LONGEST_TYPED = 1024
"""What is longer is nobody's password; hashing it would be a gift to whoever sends it."""


class HashingQueue:
    """A bounded queue: ``at_once`` hash at the same time, ``waiting`` wait their turn, the next is sent away.

    A crowd at the doors then takes some of a server's threads and some of its memory, never all.
    """

    def __init__(self, at_once: int, waiting: int):
        self.places = BoundedSemaphore(at_once + waiting)
        self.turns = BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn. Raises RuleBroken("login.busy", wait=…) when the queue is full."""
        if not self.places.acquire(blocking=False):
            raise RuleBroken("login.busy", wait=RETRY_AFTER)
        try:
            if not self.turns.acquire(timeout=LONGEST_WAIT_SECONDS):
                raise RuleBroken("login.busy", wait=RETRY_AFTER)
            try:
                yield
            finally:
                self.turns.release()
        finally:
            self.places.release()


QUEUE = HashingQueue(settings.HALL_HASHES_AT_ONCE, settings.HALL_HASHES_WAITING)


def matches(password: str, user: User | None) -> bool:
    """Return whether it is the user's password; costs exactly one hash, whether there is such a user or not."""
    stored = user.password if user else make_password(None)
    with QUEUE.turn():
        return check_password(password[:LONGEST_TYPED], stored)


def hashed(password: str) -> str:
    """Return the hash to store."""
    with QUEUE.turn():
        return make_password(password)


def refuse_weak(password: str, user: User) -> None:
    """Raise RulesBroken with everything that forbids this password for this account."""
    person = user.person or Person(identity_number="")
    names = [name for name in (user.name, user.username, person.name, user.unit and user.unit.name) if name]
    phones = [phone for phone in (person.phone, user.unit and user.unit.contact_phone) if phone]
    refuse_if_any(
        problems_with(password, id_number=person.identity_number, birth_on=person.born_on, phones=phones, names=names)
    )


@transaction.atomic
def change(user: User, *, old: str, new: str, at: datetime) -> User:
    """Change a password its owner knows.

    Raises RuleBroken("password.old_wrong") or RulesBroken with the rules the new one breaks. The caller limits
    attempts and ends the other sessions.
    """
    user = User.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=user.pk)
    if not matches(old, user):
        raise RuleBroken("password.old_wrong", "password")
    if new == old:
        raise RuleBroken("password.unchanged", "new_password")
    refuse_weak(new, user)
    user.password = hashed(new)
    user.save(update_fields=["password"])
    audit.record(user, "password.changed", subject_of(user), at=at, account=user.number)
    tell_owner(user, "password_changed", at=at)
    return user


def subject_of(user: User):
    """Return what the audit says an account's act is about: the person, the unit, or the staff account itself."""
    if user.is_citizen:
        return user.person
    return user.unit if user.is_operator else user


def tell_owner(user: User, code: str, *, at: datetime) -> None:
    """Tell whoever owns the account; an operator's account is the whole unit's business."""
    if user.is_citizen:
        notices.tell_person(user.person, code, at=at)
    if user.is_operator:
        notices.tell_unit(user.unit, f"operator_{code}", at=at, operator=user.username)
