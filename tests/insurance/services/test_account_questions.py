"""Asking about a movement of one's account: once, answered once, by who handles money; the person is told."""

import pytest

from accounts.models import Notice
from accounts.rules.errors import RuleBroken
from insurance.services.account_questions import answer, ask
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.accounts import moved
from tests.factories.money import cashier

TEXT = "这笔消费不是我的，请核实。"


@pytest.fixture
def citizen(db):
    return UserFactory()


@pytest.fixture
def movement(citizen):
    return moved(citizen.person, -2_500)


def test_a_question_is_answered_and_the_person_told(citizen, movement):
    question = ask(movement, TEXT, actor=citizen, at=NOW)
    answer(question.number, "已核实，机构将退回。", actor=cashier(), at=NOW)
    question.refresh_from_db()
    assert question.answer == "已核实，机构将退回。"
    notice = Notice.objects.get(person=citizen.person, code="movement_question_answered")
    assert notice.link == f"/me/account/?year={TODAY.year}"


def test_each_movement_is_asked_about_once_and_answered_once(citizen, movement):
    question = ask(movement, TEXT, actor=citizen, at=NOW)
    with pytest.raises(RuleBroken, match="movement_question.asked"):
        ask(movement, TEXT, actor=citizen, at=NOW)
    answer(question.number, "是", actor=cashier(), at=NOW)
    with pytest.raises(RuleBroken, match="movement_question.answered"):
        answer(question.number, "否", actor=cashier(), at=NOW)


@pytest.mark.parametrize("text", ["", "  ？ "])
def test_a_question_says_something(citizen, movement, text):
    with pytest.raises(RuleBroken, match="movement_question.text_missing"):
        ask(movement, text, actor=citizen, at=NOW)


def test_an_answer_says_something_and_is_not_everybodys(citizen, movement):
    question = ask(movement, TEXT, actor=citizen, at=NOW)
    with pytest.raises(RuleBroken, match="movement_question.answer_missing"):
        answer(question.number, " ", actor=cashier(), at=NOW)
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        answer(question.number, "是", actor=UserFactory(clerk=True), at=NOW)
