"""An operator reduces a person; the clerk accepts; after the month's turn every page and record says the same."""

from datetime import date

import pytest

from accounts.models import AuditEntry, Notice
from accounts.rules.roles import Agency
from accounts.services import audit
from insurance.models import Declaration, DeclarationPart, Enrolment
from insurance.services import declarations, due
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.insurance.views.employer.pages import attribute, hidden, reduction, refusals, sent
from tests.visits import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


def clerk_decides(number, act, **answer):
    for agency in Agency:
        part = DeclarationPart.objects.get(declaration__number=number, agency=agency)
        act(part.pk, actor=UserFactory(clerk=True, agency=agency), version=part.version, at=NOW, **answer)


def test_from_the_form_to_the_record(settings):
    operator = UserFactory(operator=True)
    leaving, staying = PersonFactory(), PersonFactory()
    for person in (leaving, staying):
        employ(person, operator.unit)
    browser = let_in(operator)

    refused = browser.post("/employer/reductions/new/", reduction(leaving, reason="12", acknowledged=None))
    assert refusals(refused) >= {("proposed_by", "R015"), ("findings", "R029")}
    answers = reduction(leaving, reason="12", proposed_by="unit")
    check = browser.post("/employer/reductions/new/", answers).headers["Location"]
    case = browser.post(check, sent(seen=hidden(browser.get(check), "seen"))).headers["Location"]
    number = case.split("/")[3]
    assert attribute(browser.get(case), "state") == "submitted"
    assert attribute(browser.get("/employer/staff/?status=stopping"), "total") == "1"

    clerk_decides(number, declarations.accept, on=TODAY)
    assert attribute(browser.get(case), "state") == "accepted"
    assert attribute(browser.get("/employer/staff/"), "total") == "2", "still insured until the month ends"

    first_of_october = date(2026, 10, 1)
    settings.HALL_TODAY = first_of_october
    due.run_due(on=first_of_october, at=NOW)
    due.run_due(on=first_of_october, at=NOW)

    assert attribute(browser.get(case), "state") == "effective"
    assert attribute(browser.get("/employer/staff/"), "total") == "1"
    assert attribute(browser.get("/employer/staff/?status=left"), "total") == "1"
    assert attribute(browser.get(f"/employer/staff/{leaving.public_id}/"), "state") == "stopped"
    assert attribute(browser.get(f"/employer/staff/{staying.public_id}/"), "state") == "insured"
    ended = Enrolment.objects.filter(person=leaving)
    assert set(ended.values_list("stop_month", "end_reason")) == {(first_of_october, "12")}
    assert not Enrolment.objects.filter(person=staying).exclude(stop_month=None).exists()

    acts = AuditEntry.objects.filter(subject_number=number).order_by("pk").values_list("action", flat=True)
    assert list(acts) == [
        "declaration.prepared",
        "declaration.submitted",
        "declaration.accepted",
        "certificates.issued",
        "declaration.accepted",
        "declaration.took_effect",
        "declaration.took_effect",
    ]
    audit.seal_all()
    assert audit.first_break() is None
    told = Notice.objects.filter(unit=operator.unit).order_by("pk").values_list("code", flat=True)
    assert list(told) == [
        "declaration_submitted",
        "certificates_issued",
        "declaration_accepted",
        "declaration_accepted",
        "declaration_effective",
        "declaration_effective",
    ]


def test_what_was_sent_back_is_corrected_and_accepted():
    operator = UserFactory(operator=True)
    person = PersonFactory()
    employ(person, operator.unit)
    browser = let_in(operator)
    check = browser.post("/employer/reductions/new/", reduction(person)).headers["Location"]
    case = browser.post(check, sent()).headers["Location"]
    number = case.split("/")[3]
    clerk_decides(
        number,
        declarations.send_back,
        reason_code="wrong_reason",
        next_action="correct_and_resubmit",
        text="备案为协商解除，请更正原因。",
    )

    page = browser.get(case)
    assert attribute(page, "state") == "returned"
    assert "备案为协商解除，请更正原因。" in page.content.decode()
    assert case in browser.get("/employer/").content.decode()

    address = f"/employer/reductions/new/?declaration={number}"
    assert '<option value="14" selected>' in browser.get(address).content.decode()
    corrected = reduction(person, id_number=None, name=None, reason="13", proposed_by="person")
    assert browser.post(address, corrected).headers["Location"] == check
    assert browser.post(check, sent(seen=hidden(browser.get(check), "seen"))).headers["Location"] == case
    assert attribute(browser.get(case), "state") == "submitted"

    clerk_decides(number, declarations.accept, on=TODAY)
    assert attribute(browser.get(case), "state") == "accepted"
    assert Declaration.objects.get().lines.get().reason == "13"
