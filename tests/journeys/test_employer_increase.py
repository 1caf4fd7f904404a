"""A unit takes on somebody another unit insures: asked, released, accepted, in effect; both rosters and the person agree."""

from datetime import date

import pytest

from accounts.models import Notice
from accounts.rules.roles import Agency
from insurance.models import DeclarationPart, Enrolment
from insurance.services import declarations, due
from tests.factories import NOW, TODAY, UserFactory, employ
from tests.insurance.views.employer.pages import attribute, codes_of, hidden, reduction, refusals, sent
from tests.insurance.views.employer.test_increases import about
from tests.visits import let_in

pytestmark = pytest.mark.django_db

FIRST_OF_OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


def sent_through(browser, address, answers) -> str:
    """Fill in a form, look it over and submit; return the number."""
    response = browser.post(address, answers)
    assert response.status_code == 302, refusals(response)
    check = response.headers["Location"]
    return browser.post(check, sent(seen=hidden(browser.get(check), "seen"))).headers["Location"].split("/")[3]


def clerks_accept(number):
    for agency in Agency:
        part = DeclarationPart.objects.get(declaration__number=number, agency=agency)
        clerk = UserFactory(clerk=True, agency=agency)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=TODAY)


def test_from_one_unit_to_another(settings):
    old, new, citizen = UserFactory(operator=True), UserFactory(operator=True), UserFactory()
    person = citizen.person
    employ(person, old.unit)
    asking, asked, own = let_in(new), let_in(old), let_in(citizen)

    assert "A022" in codes_of(asking.post("/employer/increases/new/", about(person, acknowledged=None)))
    number = sent_through(asking, "/employer/increases/new/", about(person))
    case, request = f"/employer/declarations/{number}/", f"/employer/stop-requests/{number}/"
    assert attribute(asked.get(request), "state") == "pending"
    assert f"/employer/stop-requests/{number}/" in asked.get("/employer/").content.decode()
    assert new.unit.name in own.get("/me/").content.decode()
    assert new.unit.name in own.get("/me/insurance/").content.decode()

    released = sent_through(
        asked, f"/employer/reductions/new/?person={person.public_id}", reduction(person, id_number=None, name=None)
    )
    assert released in asked.get(request).content.decode()
    clerks_accept(released)
    assert attribute(asked.get(request), "state") == "done"
    clerks_accept(number)
    assert attribute(asking.get(case), "state") == "accepted"

    settings.HALL_TODAY = FIRST_OF_OCTOBER
    due.run_due(on=FIRST_OF_OCTOBER, at=NOW)
    due.run_due(on=FIRST_OF_OCTOBER, at=NOW)

    assert attribute(asking.get(case), "state") == "effective"
    assert attribute(asking.get("/employer/staff/"), "total") == "1"
    assert attribute(asked.get("/employer/staff/"), "total") == "0"
    assert attribute(asking.get(f"/employer/staff/{person.public_id}/"), "state") == "insured"
    assert attribute(asked.get(f"/employer/staff/{person.public_id}/"), "state") == "stopped"
    running = Enrolment.objects.filter(person=person, stop_month=None)
    assert set(running.values_list("unit", "first_month")) == {(new.unit_id, FIRST_OF_OCTOBER)}
    assert running.count() == 5
    told = list(Notice.objects.filter(person=person).order_by("pk").values_list("code", flat=True))
    assert {"increase_filed_for_you", "insured_through_unit"} <= set(told)
    assert own.get("/accounts/inbox/").status_code == 200
