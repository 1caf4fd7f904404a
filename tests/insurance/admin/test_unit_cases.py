"""The review page of what a unit declares of itself: declared beside the record and the registry, sealed data on demand."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.rules.roles import Role
from insurance.models import DeclarationPart
from insurance.services import registry, unit_declarations, unit_matters
from tests.factories import NOW, TODAY, UserFactory
from tests.insurance.views.employer.pages import codes_of, hidden, sent
from tests.visits import let_in

ACCOUNT = "6222021607001234567"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def operator(db):
    return UserFactory(operator=True)


def submitted(operator, data: dict, changed_on=None) -> DeclarationPart:
    said = {"actor": operator, "at": NOW, "on": TODAY}
    draft = unit_matters.draft_change(operator.unit, data, changed_on=changed_on, acknowledged=True, **said)
    unit_declarations.submit(draft.number, **said)
    return draft.parts.get()


def address_of(part, act: str = "") -> str:
    return f"/admin/insurance/declarationpart/{part.pk}/{act}"


def test_old_and_new_name_stand_side_by_side_with_the_registry(operator):
    exchange = UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR])
    row = {
        "event": "changed",
        "credit_code": operator.unit.credit_code,
        "name": "云州新途商贸有限公司",
        "happened_on": "2026-09-01",
        "authority": "云州市市场监督管理局",
        "area": "379901",
    }
    registry.load_rows([(2, row)], actor=exchange, at=NOW, on=TODAY)
    part = submitted(operator, {"name": "云州新程商贸有限公司"}, date(2026, 9, 1))
    page = let_in(UserFactory(clerk=True)).get(address_of(part)).content.decode()
    for name in (operator.unit.name, "云州新程商贸有限公司", "云州新途商贸有限公司"):
        assert name in page
    assert page.count('class="differs"') == 2


def test_the_case_is_decided_on_its_page(operator):
    part = submitted(operator, {"name": "云州新程商贸有限公司"}, date(2026, 9, 1))
    clerk = let_in(UserFactory(clerk=True))
    page = clerk.get(address_of(part))
    answers = sent(action="accept", version=hidden(page, "version"), reason_code="", next_action="", text="")
    assert clerk.post(address_of(part, "decide/"), answers).status_code == 302
    operator.unit.refresh_from_db()
    assert operator.unit.name == "云州新程商贸有限公司"
    assert "云州恒达" in clerk.get(address_of(part)).content.decode()


def test_the_account_is_masked_until_asked_for_and_that_is_on_record(operator):
    part = submitted(operator, {"bank_name": "云州银行", "bank_account": ACCOUNT})
    clerk = let_in(UserFactory(clerk=True))
    page = clerk.get(address_of(part)).content.decode()
    assert ACCOUNT not in page
    assert "**** 4567" in page
    form = sent()
    shown = clerk.post(address_of(part, "reveal/"), form)
    assert ACCOUNT in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert AuditEntry.objects.filter(action="unit.account_revealed").count() == 1
    assert clerk.post(address_of(part, "reveal/"), form).status_code == 302
    assert let_in(UserFactory(auditor=True)).post(address_of(part, "reveal/"), sent()).status_code == 403


def test_who_acts_for_the_unit_sees_nothing_whole_and_decides_nothing(operator):
    clerk = UserFactory(clerk=True, person=operator.person)
    clerk.person = UserFactory().person
    clerk.save()
    operator.person = clerk.person
    operator.save()
    part = submitted(operator, {"bank_name": "云州银行", "bank_account": ACCOUNT})
    assert "workflow.own_case" in codes_of(let_in(clerk).post(address_of(part, "reveal/"), sent()))


def test_the_worklist_names_the_unit(operator):
    part = submitted(operator, {"name": "云州新程商贸有限公司"}, date(2026, 9, 1))
    page = let_in(UserFactory(clerk=True)).get("/admin/").content.decode()
    assert part.declaration.number in page
    assert operator.unit.name in page
