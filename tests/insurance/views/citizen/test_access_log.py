"""Who looked at the record, and asking about it."""

import pytest

from accounts.models import AccessQuestion
from accounts.services import access_log
from tests.factories import NOW, PersonFactory, UserFactory
from tests.insurance.views.citizen.reading import main_of, refusals, sent, words_of

PAGE = "/me/access-log/"


@pytest.fixture
def clerk(db):
    return UserFactory(clerk=True, agency="hrss", name="陈静")


@pytest.fixture
def look(citizen, clerk):
    return access_log.record_look(clerk, citizen.person, purpose="counter", reference="D2609100000001", at=NOW)


def ask(browser, look, text="请问为什么查看我的记录？"):
    return browser.post(PAGE, sent(entry=look.pk, text=text))


def test_nobody_has_looked(browser, citizen):
    answer = browser.get(PAGE)
    assert "Nobody has looked at your record" in words_of(answer)
    assert main_of(answer)["total"] == "0"


def test_a_look_tells_who_when_and_for_what(browser, look):
    said = words_of(browser.get(PAGE))
    assert "10 September 2026, 10:30 陈静 · Social insurance agency" in said
    assert "Seen: insurance and contribution record. Purpose: serving the person at the counter. D2609100000001" in said


def test_staff_of_both_agencies(browser, citizen):
    access_log.record_look(UserFactory(supervisor=True), citizen.person, purpose="verify", at=NOW)
    assert "both agencies" in words_of(browser.get(PAGE))


def test_a_question_is_asked_and_shown(browser, look):
    answer = ask(browser, look)
    assert answer.headers["Location"] == PAGE
    said = words_of(browser.get(PAGE))
    assert "请问为什么查看我的记录？" in said
    assert "No answer yet." in said


def test_an_answer_stands_beside_the_look(browser, citizen, look):
    question = access_log.ask(look, "请问为什么查看？", actor=citizen, at=NOW)
    access_log.answer(question.entry, "您来窗口办理停保时核对。", actor=UserFactory(supervisor=True), at=NOW)
    assert "The bureau's answer 10 September 2026, 10:30 您来窗口办理停保时核对。" in words_of(browser.get(PAGE))


@pytest.mark.parametrize(("text", "code"), [("", "required"), ("？？", "access_question.text_missing")])
def test_a_question_that_says_nothing_is_refused_and_kept(browser, look, text, code):
    answer = ask(browser, look, text=text)
    assert answer.status_code == 422
    assert refusals(answer) == {("text", code)}
    assert text in answer.content.decode()


def test_a_look_is_asked_about_once(browser, look):
    ask(browser, look)
    answer = ask(browser, look)
    assert answer.status_code == 422
    assert AccessQuestion.objects.count() == 1


@pytest.mark.parametrize("entry", ["", "0", "abc", "9" * 30])
def test_a_look_that_is_none_is_refused(browser, look, entry):
    assert browser.post(PAGE, sent(entry=entry, text="请问为什么查看？")).status_code in (404, 422)


def test_nobody_asks_about_looks_at_others(browser, citizen, clerk):
    theirs = access_log.record_look(clerk, PersonFactory(), purpose="counter", at=NOW)
    assert ask(browser, theirs).status_code == 404
    assert "陈静" not in words_of(browser.get(PAGE))


def test_the_log_is_paged_by_key(browser, citizen, clerk):
    looks = [access_log.record_look(clerk, citizen.person, purpose="hotline", at=NOW) for _ in range(25)]
    first = browser.get(PAGE)
    assert main_of(first)["total"] == "25"
    assert f'href="?after={looks[5].pk}"' in first.content.decode()
    rest = browser.get(PAGE, {"after": looks[5].pk})
    assert "5 of 25 shown" in words_of(rest)


@pytest.mark.parametrize("rows", [1, 20, 40])
def test_the_log_costs_the_same_at_any_length(browser, citizen, clerk, rows, django_assert_num_queries):
    for _ in range(rows):
        access_log.record_look(clerk, citizen.person, purpose="hotline", at=NOW)
    browser.get(PAGE)
    with django_assert_num_queries(6):
        browser.get(PAGE)
