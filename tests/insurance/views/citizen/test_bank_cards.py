"""Binding a bank card in two steps, using one first, taking one off."""

import re

import pytest

from accounts.models import OutboxMessage
from insurance.models import BankCard
from tests.factories import UserFactory
from tests.factories.parties import PASSWORD
from tests.factories.residents import CARD_NUMBER, bound_card
from tests.insurance.views.citizen.reading import refusals, sent, words_of

PAGE = "/me/bank-cards/"
NEW = f"{PAGE}new/"


def answers(citizen, **changes) -> dict:
    given = {"number": CARD_NUMBER, "bank": "icbc", "holder": citizen.person.name, "password": PASSWORD, "sms_code": ""}
    return sent(**{**given, **changes})


def code_of(browser, citizen) -> str:
    response = browser.post(NEW, answers(citizen, send="1"))
    assert response.status_code == 200, refusals(response)
    return re.search(r"\d{6}", OutboxMessage.objects.latest("pk").text)[0]


def test_without_a_card_the_page_says_what_to_do(browser):
    assert "No card is bound" in words_of(browser.get(PAGE))


def test_a_card_is_bound_in_two_steps_and_shows_four_digits(browser, citizen):
    response = browser.post(NEW, answers(citizen, password="", sms_code=code_of(browser, citizen)))
    assert response["Location"] == PAGE
    page = browser.get(PAGE)
    assert "ends in 0000" in words_of(page)
    assert CARD_NUMBER not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"number": "6222020000000000001"}, ("number", "bank_card.check")),
        ({"number": "abc"}, ("number", "bank_card.shape")),
        ({"number": ""}, ("number", "required")),
        ({"bank": "abc"}, ("bank", "bank_card.other_bank")),
        ({"holder": "别人"}, ("holder", "bank_card.other_holder")),
        ({"password": "wrong", "send": "1"}, ("password", "password.old_wrong")),
        ({}, ("sms_code", "bank_card.code_missing")),
        ({"sms_code": "12"}, ("sms_code", "code.shape")),
        ({"sms_code": "123456"}, ("sms_code", "code.wrong")),
    ],
)
def test_what_is_wrong_stands_beside_its_field(browser, citizen, changes, place):
    response = browser.post(NEW, answers(citizen, **changes))
    assert response.status_code == 422
    assert place in refusals(response)
    assert not BankCard.objects.exists()


def test_a_password_is_never_shown_again(browser, citizen):
    response = browser.post(NEW, answers(citizen, number="abc"))
    assert PASSWORD not in response.content.decode()


def test_a_card_is_taken_off_and_gone_from_the_page(browser, citizen):
    card = bound_card(citizen.person)
    assert browser.post(f"{PAGE}{card.public_id}/", sent(act="remove")).status_code == 302
    assert browser.get(f"{PAGE}{card.public_id}/").status_code == 404
    assert "No card is bound" in words_of(browser.get(PAGE))


def test_an_unknown_act_is_refused(browser, citizen):
    card = bound_card(citizen.person)
    assert browser.post(f"{PAGE}{card.public_id}/", sent(act="sell")).status_code == 422


def test_somebody_elses_card_does_not_exist(browser):
    card = bound_card(UserFactory().person)
    assert browser.get(f"{PAGE}{card.public_id}/").status_code == 404
