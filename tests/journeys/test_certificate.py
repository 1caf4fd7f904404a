"""A certificate's life: made with the acceptance, handed on, checked by a stranger, revoked with the undoing, replaced."""

from datetime import date

import pytest
from django.test import Client

from accounts.rules.roles import Agency
from insurance.models import Certificate, DeclarationPart
from insurance.selectors.certificates import opened
from insurance.services import declarations, due
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.insurance.documents.reading import words_of
from tests.insurance.views.employer.pages import attribute, reduction, refusals, sent, submitted
from tests.visits import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


def accepted(number, on):
    for part in DeclarationPart.objects.filter(declaration__number=number).order_by("agency"):
        clerk = UserFactory(clerk=True, agency=Agency(part.agency))
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=on)


def checked(certificate) -> str:
    """Return what a stranger learns who scans the square code."""
    code = opened(certificate)["check_code"]
    return attribute(Client().get(f"/verify/{certificate.number}/?code={code}"), "state")


def test_from_the_acceptance_to_the_next_certificate(settings):
    operator, person = UserFactory(operator=True), PersonFactory()
    employ(person, operator.unit)
    unit, employee = let_in(operator), let_in(UserFactory(person=person))
    number = submitted(unit, person)
    assert attribute(employee.get("/me/certificates/"), "total") == "0"

    accepted(number, TODAY)
    first = Certificate.objects.get()
    assert attribute(employee.get(f"/me/certificates/{first.number}/"), "state") == "valid"
    paper = words_of(unit.get(f"/employer/declarations/{number}/certificates.pdf").content)
    assert person.identity_number in paper
    assert checked(first) == "valid"

    october = date(2026, 10, 1)
    settings.HALL_TODAY = october
    due.run_due(on=october, at=NOW)
    undone = unit.post(f"/employer/declarations/{number}/undo/", sent(scope="everybody"))
    assert undone.status_code == 302, refusals(undone)
    assert attribute(employee.get(f"/me/certificates/{first.number}/"), "state") == "revoked"
    assert checked(first) == "revoked"
    assert unit.get(f"/employer/declarations/{number}/certificates.pdf").status_code == 404

    again = unit.post("/employer/reductions/new/", reduction(person, ended_on="2026-09-30", stop_month="2026-11"))
    assert again.status_code == 302, refusals(again)
    number = again.headers["Location"].split("/")[3]
    unit.post(f"/employer/declarations/{number}/check/", sent())
    accepted(number, october)
    second = Certificate.objects.get(state="valid")
    page = employee.get(f"/me/certificates/{first.number}/")
    assert attribute(page, "state") == "replaced"
    assert f'href="/me/certificates/{second.number}/"' in page.content.decode()
    assert (checked(first), checked(second)) == ("replaced", "valid")
