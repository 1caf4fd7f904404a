"""Looks at a record are written down, asked about once, and answered by somebody else."""

import pytest

from accounts.models import AccessEntry, AuditEntry, Notice
from accounts.rules.errors import RuleBroken
from accounts.rules.looks import Look
from accounts.services import access_log
from tests.factories import NOW, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

QUESTION = "请问为什么查看我的记录？"


@pytest.fixture
def look():
    actor = UserFactory(clerk=True)
    return access_log.record_look(actor, PersonFactory(), purpose="counter", at=NOW)


@pytest.fixture
def asked(look):
    return access_log.ask(look, QUESTION, actor=UserFactory(person=look.person), at=NOW)


def test_a_look_is_on_record_and_in_the_audit(look):
    stored = AccessEntry.objects.get()
    assert (stored.person, stored.actor, stored.purpose, stored.what) == (
        look.person,
        look.actor,
        "counter",
        Look.RECORD,
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_number) == ("record.looked_at", look.person.public_id)


def test_a_question_is_kept_with_the_look(look, asked):
    assert (look.question.text, look.question.asked_at, look.question.answer) == (QUESTION, NOW, "")


def test_a_look_is_asked_about_once(look, asked):
    with pytest.raises(RuleBroken, match="access_question.asked"):
        access_log.ask(look, QUESTION, actor=look.person.users.get(), at=NOW)


@pytest.mark.parametrize("text", ["", "   ", "为什么？"])
def test_a_question_says_something(look, text):
    with pytest.raises(RuleBroken, match="access_question.text_missing"):
        access_log.ask(look, text, actor=UserFactory(person=look.person), at=NOW)


def test_an_answer_reaches_the_person(look, asked):
    supervisor = UserFactory(supervisor=True)
    answered = access_log.answer(look, "办理停保时核对参保记录。", actor=supervisor, at=NOW)
    assert (answered.answered_by, answered.answered_at) == (supervisor, NOW)
    assert Notice.objects.get(person=look.person).code == "access_question_answered"


def test_nobody_answers_for_a_look_of_their_own(look, asked):
    with pytest.raises(RuleBroken, match="access_question.own_look"):
        access_log.answer(look, "为办理业务。", actor=look.actor, at=NOW)


def test_a_question_is_answered_once(look, asked):
    access_log.answer(look, "为办理业务。", actor=UserFactory(supervisor=True), at=NOW)
    with pytest.raises(RuleBroken, match="access_question.answered"):
        access_log.answer(look, "再答一次。", actor=UserFactory(supervisor=True), at=NOW)


def test_without_a_question_there_is_nothing_to_answer(look):
    with pytest.raises(RuleBroken, match="access_question.answered"):
        access_log.answer(look, "为办理业务。", actor=UserFactory(supervisor=True), at=NOW)


def test_an_answer_says_something(look, asked):
    with pytest.raises(RuleBroken, match="access_question.answer_missing"):
        access_log.answer(look, " ", actor=UserFactory(supervisor=True), at=NOW)
