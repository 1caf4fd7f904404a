"""Audit, looks and outbox: read by those who keep watch, changed by nobody."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEntry, AuditEntry, Notice
from accounts.services import access_log, audit, notices
from tests.factories import NOW, PersonFactory, UnitFactory, UserFactory
from tests.insurance.admin.sending import codes, page, send
from tests.visits import let_in

pytestmark = pytest.mark.django_db

AUDIT = "/admin/accounts/auditentry/"
LOOKS = "/admin/accounts/accessentry/"
OUTBOX = "/admin/accounts/outboxmessage/"


def record(number: int, action="operator.added", actor=None):
    unit = UnitFactory()
    for _ in range(number):
        audit.record(actor, action, unit, at=NOW, account="A00000001")
    return unit


# The audit


def test_the_audit_is_read_with_filters(auditor):
    clerk = UserFactory(clerk=True)
    unit = record(2, actor=clerk)
    record(3, action="code.issued")
    assert 'data-total="5"' in page(auditor.get(AUDIT))
    assert 'data-total="3"' in page(auditor.get(AUDIT, {"action": "code.issued"}))
    assert 'data-total="2"' in page(auditor.get(AUDIT, {"number": unit.public_id}))
    assert 'data-total="2"' in page(auditor.get(AUDIT, {"account": clerk.number}))
    assert 'class="empty"' in page(auditor.get(AUDIT, {"account": "nonsense"}))


def test_the_chain_is_checked_on_request(auditor):
    record(4)
    audit.seal_all()
    assert "?check=1" in page(auditor.get(AUDIT))
    assert 'data-state="ok"' in page(auditor.get(AUDIT, {"check": "1"}))


def test_a_broken_chain_shows_where(auditor):
    record(3)
    audit.seal_all()
    broken = AuditEntry.objects.order_by("pk")[1]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE accounts_auditentry SET action = 'code.issued' WHERE id = %s", [broken.pk])
    shown = page(auditor.get(AUDIT, {"check": "1"}))
    assert 'data-state="broken"' in shown
    assert str(broken.pk) in shown


def test_pages_of_the_audit_go_by_key_with_equal_statements(auditor):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            auditor.get(AUDIT)
        return len(seen)

    record(1)
    few = statements()
    record(119)
    assert statements() == few <= 8
    first = auditor.get(AUDIT)
    second = auditor.get(next_of(first))
    third = auditor.get(next_of(second))
    assert [len(entries(response)) for response in (first, second, third)] == [50, 50, 20]
    assert len({*entries(first), *entries(second), *entries(third)}) == 120


def entries(response) -> list[str]:
    return re.findall(r'<th scope="row">(\d+)</th>', page(response))


def next_of(response) -> str:
    return re.search(r'rel="next" href="([^"]+)"', page(response))[1].replace("&amp;", "&")


def test_every_act_of_the_house_has_a_name():
    """An act that nobody named would be read as a code."""
    import ast
    from pathlib import Path

    from accounts.wording_audit import ACTION_NAMES

    root = Path(__file__).parents[3]
    said = {
        constant.value
        for app in ("accounts", "insurance", "portal")
        for path in (root / app).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"audit.record", "audit.entry"}
        for constant in ast.walk(call.args[1])
        if isinstance(constant, ast.Constant)
    }
    assert said - ACTION_NAMES.keys() == set()


# Looks, and what people ask about them


@pytest.fixture
def look():
    person = PersonFactory()
    look = access_log.record_look(UserFactory(clerk=True), person, purpose="hotline", at=NOW)
    access_log.ask(look, "请问为什么查看我的档案？", actor=UserFactory(person=person), at=NOW)
    return look


def test_looks_are_listed_and_open_questions_counted(auditor, look):
    access_log.record_look(look.actor, PersonFactory(), purpose="counter", at=NOW + timedelta(minutes=1))
    assert 'data-total="2"' in page(auditor.get(LOOKS))
    assert 'data-total="1"' in page(auditor.get(LOOKS, {"questions": "1"}))
    assert 'data-total="1"' in page(auditor.get(LOOKS, {"person": look.person.public_id}))
    assert 'data-total="1"' in page(auditor.get(LOOKS, {"purpose": "counter"}))
    assert 'data-total="2"' in page(auditor.get(LOOKS, {"account": look.actor.number}))
    assert "?questions=1" in page(auditor.get(LOOKS))


def test_a_question_is_answered_once_and_the_person_told(auditor, look):
    address = f"{LOOKS}{look.pk}/answer/"
    assert "请问为什么查看我的档案？" in page(auditor.get(address))
    response = send(auditor, address, text="您当天来电咨询，工作人员核对了参保信息。")
    assert (response.status_code, response.headers["Location"]) == (302, LOOKS)
    assert Notice.objects.filter(person=look.person, code="access_question_answered").exists()
    again = send(auditor, address, text="再次答复")
    assert (again.status_code, "access_question.answered" in codes(again)) == (422, True)


def test_who_looked_does_not_answer(look):
    supervisor = UserFactory(supervisor=True)
    own = access_log.record_look(supervisor, PersonFactory(), purpose="verify", at=NOW)
    access_log.ask(own, "请问为什么查看？", actor=UserFactory(person=own.person), at=NOW)
    response = send(let_in(supervisor), f"{LOOKS}{own.pk}/answer/", text="核对数据。")
    assert (response.status_code, "access_question.own_look" in codes(response)) == (422, True)


def test_security_sees_looks_and_answers_nothing(guard, look):
    assert guard.get(LOOKS).status_code == 200
    assert guard.get(f"{LOOKS}{look.pk}/answer/").status_code == 403


def test_a_look_nobody_asked_about_has_no_answer(auditor):
    look = access_log.record_look(UserFactory(clerk=True), PersonFactory(), purpose="hotline", at=NOW)
    assert auditor.get(f"{LOOKS}{look.pk}/answer/").status_code == 404


def test_looks_name_people_by_public_number(auditor, look):
    shown = page(auditor.get(LOOKS))
    assert look.person.public_id in shown
    assert look.person.name not in shown
    assert AccessEntry.objects.count() == 1, "watching the watchers is no look at a record"


# The outbox


def test_in_the_demo_city_the_messages_can_be_read(guard, settings):
    settings.HALL_DEMO = True
    person = PersonFactory()
    notices.queue_message(person, "sms_code", at=NOW, code="482913")
    shown = page(guard.get(OUTBOX))
    assert "482913" in shown
    assert person.phone not in shown


def test_elsewhere_nobody_reads_them(guard, settings):
    settings.HALL_DEMO = False
    notices.queue_message(PersonFactory(), "sms_code", at=NOW, code="482913")
    shown = page(guard.get(OUTBOX))
    assert 'data-total="1"' in shown
    assert "482913" not in shown
    assert 'data-total="0"' in page(guard.get(OUTBOX, {"state": "sent"}))


def test_jobs_that_failed_are_listed(guard):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'accounts.tasks.send_outbox', '{}', 'failed', 3)"
        )
    shown = page(guard.get("/admin/jobs/"))
    assert 'data-total="1"' in shown
    assert "accounts.tasks.send_outbox" in shown
