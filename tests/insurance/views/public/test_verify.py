"""The check page: typed or scanned, one answer for everything wrong, masked facts for whoever holds the paper."""

import pytest
from django.test import Client

from accounts.middleware import LANGUAGE_COOKIE
from insurance.rules.certificates import grouped
from insurance.selectors.certificates import opened
from insurance.services import certificates
from tests.factories import NOW, TODAY
from tests.factories.certificates import certified
from tests.insurance.views.employer.pages import attribute, refusals

pytestmark = pytest.mark.django_db

WRONG = "0000-0000-00000"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def certificate():
    return certified()


@pytest.fixture
def code(certificate):
    return opened(certificate)["check_code"]


@pytest.fixture
def browser():
    return Client(headers={"cookie": f"{LANGUAGE_COOKIE}=en"})


def typed(browser, number, code):
    return browser.post("/verify/", {"number": number, "code": code})


def test_what_the_paper_says_is_shown_with_name_and_number_masked(browser, certificate, code):
    page = typed(browser, certificate.number, grouped(code))
    assert (page.status_code, attribute(page, "state")) == (200, "valid")
    assert attribute(page, "number") == certificate.number
    words = page.content.decode()
    name, number = certificate.facts["name"], opened(certificate)["identity_number"]
    assert name not in words
    assert f"{name[0]}*" in words
    assert number not in words
    assert f"{number[:6]}********{number[-4:]}" in words
    for said in ("10 September 2026", "会计", certificate.facts["unit"], "from 1 January 2024 to 31 December 2026"):
        assert said in words


def test_the_square_code_leads_to_the_same_answer(browser, certificate, code):
    page = browser.get(f"/verify/{certificate.number}/?code={code}")
    assert attribute(page, "state") == "valid"
    assert "noindex" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_without_a_code_the_number_waits_in_the_form(browser, certificate):
    page = browser.get(f"/verify/{certificate.number}/")
    assert (page.status_code, attribute(page, "kind")) == (200, "verify")
    assert f'value="{certificate.number}"' in page.content.decode()


def test_a_wrong_number_and_a_wrong_code_get_the_same_page(browser, certificate, code):
    pages = [typed(browser, certificate.number, WRONG), typed(browser, "C2609109999999", code)]
    assert [page.status_code for page in pages] == [422, 422]
    assert [refusals(page) for page in pages] == [{("code", "verify.no_match")}] * 2
    assert all(certificate.facts["unit"] not in page.content.decode() for page in pages)


def test_what_was_typed_is_kept_and_an_empty_form_says_what_is_missing(browser):
    page = typed(browser, "C12", "7K3M")
    assert refusals(page) == {("code", "verify.code_shape")}
    assert 'value="C12"' in page.content.decode()
    assert {field for field, _code in refusals(typed(browser, "", ""))} == {"number", "code"}


def test_guessing_is_slowed_and_says_until_when(browser, certificate):
    for _ in range(5):
        typed(browser, certificate.number, WRONG)
    page = typed(browser, certificate.number, WRONG)
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0


def test_a_revoked_and_a_replaced_one_say_so(browser, certificate, code):
    line = certificate.declaration.lines.get()
    certificates.withdraw_certificates([line], at=NOW)
    page = typed(browser, certificate.number, code)
    assert attribute(page, "state") == "revoked"
    assert "revoked on 10 September 2026" in page.content.decode()
    certificates.issue(certificate.declaration.parts.get(), at=NOW)
    page = typed(browser, certificate.number, code)
    assert attribute(page, "state") == "replaced"
    assert "a new one has taken its place" in page.content.decode()
