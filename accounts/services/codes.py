"""One-time codes: made, handed out, tried, used up. Stored as a keyed hash, good once."""

import secrets
import uuid
from datetime import datetime

from django.db import transaction

from accounts.fields import blind_index
from accounts.models.access_log import AccessPurpose
from accounts.models.logins import LoginAttempt, OneTimeCode
from accounts.models.parties import LifeStatus, Person
from accounts.models.users import User
from accounts.rules.codes import (
    LIMITS,
    SMS,
    formatted,
    long_code,
    normalised_long_code,
    normalised_sms_code,
    refuse_too_many,
    refuse_unusable,
    sms_code,
)
from accounts.rules.errors import RuleBroken
from accounts.rules.looks import Look
from accounts.rules.roles import OperatorRight, Permission
from accounts.selectors import attempts
from accounts.services import access_log, audit, notices, submissions
from accounts.services.logins import Door, begin_attempt, subject_index

Channel = OneTimeCode.Channel
Purpose = OneTimeCode.Purpose

OPENING = (Purpose.ACTIVATE, Purpose.RESET)
"""A code handed out for one of the two opens the other as well: who comes with it has proved the same."""


def digest_of(owner: str, code: str) -> str:
    """Return what is stored of a code: 128 bits of a keyed hash, bound to its owner."""
    return blind_index(f"{owner}|{code}", purpose="one_time_code").hex


def owner_key(*, person: int | None = None, user: int | None = None) -> str:
    return f"person {person}" if person is not None else f"user {user}"


def make(code: str, purpose: str, channel: str, *, at: datetime, issued_by: User | None = None, **owner) -> OneTimeCode:
    """Store a code for ``person`` or ``user``; the one outstanding for the same purpose on the same way ends."""
    keys = {f"{name}_id": thing.pk for name, thing in owner.items()}
    OneTimeCode.objects.filter(**keys, purpose=purpose, channel=channel, used_at=None).update(used_at=at)
    return OneTimeCode.objects.create(
        **keys,
        purpose=purpose,
        channel=channel,
        digest=digest_of(owner_key(**{name: thing.pk for name, thing in owner.items()}), code),
        issued_at=at,
        expires_at=at + LIMITS[channel].lifetime,
        issued_by=issued_by,
    )


# By text message


def decoy() -> Person:
    """Return nobody, with a phone: the same work is done for who does not exist, and then undone."""
    return Person(pk=0, phone="19900000000")


@transaction.atomic
def ask_for_sms(
    person: Person | None, index: uuid.UUID, purpose: str, *, key: uuid.UUID, address: str | None, at: datetime
) -> int | None:
    """Send six digits to the phone on file of ``person``, who may be None or without a phone: then nothing is sent.

    All of it looks and costs the same from outside. ``index`` is that of the typed number; requests for one number are
    counted, five in 24 hours, whoever's it is. ``key`` is the form's one-time key: the same form sent again sends
    nothing. Return the key of the attempt, for ``logins.succeed``. Raises RuleBroken: ``login.wait``,
    ``code.too_many_today``.
    """
    if not submissions.claim(key, user=None, at=at):
        return None
    attempt = begin_attempt(Door.ACTIVATION, index, address=address, at=at)
    refuse_too_many(SMS, issued_in_24_hours=attempts.attempts_today(index, at=at) - 1)
    with transaction.atomic():
        reachable = person is not None and bool(person.phone)
        sent = send_sms(person if reachable else decoy(), purpose, address=address, at=at)
        transaction.set_rollback(not (reachable and sent))
    return attempt.pk


@transaction.atomic
def come_with_code(index: uuid.UUID, *, key: uuid.UUID, address: str | None, at: datetime) -> int | None:
    """Let somebody go on who holds a code from the counter or the post; counted and refused like ``ask_for_sms``."""
    if not submissions.claim(key, user=None, at=at):
        return None
    return begin_attempt(Door.ACTIVATION, index, address=address, at=at).pk


def send_sms(person: Person, purpose: str, *, address: str | None, at: datetime) -> bool:
    """Make a code and queue its message; False when the phone has had its five in 24 hours, from whomever they were."""
    phone = subject_index(Door.PHONE, person.phone)
    had = attempts.attempts_today(phone, at=at)
    LoginAttempt.objects.create(door=Door.PHONE, subject_index=phone, address=address, at=at, succeeded=True)
    code = sms_code(secrets.choice)
    make(code, purpose, Channel.SMS, at=at, person=person)
    notices.queue_message(person, "sms_code", at=at, code=code)
    return had < SMS.per_day


def send_confirmation(person: Person, phone: str, *, at: datetime) -> None:
    """Send six digits to a phone that is to become the person's; they are good for this phone alone."""
    code = sms_code(secrets.choice)
    make(about(code, phone), Purpose.CONFIRM, Channel.SMS, at=at, person=person)
    notices.queue_message(Person(pk=person.pk, phone=phone), "sms_code", at=at, code=code)


def about(code: str, phone: str) -> str:
    """Return a code tied to the phone it was sent to."""
    return f"{code} {phone}"


# At the counter and by post


def issue_counter_code(person: Person, *, actor: User, at: datetime) -> str:
    """Return a code to hand to ``person`` at the counter, good for 24 hours, as it is printed; shown once.

    Only for who was identified there. The person is told, and sees it in the access log. Raises RuleBroken:
    ``account.not_allowed``, ``account.own``, ``account.dead``.
    """
    return _issue_to_person(person, Channel.COUNTER, actor=actor, at=at)


def issue_postal_code(person: Person, *, actor: User, at: datetime) -> str:
    """Return a code to be posted to the registered address, good for 30 days; refuses like ``issue_counter_code``."""
    return _issue_to_person(person, Channel.POST, actor=actor, at=at)


@transaction.atomic
def _issue_to_person(person: Person, channel: str, *, actor: User, at: datetime) -> str:
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_issuing(actor, person)
    activated = User.objects.filter(person=person, kind="citizen", activated_at__isnull=False).exists()
    code = long_code(secrets.choice)
    purpose = Purpose.RESET if activated else Purpose.ACTIVATE
    make(code, purpose, channel, at=at, issued_by=actor, person=person)
    access_log.record_look(actor, person, purpose=AccessPurpose.COUNTER, what=Look.ACTIVATION_CODE, at=at)
    audit.record(actor, "code.issued", person, at=at, purpose=purpose, channel=channel)
    notices.tell_person(person, "activation_code_issued", at=at)
    return formatted(code)


def refuse_issuing(actor: User, person: Person) -> None:
    """Raise RuleBroken unless this member of the staff may hand a code to this person."""
    if not actor.may(Permission.ISSUE_ACTIVATION_CODES):
        raise RuleBroken("account.not_allowed")
    if actor.person_id == person.pk:
        raise RuleBroken("account.own")
    if person.life_status == LifeStatus.DEAD:
        raise RuleBroken("account.dead")


@transaction.atomic
def issue_operator_code(operator: User, *, actor: User, at: datetime) -> str:
    """Return a code with which an operator chooses a password, good for 24 hours, as it is printed; shown once.

    ``actor`` is a member of the staff who saw the licence at the counter. Raises RuleBroken("account.not_allowed").
    """
    if not actor.may(Permission.MANAGE_OPERATORS) or not operator.is_operator or not operator.is_active:
        raise RuleBroken("account.not_allowed")
    code = long_code(secrets.choice)
    make(code, Purpose.OPERATOR, Channel.COUNTER, at=at, issued_by=actor, user=operator)
    audit.record(actor, "code.issued", operator.unit, at=at, purpose=Purpose.OPERATOR, account=operator.number)
    notices.tell_unit(operator.unit, "operator_code_issued", at=at, operator=operator.username)
    return formatted(code)


@transaction.atomic
def issue_invitation_code(operator: User, *, actor: User, at: datetime) -> str:
    """Return a code with which a colleague who was invited chooses a password, good for 24 hours; shown once.

    ``actor`` manages the operators of the same unit. Raises RuleBroken: ``account.not_allowed``,
    ``operator.at_the_counter`` for an account that was opened already: who forgot a password proves at the counter who
    they are, so that no colleague can take an account over.
    """
    return formatted(_invitation(operator, actor=actor, at=at))


@transaction.atomic
def send_invitation_code(operator: User, *, actor: User, at: datetime) -> None:
    """Send the code of an invitation to the phone on file of the colleague; nobody of the unit sees it.

    Raises what ``issue_invitation_code`` raises, and RuleBroken("operator.no_phone") without a person or a phone.
    """
    if operator.person is None or not operator.person.phone:
        raise RuleBroken("operator.no_phone", "handing")
    code = _invitation(operator, actor=actor, at=at)
    notices.queue_message(
        operator.person,
        "operator_invitation",
        at=at,
        code=formatted(code),
        operator=operator.username,
        unit=operator.unit.name,
    )


def _invitation(operator: User, *, actor: User, at: datetime) -> str:
    own = actor.may_for_unit(OperatorRight.MANAGE_OPERATORS) and actor.unit_id == operator.unit_id
    if not own or not operator.is_operator or not operator.is_active:
        raise RuleBroken("account.not_allowed")
    if operator.activated_at:
        raise RuleBroken("operator.at_the_counter")
    code = long_code(secrets.choice)
    make(code, Purpose.OPERATOR, Channel.INVITATION, at=at, issued_by=actor, user=operator)
    audit.record(actor, "code.issued", operator.unit, at=at, purpose=Purpose.OPERATOR, account=operator.number)
    notices.tell_unit(operator.unit, "operator_invited", at=at, link="/employer/operators/", operator=operator.username)
    return code


# Trying, and using up


def check_sms_code(person: int | None, typed: str, purpose: str, *, at: datetime) -> int:
    """Return the key of the code that was sent to a person, if this is it.

    It is used up by what it opens (``use_up``), so a page that got lost in between costs nobody a code.
    Raises RuleBroken: ``code.shape``, or ``code.wrong`` for all that may be wrong with it.
    """
    code = normalised_sms_code(typed)
    found = _check(code, owner_key(person=person or 0), at=at, person=person or 0, channel=Channel.SMS, purpose=purpose)
    if found is None:
        raise RuleBroken("code.wrong", "sms_code")
    return found


def check_confirmation(person: int, phone: str, typed: str, *, at: datetime) -> int:
    """Return the key of the code that was sent to a person's new phone, refused like ``check_sms_code``."""
    code = about(normalised_sms_code(typed), phone)
    where = {"person": person, "channel": Channel.SMS, "purpose": Purpose.CONFIRM}
    found = _check(code, owner_key(person=person), at=at, **where)
    if found is None:
        raise RuleBroken("code.wrong", "sms_code")
    return found


def check_person_code(person: int | None, typed: str, *, at: datetime) -> int:
    """Return the key of a person's code from the counter or the post, refused like ``check_sms_code``."""
    code = normalised_long_code(typed)
    handed_out = {"channel__in": (Channel.COUNTER, Channel.POST), "purpose__in": OPENING}
    found = _check(code, owner_key(person=person or 0), at=at, person=person or 0, **handed_out)
    if found is None:
        raise RuleBroken("code.wrong", "activation_code")
    return found


def check_operator_code(operator: int | None, typed: str, *, at: datetime) -> int:
    """Return the key of an operator's code, refused like ``check_sms_code``."""
    code = normalised_long_code(typed)
    found = _check(code, owner_key(user=operator or 0), at=at, user=operator or 0, purpose=Purpose.OPERATOR)
    if found is None:
        raise RuleBroken("code.wrong_operator", "activation_code")
    return found


def use_up(code: int, *, at: datetime) -> OneTimeCode:
    """Use up a code that was checked; call it in the transaction of what it opens.

    Raises RuleBroken("code.used") when it has opened something already or a newer one has taken its place.
    """
    found = OneTimeCode.objects.select_for_update().get(pk=code)
    if found.used_at:
        raise RuleBroken("code.used")
    found.used_at = at
    found.save(update_fields=["used_at"])
    return found


@transaction.atomic
def _check(code: str, owner: str, *, at: datetime, **where) -> int | None:
    """Return which of the outstanding codes this is; when it is none, all of them have one try less."""
    wanted = digest_of(owner, code)
    outstanding = OneTimeCode.objects.select_for_update().filter(**where, used_at=None).order_by("pk")
    usable = [stored for stored in outstanding if _is_usable(stored, at)]
    for stored in usable:
        if secrets.compare_digest(stored.digest, wanted):
            return stored.pk
    for stored in usable:
        stored.tries += 1
        stored.save(update_fields=["tries"])
    return None


def _is_usable(stored: OneTimeCode, at: datetime) -> bool:
    try:
        refuse_unusable(LIMITS[stored.channel], issued_at=stored.issued_at, tries=stored.tries, used=False, at=at)
    except RuleBroken:
        return False
    return True
