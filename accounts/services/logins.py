"""The three doors: citizens, operators of units, staff. Each attempt is counted, costs one hash, and tells nothing.

All refusals sound alike: nobody learns from the words, the status or the time whether a number exists, is activated,
or whether only the password was wrong.
"""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection, transaction
from django_otp import match_token

from accounts.fields import blind_index
from accounts.models.logins import LoginAttempt
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.first_password import is_first_password
from accounts.rules.lockout import seconds_left
from accounts.selectors import accounts, attempts
from accounts.services import audit, passwords


class Door(StrEnum):
    """Where something secret may be tried; each counts its failures by itself."""

    CITIZEN = "citizen"
    OPERATOR = "operator"
    STAFF = "staff"
    ACTIVATION = "activation"
    OPERATOR_ACTIVATION = "operator_activation"
    PASSWORD = "password"  # nosec B105
    PHONE = "phone"
    CERTIFICATE = "certificate"
    PAYABLE = "payable"
    FAMILY = "family"


def subject_index(door: Door, subject: str) -> uuid.UUID:
    """Return under what the attempts on one number at one door are counted; the number cannot be read back."""
    return blind_index(f"{door}|{subject}", purpose="login.subject")


def lock_subject(index: uuid.UUID) -> None:
    """Let attempts on one number pass the gate one after the other, so that many at once cannot all be the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [index.int >> 65])


def counted_index(door: Door, subject: str, device: str) -> uuid.UUID:
    """Return under what an attempt from ``device`` is counted.

    A device that has let this number in before is counted by itself: a stranger's failures slow the stranger, not the
    owner at home.
    """
    own = subject_index(door, f"{subject}|{device}")
    return own if attempts.knows_device(own) else subject_index(door, subject)


@transaction.atomic
def begin_attempt(door: Door, index: uuid.UUID, *, address: str | None, at: datetime) -> LoginAttempt:
    """Write down an attempt before it is looked at, as a failure until it proves to be none.

    Raises RuleBroken("login.wait", wait=…) when the number, the address, the network or the whole hall has to wait;
    then nothing is written and no hash is spent.
    """
    lock_subject(index)
    wait = seconds_left(attempts.failures_before(index, address=address, at=at), at=at)
    if wait:
        raise RuleBroken("login.wait", wait=timedelta(seconds=wait))
    return LoginAttempt.objects.create(door=door, subject_index=index, address=address, at=at, succeeded=False)


def succeed(attempt: int | None) -> None:
    """Note that the attempt with this key was its owner's."""
    LoginAttempt.objects.filter(pk=attempt).update(succeeded=True)


def forget(attempt: int) -> None:
    """Take back an attempt that tried nothing secret."""
    LoginAttempt.objects.filter(pk=attempt).delete()


def matches(attempt: LoginAttempt, password: str, user: User | None) -> bool:
    """Return whether it is the user's password; being sent away by a full queue is nobody's failure."""
    try:
        return passwords.matches(password, user)
    except RuleBroken:
        forget(attempt.pk)
        raise


def remember_device(door: Door, subject: str, device: str, *, address: str | None, at: datetime) -> None:
    """Note that ``device`` has let this number in, so that its failures are counted by themselves from now on."""
    index = subject_index(door, f"{subject}|{device}")
    LoginAttempt.objects.create(door=door, subject_index=index, address=address, at=at, succeeded=True)


def enter_as_citizen(
    number: str, password: str, *, person_of_card: int | None, address: str | None, device: str, at: datetime
) -> User:
    """Return the citizen who signs in with a document number or a card number.

    ``person_of_card`` is the key of the person whose card has the typed number, a fact from insurance. Raises
    RuleBroken: ``login.wait``, ``login.busy``, ``login.wrong``, or ``login.first_password`` when what was typed is what
    the office once called the first password, whoever's number it is.
    """
    subject = accounts.typed_subject(number)
    attempt = begin_attempt(Door.CITIZEN, counted_index(Door.CITIZEN, subject, device), address=address, at=at)
    user = accounts.citizen_account(subject, person_of_card=person_of_card)
    opened = matches(attempt, password, user)
    if is_first_password(subject, password):
        forget(attempt.pk)
        raise RuleBroken("login.first_password")
    if not opened:
        raise RuleBroken("login.wrong")
    succeed(attempt.pk)
    remember_device(Door.CITIZEN, subject, device, address=address, at=at)
    return user


def enter_as_operator(
    credit_code: str, username: str, password: str, *, address: str | None, device: str, at: datetime
) -> User:
    """Return the operator who signs in for a unit.

    Raises RuleBroken: ``login.wait``, ``login.busy``, ``login.wrong_operator``.
    """
    code, username = accounts.typed_subject(credit_code), accounts.typed_username(username)
    subject = f"{code}|{username}"
    attempt = begin_attempt(Door.OPERATOR, counted_index(Door.OPERATOR, subject, device), address=address, at=at)
    user = accounts.operator_account(code, username)
    if not matches(attempt, password, user):
        raise RuleBroken("login.wrong_operator")
    succeed(attempt.pk)
    remember_device(Door.OPERATOR, subject, device, address=address, at=at)
    return user


def enter_as_staff(username: str, password: str, token: str, *, address: str | None, at: datetime) -> User:
    """Return the member of the staff with the second factor on ``otp_device``; the two are checked and refused as one.

    The token is a number of the authenticator or a recovery code, each good once. It is only looked at behind the
    right password, so that a stranger cannot use up somebody's attempts at it.
    """
    username = accounts.typed_username(username)
    attempt = begin_attempt(Door.STAFF, subject_index(Door.STAFF, username), address=address, at=at)
    user = accounts.staff_account(username)
    device = match_token(user, token.strip()) if matches(attempt, password, user) else None
    if device is None:
        raise RuleBroken("login.wrong_staff")
    succeed(attempt.pk)
    user.otp_device = device
    audit.record(user, "staff.signed_in", user, at=at, device=device.name)
    return user
