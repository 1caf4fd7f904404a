"""Bank cards are bound, chosen first and taken off by their holder; binding asks for the password and a code to the phone."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.fields import blind_index
from accounts.models.logins import LoginAttempt, OneTimeCode
from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.codes import SMS, refuse_too_many, sms_code
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import same_person_name
from accounts.selectors import attempts
from accounts.services import audit, codes, logins, notices
from accounts.services.logins import Door
from insurance.models.bank_cards import BankCard
from insurance.rules.bank_cards import MOST_CARDS, card_number, refuse_other_bank

TOKEN_BYTES = 16


def card_index(number: str):
    """Return the blind index under which a card is found again."""
    return blind_index(number, purpose="bank_card.number")


def refuse_cooling_off(user: User, *, at: datetime) -> None:
    """Raise RuleBroken("bank_card.cooling_off", until=…) within 72 hours after the password was set anew."""
    if user.cooling_off_until and at < user.cooling_off_until:
        raise RuleBroken("bank_card.cooling_off", "number", until=user.cooling_off_until)


def check(user: User, number: str, bank: str, holder: str, *, at: datetime) -> str:
    """Return the number of a card that its holder may bind.

    Raises RuleBroken: bank_card.cooling_off, .shape, .check, .other_bank, .other_holder, .no_phone, .bound_already,
    .too_many.
    """
    refuse_cooling_off(user, at=at)
    number = card_number(number)
    refuse_other_bank(number, bank)
    if not same_person_name(holder, user.person.name):
        raise RuleBroken("bank_card.other_holder", "holder")
    if not user.person.phone:
        raise RuleBroken("bank_card.no_phone")
    refuse_bound(user.person, number)
    return number


def refuse_bound(person: Person, number: str) -> None:
    """Refuse a card that is bound already, and one too many."""
    bound = BankCard.objects.filter(person=person, removed_at=None)
    if bound.filter(index=card_index(number)).exists():
        raise RuleBroken("bank_card.bound_already", "number")
    if bound.count() >= MOST_CARDS:
        raise RuleBroken("bank_card.too_many", "number", most=MOST_CARDS)


def ask(user: User, number: str, password: str, *, address: str | None, at: datetime) -> None:
    """Send a code for this card alone to the phone on file of who knows the password. Call it outside a transaction.

    ``number`` was checked. Raises RuleBroken: login.wait, password.old_wrong, code.too_many_today.
    """
    attempt = logins.begin_attempt(
        Door.PASSWORD, logins.subject_index(Door.PASSWORD, user.number), address=address, at=at
    )
    if not logins.matches(attempt, password, user):
        raise RuleBroken("password.old_wrong", "password")
    logins.succeed(attempt.pk)
    send(user, number, address=address, at=at)


@transaction.atomic
def send(user: User, number: str, *, address: str | None, at: datetime) -> None:
    """Make a code that is good for this card alone and queue its message; five a day reach one phone."""
    phone = logins.subject_index(Door.PHONE, user.person.phone)
    logins.lock_subject(phone)
    refuse_too_many(SMS, issued_in_24_hours=attempts.attempts_today(phone, at=at))
    LoginAttempt.objects.create(door=Door.PHONE, subject_index=phone, address=address, at=at, succeeded=True)
    code = sms_code(secrets.choice)
    codes.make(
        codes.about(code, number), OneTimeCode.Purpose.CONFIRM, OneTimeCode.Channel.SMS, at=at, person=user.person
    )
    notices.queue_message(user.person, "sms_code", at=at, code=code)
    audit.record(user, "bank_card.code_sent", user.person, at=at)


def check_code(user: User, number: str, typed: str, *, at: datetime) -> int:
    """Return the key of the code that was sent for a card, for ``bind``. Call it outside a transaction: tries are counted.

    Raises RuleBroken: bank_card.code_missing, code.shape, code.wrong.
    """
    if not typed.strip():
        raise RuleBroken("bank_card.code_missing", "sms_code")
    return codes.check_confirmation(user.person_id, number, typed, at=at)


@transaction.atomic
def bind(user: User, number: str, bank: str, holder: str, *, code: int | None, at: datetime) -> BankCard:
    """Bind a card whose code was checked; the first one is used first.

    Raises what ``check`` raises, bank_card.code_missing, code.used.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=user.person_id)
    number = check(user, number, bank, holder, at=at)
    if code is None:
        raise RuleBroken("bank_card.code_missing", "sms_code")
    codes.use_up(code, at=at)
    is_first = not BankCard.objects.filter(person=person, removed_at=None).exists()
    card = BankCard.objects.create(
        person=person,
        number=number,
        index=card_index(number),
        last_four=number[-4:],
        bank=bank,
        token=secrets.token_hex(TOKEN_BYTES),
        is_default=is_first,
        bound_at=at,
    )
    card.refresh_from_db(fields=["public_id"])
    audit.record(user, "bank_card.bound", card, at=at, bank=bank)
    notices.tell_person(person, "bank_card_bound", at=at, link="/me/bank-cards/", last_four=card.last_four)
    return card


@transaction.atomic
def use_first(card: BankCard, *, actor: User, at: datetime) -> None:
    """Let a card be offered first when its holder pays."""
    cards = list(locked_cards(card.person_id))
    if any(other.pk == card.pk for other in cards):
        BankCard.objects.filter(person=card.person_id, is_default=True).update(is_default=False)
        BankCard.objects.filter(pk=card.pk).update(is_default=True)
        audit.record(actor, "bank_card.used_first", card, at=at)


@transaction.atomic
def remove(card: BankCard, *, actor: User, at: datetime) -> None:
    """Take a card off; the one bound last before it is used first then. Orders already begun with it stay as they are."""
    cards = list(locked_cards(card.person_id))
    found = next((other for other in cards if other.pk == card.pk), None)
    if found is None:
        return
    was_first = found.is_default
    found.removed_at, found.is_default = at, False
    found.save(update_fields=["removed_at", "is_default"])
    rest = [other for other in cards if other.pk != card.pk]
    if was_first and rest:
        BankCard.objects.filter(pk=rest[-1].pk).update(is_default=True)
    audit.record(actor, "bank_card.removed", card, at=at)
    notices.tell_person(card.person, "bank_card_removed", at=at, link="/me/bank-cards/", last_four=card.last_four)


def locked_cards(person_id: int):
    """Return the bound cards of a person, locked in key order."""
    return BankCard.objects.filter(person=person_id, removed_at=None).order_by("pk").select_for_update(of=("self",))
