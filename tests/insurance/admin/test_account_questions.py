"""Questions about movements of medical accounts, over HTTP: who sees them, who answers, what is refused."""

import pytest

from insurance.models import MovementQuestion
from insurance.services.account_questions import ask
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.accounts import moved
from tests.factories.money import cashier
from tests.insurance.admin.sending import codes, page, send
from tests.visits import let_in

LIST = "/admin/insurance/movementquestion/"


@pytest.fixture
def question(settings, db):
    settings.HALL_TODAY = TODAY
    user = UserFactory()
    return ask(moved(user.person, -2_500, reference="R77"), "这笔消费不是我的。", actor=user, at=NOW)


def test_the_cashier_finds_what_waits_and_answers_it_once(question):
    till = let_in(cashier())
    assert question.number in page(till.get(f"{LIST}?state=asked"))
    shown = page(till.get(f"{LIST}{question.number}/"))
    for told in ("这笔消费不是我的。", "云州康宁大药房", "R77", "−25.00"):
        assert told in shown
    assert send(till, f"{LIST}{question.number}/answer/", text="机构已确认，将退回。").status_code == 302
    assert question.number not in page(till.get(f"{LIST}?state=asked"))
    assert "机构已确认，将退回。" in page(till.get(f"{LIST}{question.number}/"))
    again = send(till, f"{LIST}{question.number}/answer/", text="另一个答复")
    assert (again.status_code, MovementQuestion.objects.get().answer) == (422, "机构已确认，将退回。")


def test_an_answer_has_words(question):
    empty = send(let_in(cashier()), f"{LIST}{question.number}/answer/", text="  ")
    assert empty.status_code == 422
    assert "required" in codes(empty)


def test_the_auditor_reads_and_does_not_answer(question):
    auditor = let_in(UserFactory(auditor=True))
    shown = page(auditor.get(f"{LIST}{question.number}/"))
    assert "这笔消费不是我的。" in shown
    assert 'name="text"' not in shown
    assert send(auditor, f"{LIST}{question.number}/answer/", text="是").status_code == 403


def test_nobody_is_named_on_the_page(question):
    person = question.movement.account.person
    shown = page(let_in(cashier()).get(f"{LIST}{question.number}/"))
    assert person.public_id in shown
    assert person.name not in shown
    assert person.identity_number not in shown
