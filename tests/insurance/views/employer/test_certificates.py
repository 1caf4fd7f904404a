"""The unit's certificates: list, page, paper; and the papers of its declarations."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.rules.roles import Agency
from insurance.models import Declaration, DeclarationPart
from insurance.rules.kinds import DeclarationKind
from insurance.selectors.certificates import opened
from insurance.services import certificates
from insurance.views.employer import certificates as pages
from insurance.views.employer import documents
from tests.factories import NOW, DeclarationFactory, PersonFactory
from tests.factories.certificates import CONTRACT, certified
from tests.insurance.documents.reading import pages_of, words_of
from tests.insurance.views.employer.pages import attribute

LIST = "/employer/termination-certificates/"


def of_many(operator, count) -> DeclarationPart:
    """Return the accepted part of a reduction of many people, its certificates issued."""
    reduction = DeclarationFactory(
        reduction=True,
        lodged_by=operator,
        parts__people=PersonFactory.create_batch(count),
        parts__state="accepted",
        parts__details=dict(CONTRACT),
    )
    part = reduction.parts.get(agency=Agency.HRSS)
    certificates.issue(part, at=NOW)
    return part


def test_an_empty_list_says_what_to_do(browser):
    page = browser.get(LIST)
    assert attribute(page, "total") == "0"
    assert "/employer/reductions/new/" in page.content.decode()


def test_the_list_counts_states_and_pages_by_key_in_few_statements(browser, operator):
    part = of_many(operator, 23)
    certificates.withdraw_certificates(part.declaration.lines.all()[:2], at=NOW)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(LIST)
    assert len(queries) <= 8
    assert attribute(page, "total") == "23"
    assert attribute(browser.get(f"{LIST}?state=revoked"), "total") == "2"
    assert attribute(browser.get(f"{LIST}?state=nonsense"), "total") == "23"
    assert page.content.decode().count("row-title") == 20
    older = browser.get(f"{LIST}?after={page.context['rows'][-1]['certificate'].pk}")
    assert older.content.decode().count("row-title") == 3


def test_one_certificate_is_shown_with_its_code_and_the_number_masked(browser, operator):
    certificate = certified(operator)
    page = browser.get(f"{LIST}{certificate.number}/")
    assert [attribute(page, name) for name in ("kind", "number", "state")] == [
        "termination",
        certificate.number,
        "valid",
    ]
    assert opened(certificate)["identity_number"] not in page.content.decode()
    assert opened(certificate)["check_code"][:4] in page.content.decode()


def test_one_that_was_replaced_leads_to_its_successor(browser, operator):
    certificate = certified(operator)
    certificates.withdraw_certificates(certificate.declaration.lines.all(), at=NOW)
    [successor] = certificates.issue(certificate.declaration.parts.get(), at=NOW)
    page = browser.get(f"{LIST}{certificate.number}/")
    assert attribute(page, "state") == "replaced"
    assert f'href="{LIST}{successor.number}/"' in page.content.decode()


def test_the_paper_carries_the_number_in_full_and_is_on_record(browser, operator):
    certificate = certified(operator)
    paper = browser.get(f"{LIST}{certificate.number}/certificate.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == f'inline; filename="{certificate.number}.pdf"'
    words = words_of(paper.content)
    assert opened(certificate)["identity_number"] in words
    assert "第三十七条" in words
    assert "http://testserver/verify/" in words
    printed = AuditEntry.objects.get(action="certificate.printed")
    assert (printed.actor, printed.subject_number) == (operator, certificate.number)


def test_the_translation_is_english(browser, operator):
    paper = browser.get(f"{LIST}{certified(operator).number}/translation.pdf")
    assert "TheChinesecertificatecounts" in words_of(paper.content)


def test_a_declarations_certificates_come_in_files_of_so_many(browser, operator, monkeypatch):
    monkeypatch.setattr(pages, "MOST_IN_ONE_FILE", 2)
    number = of_many(operator, 3).declaration.number
    page = browser.get(f"{LIST}?declaration={number}")
    assert [file["url"] for file in page.context["files"]] == [
        f"/employer/declarations/{number}/certificates.pdf?from={first}" for first in (1, 3)
    ]
    files = [browser.get(file["url"]).content for file in page.context["files"]]
    assert [len(pages_of(content)) for content in files] == [2, 1]
    assert browser.get(f"/employer/declarations/{number}/certificates.pdf?from=4").status_code == 404


def test_the_case_offers_the_papers_that_there_are(browser, operator):
    certificate = certified(operator)
    page = browser.get(f"/employer/declarations/{certificate.declaration.number}/").content.decode()
    for paper in ("reduction-list.pdf", "receipt.pdf"):
        assert f"/employer/declarations/{certificate.declaration.number}/{paper}" in page
    assert f"{LIST}?declaration={certificate.declaration.number}" in page
    assert "counter-form.pdf" not in page, "nothing of medical insurance is declared"


def test_a_reduction_of_medical_insurance_fills_in_the_counter_form(browser, operator):
    person = PersonFactory(phone="19900001234")
    made = DeclarationFactory(reduction=True, lodged_by=operator, parts__people=[person], parts__insurances=(110, 310))
    paper = browser.get(f"/employer/declarations/{made.number}/counter-form.pdf")
    words = words_of(paper.content)
    for said in (person.identity_number, "停保", "2026-10", operator.unit.public_id):
        assert said in words, said
    assert "199****1234" not in words, "the unit did not declare the phone"
    assert AuditEntry.objects.get(action="counter_form.printed").subject_number == made.number


def test_an_increase_fills_in_list_and_counter_form(browser, operator):
    person = PersonFactory()
    terms = {"employment_kind": "contract", "started_on": "2026-09-01", "wage_fen": 650000, "first_time": True}
    made = DeclarationFactory(
        reduction=True,
        lodged_by=operator,
        parts__people=[person],
        parts__insurances=(110, 310),
        parts__details=terms,
    )
    made.lines.update(reason="", stop_month=None, start_month=date(2026, 9, 1), ended_on=None)
    Declaration.objects.filter(pk=made.pk).update(kind=DeclarationKind.INCREASE)
    listed = words_of(browser.get(f"/employer/declarations/{made.number}/increase-list.pdf").content)
    assert "2026-09-01" in listed
    assert "6,500.00" in listed
    assert person.identity_number not in listed
    form = words_of(browser.get(f"/employer/declarations/{made.number}/counter-form.pdf").content)
    assert "新参保" in form
    assert person.identity_number in form
    receipt = words_of(browser.get(f"/employer/declarations/{made.number}/receipt.pdf").content)
    assert "2026年9月1日" in receipt
    assert "停缴起始月" not in receipt


def test_a_long_list_comes_in_several_files(browser, operator, monkeypatch):
    monkeypatch.setattr(documents, "MOST_IN_ONE_FILE", 2)
    number = of_many(operator, 3).declaration.number
    page = browser.get(f"/employer/declarations/{number}/").content.decode()
    assert f"/employer/declarations/{number}/reduction-list.pdf?from=3" in page
    words = words_of(browser.get(f"/employer/declarations/{number}/reduction-list.pdf?from=3").content)
    assert "3人（本册第3至3人）" in words
    assert browser.get(f"/employer/declarations/{number}/reduction-list.pdf?from=4").status_code == 404
