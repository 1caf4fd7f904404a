"""A unit registers, changes its data and ends, through its pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice, Unit
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from insurance.models import Declaration, DeclarationPart, UnitRegistration
from insurance.rules.kinds import DeclarationKind, UnitStatus
from insurance.services import declarations, unit_declarations, unit_matters
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.parties import PASSWORD, resident_number
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.insurance.views.employer.pages import attribute, codes_of, hidden, reduction, refusals, sent
from tests.races import at_once
from tests.visits import let_in

REPRESENTATIVE = resident_number(date(1980, 3, 5), 111)
ACCOUNT = "6222021607001234567"

DATA = {
    "unit_type": "10",
    "industry": "65",
    "address": "云州市滨河路8号",
    "postcode": "379900",
    "representative_name": "邹立",
    "representative_number": REPRESENTATIVE,
    "contact_name": "周经理",
    "contact_phone": "0799-8100000",
    "bank_name": "云州银行滨河支行",
    "bank_account": "6222 0216 0700 1234 567",
    "acknowledged": "on",
}


@pytest.fixture
def waiting(operator):
    """The operator's unit, which was founded two weeks ago and still has to register."""
    registration = operator.unit.registration
    registration.status, registration.injury_class, registration.registered_on = UnitStatus.NOT_INSURED, None, None
    registration.save()
    operator.unit.founded_on = date(2026, 8, 27)
    operator.unit.save()
    return operator.unit


def prepared(browser, address: str, answers: dict) -> str:
    response = browser.post(address, sent(**answers))
    assert response.status_code == 302, refusals(response)
    return response.headers["Location"].split("/")[3]


def submitted(browser, address: str, answers: dict) -> Declaration:
    number = prepared(browser, address, answers)
    page = browser.get(f"/employer/declarations/{number}/check/")
    assert page.status_code == 200
    response = browser.post(f"/employer/declarations/{number}/check/", sent(seen=hidden(page, "seen")))
    assert response.status_code == 302, refusals(response)
    return Declaration.objects.get(number=number)


def accepted(declaration: Declaration) -> DeclarationPart:
    part = declaration.parts.get()
    return declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)


def test_a_unit_registers_and_only_then_declares_people(browser, waiting):
    person = PersonFactory()
    employ(person, waiting)
    for address in ("/employer/reductions/new/", "/employer/increases/new/"):
        assert "/employer/registration/" in browser.get(address).content.decode().partition("<main")[2]
    refused = browser.post("/employer/reductions/new/", reduction(person))
    assert ("error-summary", "R010") in refusals(refused)
    declaration = submitted(browser, "/employer/registration/", DATA)
    part = declaration.parts.get()
    assert (declaration.kind, part.agency, part.due_on) == (DeclarationKind.REGISTRATION, "hrss", date(2026, 9, 25))
    assert 'name="bank_account"' not in browser.get("/employer/registration/").content.decode()
    accepted(declaration)
    waiting.refresh_from_db()
    registration = waiting.registration
    assert (registration.status, registration.registered_on) == (UnitStatus.INSURED, TODAY)
    assert (registration.injury_class, registration.bank_account) == (1, ACCOUNT)
    assert registration.representative_number == REPRESENTATIVE
    assert browser.post("/employer/reductions/new/", reduction(person)).status_code == 302
    paper = browser.get("/employer/registration/certificate.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert Notice.objects.filter(unit=waiting, code="unit_registered").exists()


def test_numbers_are_masked_and_kept_when_corrected(browser, waiting):
    number = prepared(browser, "/employer/registration/", DATA)
    check = browser.get(f"/employer/declarations/{number}/check/").content.decode()
    assert REPRESENTATIVE not in check
    assert ACCOUNT not in check
    assert "**** 4567" in check
    again = browser.get(f"/employer/registration/?declaration={number}").content.decode()
    assert ACCOUNT not in again
    assert REPRESENTATIVE not in again
    changed = DATA | {"representative_number": "", "bank_account": "", "postcode": "379901"}
    prepared(browser, f"/employer/registration/?declaration={number}", changed)
    accepted(submitted(browser, f"/employer/registration/?declaration={number}", changed))
    waiting.registration.refresh_from_db()
    assert (waiting.registration.bank_account, waiting.registration.postcode) == (ACCOUNT, "379901")


def test_late_registration_is_said_and_taken(browser, waiting):
    waiting.founded_on = date(2026, 7, 1)
    waiting.save()
    response = browser.post("/employer/registration/", sent(**DATA | {"acknowledged": ""}))
    assert (response.status_code, ("findings", "registration.late") in refusals(response)) == (422, True)
    prepared(browser, "/employer/registration/", DATA)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("postcode", "12", "invalid"),
        ("bank_account", "12-34", "invalid"),
        ("contact_phone", "call me", "invalid"),
        ("representative_number", "379901198003051110", "id.check"),
        ("unit_type", "40", "unit.type_against_code"),
        ("unit_type", "", "required"),
        ("industry", "99", "invalid_choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, waiting, field, typed, code):
    response = browser.post("/employer/registration/", sent(**DATA | {field: typed}))
    assert response.status_code == 422
    assert refusals(response) == {(field, code)}
    assert "云州银行滨河支行" in response.content.decode()


def test_who_may_not_prepare_reads_who_may(operator, waiting):
    reader = UserFactory(operator=True, unit=operator.unit, rights=[OperatorRight.PAY])
    page = let_in(reader).get("/employer/registration/")
    assert operator.name in page.content.decode()
    assert "R009" in codes_of(let_in(reader).post("/employer/registration/", sent(**DATA)))


def test_contact_counts_at_once_and_every_operator_is_told(browser, operator):
    answers = {"contact_name": "吴娟", "contact_phone": "13900001111", "address": "云州市东街1号", "postcode": "379902"}
    declaration = submitted(browser, "/employer/profile/contact/", answers)
    operator.unit.refresh_from_db()
    assert declaration.parts.get().state == "effective"
    assert (operator.unit.contact_name, operator.unit.registration.address) == ("吴娟", "云州市东街1号")
    page = browser.get("/employer/profile/").content.decode()
    assert "周经理" in page
    assert "吴娟" in page
    assert Notice.objects.filter(unit=operator.unit, code="unit_data_changed").exists()


CHANGE = {"name": "云州新程商贸有限公司", "changed_on": "2026-09-01", "acknowledged": "on", "password": PASSWORD}


def test_a_new_name_waits_for_the_agency(browser, operator):
    declaration = submitted(browser, "/employer/profile/change/", CHANGE)
    assert declaration.parts.get().due_on == date(2026, 9, 24)
    old = operator.unit.name
    operator.unit.refresh_from_db()
    assert operator.unit.name == old
    accepted(declaration)
    operator.unit.refresh_from_db()
    assert operator.unit.name == "云州新程商贸有限公司"
    page = browser.get("/employer/profile/").content.decode()
    assert old in page


BANK = {"bank_name": "云州银行东街支行", "bank_account": ACCOUNT}


def test_bank_and_representative_ask_for_the_password(browser, operator):
    answers = {**CHANGE, "name": operator.unit.name, **BANK}
    wrong = browser.post("/employer/profile/change/", sent(**answers | {"password": "not-my-password"}))
    assert (wrong.status_code, refusals(wrong)) == (422, {("password", "unit.password")})
    prepared(browser, "/employer/profile/change/", answers)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"representative_name": "李四海"}, ("representative_number", "unit_change.representative_number")),
        ({"bank_name": "云州银行南街支行"}, ("bank_account", "unit_change.bank_account")),
        ({"name": "云州改名有限公司", "changed_on": ""}, ("changed_on", "unit_change.day_missing")),
        ({"name": "云州改名有限公司", "changed_on": "2026-09-11"}, ("changed_on", "unit_change.day_ahead")),
        (
            {"name": "云州改名有限公司", "changed_on": "2026-07-01", "acknowledged": ""},
            ("findings", "unit_change.late"),
        ),
    ],
)
def test_a_new_name_needs_its_number_and_its_day(browser, operator, changes, refused):
    registration = operator.unit.registration
    registration.representative_name, registration.representative_number = "邹立", REPRESENTATIVE
    registration.bank_name, registration.bank_account = "云州银行", ACCOUNT
    registration.save()
    response = browser.post("/employer/profile/change/", sent(**CHANGE | {"name": operator.unit.name} | changes))
    assert response.status_code == 422
    assert refused in refusals(response)


def test_what_is_left_empty_stays(browser, operator):
    registration = operator.unit.registration
    registration.representative_name, registration.representative_number = "邹立", REPRESENTATIVE
    registration.save()
    declaration = submitted(browser, "/employer/profile/change/", CHANGE)
    assert declaration.details["data"] == {"name": "云州新程商贸有限公司"}


def test_a_new_password_rests_for_bank_but_not_for_the_name(browser, operator):
    operator.cooling_off_until = NOW.replace(day=12)
    operator.save()
    answers = {**CHANGE, "name": operator.unit.name, **BANK}
    assert "unit.resting" in codes_of(browser.post("/employer/profile/change/", sent(**answers)))
    prepared(browser, "/employer/profile/change/", CHANGE)


def test_nothing_changed_is_no_change(browser, operator):
    response = browser.post("/employer/profile/change/", sent(**CHANGE | {"name": operator.unit.name}))
    assert refusals(response) == {("error-summary", "unit_change.nothing")}


CANCEL = {"reason": "merged", "ended_on": "2026-09-05", "note": "", "acknowledged": "on"}


def test_cancelling_names_everything_that_is_left_to_do(browser, operator, employee):
    put_policy(AreaFactory(), "late_fees")
    charge(employee, "2026-07", unit=operator.unit, standing="missing")
    response = browser.post("/employer/registration/cancel/", sent(**CANCEL))
    assert {"cancellation.people", "cancellation.unpaid", "cancellation.late_fee"} <= codes_of(response)
    page = browser.get("/employer/registration/cancel/")
    assert page.status_code == 200


def test_liquidation_is_proved_by_a_paper(browser, operator, picture):
    answers = CANCEL | {"reason": "dissolved"}
    assert refusals(browser.post("/employer/registration/cancel/", sent(**answers))) == {
        ("attachments", "cancellation.proof")
    }
    number = prepared(browser, "/employer/registration/cancel/", answers | {"attachments": picture("清算报告.png")})
    attachment = Declaration.objects.get(number=number).attachments.get()
    browser.post(f"/employer/declarations/{number}/attachments/{attachment.pk}/remove/", sent())
    refused = browser.post(f"/employer/declarations/{number}/check/", sent())
    assert "cancellation.proof" in codes_of(refused)


def test_a_unit_that_ended_reads_and_prints_and_declares_nothing(browser, operator):
    declaration = submitted(browser, "/employer/registration/cancel/", CANCEL)
    accepted(declaration)
    operator.unit.refresh_from_db()
    assert (operator.unit.closed_on, operator.unit.registration.status) == (date(2026, 9, 5), UnitStatus.TERMINATED)
    page = browser.get("/employer/registration/")
    assert (page.status_code, attribute(page, "state")) == (200, "ended")
    assert browser.get(f"/employer/declarations/{declaration.number}/").status_code == 200
    assert "R010" in codes_of(
        browser.post(
            "/employer/profile/contact/",
            sent(contact_name="吴娟", contact_phone="13900001111", address="云州市东街1号", postcode="379902"),
        )
    )
    assert browser.get("/employer/registration/certificate.pdf").status_code == 404


def test_another_units_declaration_is_not_corrected(browser, waiting):
    number = prepared(browser, "/employer/registration/", DATA)
    stranger = let_in(UserFactory(operator=True))
    assert stranger.get(f"/employer/registration/?declaration={number}").status_code == 404
    assert stranger.get(f"/employer/declarations/{number}/check/").status_code == 404


@pytest.mark.parametrize("address", ["registration/", "profile/", "operators/", "registration/cancel/"])
def test_the_statements_of_a_page_do_not_grow(browser, operator, address):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/employer/{address}")
        return len(asked)

    def changed(number: int) -> None:
        UserFactory(operator=True, unit=operator.unit)
        said = {"actor": operator, "at": NOW, "on": TODAY}
        phone = {"contact_phone": f"1390000111{number}"}
        draft = unit_matters.draft_change(operator.unit, phone, changed_on=None, acknowledged=True, **said)
        unit_declarations.submit(draft.number, **said)
        operator.unit.refresh_from_db()

    changed(1)
    statements()
    few = statements()
    changed(2)
    changed(3)
    assert statements() == few
    assert few <= 14


@pytest.mark.django_db(transaction=True)
def test_two_registrations_at_once_lead_to_one():
    operator = UserFactory(operator=True)
    UnitRegistration.objects.update(status=UnitStatus.NOT_INSURED, injury_class=None, registered_on=None)
    unit = Unit.objects.get(pk=operator.unit_id)
    data = {name: value for name, value in DATA.items() if name != "acknowledged"}
    said = {"actor": operator, "at": NOW, "on": TODAY}
    drafts = [unit_matters.draft_registration(unit, data, acknowledged=True, **said) for _ in range(2)]
    outcomes = at_once(*(lambda one=one: unit_declarations.submit(one.number, **said) for one in drafts))
    assert [one.code for one in outcomes if isinstance(one, RuleBroken)] == ["unit.open_declaration"]
    assert DeclarationPart.objects.filter(state="submitted").count() == 1
