"""From the row of the registry to the first employee: exchange desk, counter, activation, registration, increase."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Unit
from accounts.rules.roles import Agency, Role
from insurance.models import DeclarationPart
from tests.factories import TODAY, UserFactory
from tests.factories.parties import credit_code, resident_number
from tests.factories.record import AreaFactory
from tests.insurance.views.employer.pages import codes_of, hidden, sent
from tests.visits import let_in

CODE = credit_code(900_100)
ROW = (
    "event,credit_code,name,unit_type,representative,happened_on,address,authority,area\r\n"
    f"founded,{CODE},云州新启供应链有限公司,10,邹立,2026-08-27,云州市滨河路8号,云州市市场监督管理局,379901\r\n"
)
PASSWORD = "meadow-copper-67"


@pytest.fixture
def hall(db, settings):
    settings.HALL_TODAY = TODAY
    return AreaFactory()


def posted(browser, address: str, **answers):
    return browser.post(address, sent(**answers))


def first_operator(unit: Unit) -> str:
    """Return the code that the counter hands to the first operator."""
    counter = let_in(UserFactory(clerk=True))
    rights = ["prepare", "submit", "pay", "manage_operators"]
    address = f"/admin/accounts/unit/{unit.public_id}/operators/"
    page = posted(counter, address, operator="zouli", name="邹立", rights=rights).content.decode()
    return re.search(r'class="handed-out"[^>]*>([^<]+)<', page)[1]


def signed_in(code: str) -> Client:
    """Return a browser in which the operator chose a password and signed in."""
    browser = Client()
    page = browser.get("/accounts/activate/employer/")
    key = hidden(page, "submission_key")
    proof = {"credit_code": CODE, "operator": "zouli", "activation_code": code, "submission_key": key}
    browser.post("/accounts/activate/employer/", proof)
    page = browser.get("/accounts/activate/employer/")
    chosen = {
        "new_password": PASSWORD,
        "new_password_again": PASSWORD,
        "submission_key": hidden(page, "submission_key"),
    }
    browser.post("/accounts/activate/employer/", chosen)
    assert browser.get("/employer/").status_code == 200
    return browser


def submitted(browser, page: str, **answers) -> DeclarationPart:
    response = browser.post(page, sent(**answers))
    assert response.status_code == 302, codes_of(response)
    check = response.headers["Location"]
    seen = hidden(browser.get(check), "seen")
    assert browser.post(check, sent(seen=seen)).status_code == 302
    return DeclarationPart.objects.get(declaration__number=check.split("/")[3], agency="hrss")


def test_from_the_registry_to_the_first_employee(hall):
    exchange = let_in(UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR]))
    file = SimpleUploadedFile("registry.csv", ROW.encode("gb18030"), "text/csv")
    assert exchange.post("/admin/insurance/registrynotice/load/", sent(file=file)).status_code == 200
    unit = Unit.objects.get(credit_code=CODE)
    browser = signed_in(first_operator(unit))

    person = {"id_number": resident_number(date(1990, 2, 3), 222), "name": "林一"}
    refused = posted(browser, "/employer/increases/new/", **person)
    assert refused.status_code == 422

    page = browser.get("/employer/registration/").content.decode()
    assert "云州市滨河路8号" in page
    part = submitted(
        browser,
        "/employer/registration/",
        unit_type="10",
        industry="54",
        address="云州市滨河路8号",
        postcode="379900",
        representative_name="邹立",
        representative_number=resident_number(date(1979, 4, 4), 907),
        contact_name="邹立",
        contact_phone="0799-8226600",
        bank_name="云州银行滨河支行",
        bank_account="6222021607000042119",
        acknowledged="on",
    )
    clerk = let_in(UserFactory(clerk=True, agency=Agency.HRSS))
    decision = {"action": "accept", "version": part.version, "reason_code": "", "next_action": "", "text": ""}
    address = f"/admin/insurance/declarationpart/{part.pk}/decide/"
    assert posted(clerk, address, **decision).status_code == 302
    assert browser.get("/employer/registration/certificate.pdf").content.startswith(b"%PDF-")
    assert "R010" not in codes_of(posted(browser, "/employer/increases/new/", **person))
