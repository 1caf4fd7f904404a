"""Bank cards: bound with password and code, never readable again, at most five, one used first."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Notice, OutboxMessage
from accounts.rules.errors import RuleBroken
from insurance.models import BankCard
from insurance.services import bank_cards
from tests.factories import NOW, UserFactory
from tests.factories.parties import PASSWORD
from tests.factories.residents import CARD_NUMBER, bound_card

pytestmark = pytest.mark.django_db


def valid_numbers(count: int) -> list[str]:
    from insurance.rules.bank_cards import fits_luhn

    return [number for number in (f"629999000000{n:04d}" for n in range(200)) if fits_luhn(number)][:count]


@pytest.fixture
def citizen():
    return UserFactory()


def sent_code(user, number=CARD_NUMBER) -> str:
    bank_cards.ask(user, number, PASSWORD, address=None, at=NOW)
    return re.search(r"\d{6}", OutboxMessage.objects.latest("pk").text)[0]


def bind(user, number=CARD_NUMBER, bank="icbc", holder=None, code=None) -> BankCard:
    typed = sent_code(user, number) if code is None else code
    key = bank_cards.check_code(user, number, typed, at=NOW)
    return bank_cards.bind(user, number, bank, holder or user.person.name, code=key, at=NOW)


def test_a_card_is_bound_and_its_number_kept_unreadable(citizen):
    card = bind(citizen)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM insurance_bankcard")
        stored = bytes(cursor.fetchone()[0])
    assert CARD_NUMBER.encode() not in stored
    assert (card.last_four, card.bank, card.is_default) == ("0000", "icbc", True)
    assert Notice.objects.get(person=citizen.person).facts == {"last_four": "0000"}


def test_a_code_is_good_for_its_card_alone(citizen):
    code, other = sent_code(citizen), valid_numbers(1)[0]
    with pytest.raises(RuleBroken, match="code.wrong"):
        bank_cards.check_code(citizen, other, code, at=NOW)


def test_a_code_binds_once(citizen):
    key = bank_cards.check_code(citizen, CARD_NUMBER, sent_code(citizen), at=NOW)
    card = bank_cards.bind(citizen, CARD_NUMBER, "icbc", citizen.person.name, code=key, at=NOW)
    bank_cards.remove(card, actor=citizen, at=NOW)
    with pytest.raises(RuleBroken, match="code.used"):
        bank_cards.bind(citizen, CARD_NUMBER, "icbc", citizen.person.name, code=key, at=NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "6222020000000000001"}, "bank_card.check"),
        ({"bank": "abc"}, "bank_card.other_bank"),
        ({"holder": "别人"}, "bank_card.other_holder"),
    ],
)
def test_what_does_not_fit_is_refused(citizen, changes, code):
    given = {"number": CARD_NUMBER, "bank": "icbc", "holder": citizen.person.name, **changes}
    with pytest.raises(RuleBroken) as caught:
        bank_cards.check(citizen, *given.values(), at=NOW)
    assert caught.value.code == code


def test_without_a_phone_on_record_nothing_can_be_sent(citizen):
    citizen.person.phone = None
    with pytest.raises(RuleBroken, match="bank_card.no_phone"):
        bank_cards.check(citizen, CARD_NUMBER, "icbc", citizen.person.name, at=NOW)


def test_after_a_new_password_three_days_pass(citizen):
    citizen.cooling_off_until = NOW + timedelta(hours=1)
    with pytest.raises(RuleBroken, match="bank_card.cooling_off"):
        bank_cards.check(citizen, CARD_NUMBER, "icbc", citizen.person.name, at=NOW)


def test_a_wrong_password_sends_nothing(citizen):
    with pytest.raises(RuleBroken, match="password.old_wrong"):
        bank_cards.ask(citizen, CARD_NUMBER, "wrong", address=None, at=NOW)
    assert not OutboxMessage.objects.exists()


def test_five_cards_and_no_more(citizen):
    for number in valid_numbers(5):
        bound_card(citizen.person, number, is_default=False)
    with pytest.raises(RuleBroken, match="bank_card.too_many"):
        bank_cards.check(citizen, CARD_NUMBER, "icbc", citizen.person.name, at=NOW)


def test_a_card_is_bound_once(citizen):
    bound_card(citizen.person)
    with pytest.raises(RuleBroken, match="bank_card.bound_already"):
        bank_cards.check(citizen, CARD_NUMBER, "icbc", citizen.person.name, at=NOW)
    with pytest.raises(IntegrityError, match="card_is_bound_once"), transaction.atomic():
        bound_card(citizen.person, is_default=False)


def test_two_people_may_share_a_number(citizen):
    bound_card(citizen.person)
    assert bound_card(UserFactory().person)


def test_one_card_is_used_first(citizen):
    first, second = valid_numbers(2)
    old, new = bound_card(citizen.person, first), bound_card(citizen.person, second, is_default=False)
    bank_cards.use_first(new, actor=citizen, at=NOW)
    assert list(BankCard.objects.filter(is_default=True)) == [new]
    bank_cards.remove(new, actor=citizen, at=NOW)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.is_default, new.is_default, new.removed_at) == (True, False, NOW)
