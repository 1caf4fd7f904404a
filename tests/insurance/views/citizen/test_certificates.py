"""A person's own certificates: list, page and paper; what does not hold any more stays and says why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from insurance.selectors.certificates import opened
from insurance.services import certificates
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.certificates import certified
from tests.insurance.documents.reading import words_of
from tests.insurance.views.employer.pages import attribute
from tests.visits import let_in

pytestmark = pytest.mark.django_db

LIST = "/me/certificates/"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def citizen():
    return UserFactory()


@pytest.fixture
def browser(citizen):
    return let_in(citizen)


def test_nobody_certified_anything_yet(browser):
    page = browser.get(LIST)
    assert attribute(page, "total") == "0"
    assert "/me/insurance/" in page.content.decode()


def test_the_list_takes_few_statements_and_counts_all(browser, citizen):
    for _ in range(3):
        certified(person=citizen.person)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(LIST)
    assert len(queries) <= 8
    assert attribute(page, "total") == "3"


def test_a_revoked_one_stays_and_says_why(browser, citizen):
    certificate = certified(person=citizen.person)
    certificates.withdraw_certificates(certificate.declaration.lines.all(), at=NOW)
    page = browser.get(f"{LIST}{certificate.number}/")
    assert attribute(page, "state") == "revoked"
    assert "撤销" in page.content.decode()


def test_the_paper_is_the_persons_own_and_on_record(browser, citizen):
    certificate = certified(person=citizen.person)
    page = browser.get(f"{LIST}{certificate.number}/")
    assert citizen.person.identity_number not in page.content.decode()
    words = words_of(browser.get(f"{LIST}{certificate.number}/certificate.pdf").content)
    assert citizen.person.identity_number in words
    assert certificate.number in words
    assert opened(certificate)["check_code"][-5:] in words
    assert AuditEntry.objects.get(action="certificate.printed").actor == citizen
