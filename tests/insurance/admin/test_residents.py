"""The back office on residents: people in groups by two, committees, charged years."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notice
from accounts.rules.roles import Role
from insurance.models import ResidentAgent, SubsidisedPerson
from insurance.services import resident_payments
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.parties import UnitFactory
from tests.factories.residents import be_resident, in_group, resident_area
from tests.insurance.views.citizen.reading import main_of, sent, words_of
from tests.visits import let_in

SUBSIDISED = "/admin/insurance/subsidisedperson/"
AGENTS = "/admin/insurance/residentagent/"
HEAD = "name,id_number,group,first_day,last_day,proof"


@pytest.fixture(autouse=True)
def area(settings, db, bank):
    settings.HALL_TODAY = TODAY
    return resident_area()


@pytest.fixture
def exchange():
    return let_in(UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR], language="en"))


@pytest.fixture
def supervisor():
    return let_in(UserFactory(supervisor=True, language="en"))


def load(browser, *rows):
    content = "\n".join([HEAD, *rows]).encode()
    file = SimpleUploadedFile("a.csv", content, "text/csv")
    return browser.post(f"{SUBSIDISED}load/", sent(file=file))


def row(person, group="minimum_living", first="2026-01-01", last="", proof="云民〔2026〕1号"):
    return f"{person.name},{person.identity_number},{group},{first},{last},{proof}"


def test_rows_wait_for_a_second_person_and_then_count(exchange, supervisor):
    person = PersonFactory()
    assert "Loaded" in words_of(load(exchange, row(person)))
    waiting = SubsidisedPerson.objects.get()
    assert waiting.is_approved is None
    page = supervisor.get(SUBSIDISED)
    assert "Waits for approval" in words_of(page)
    assert person.identity_number not in page.content.decode()
    response = supervisor.post(f"{SUBSIDISED}decide/", sent(rows=[waiting.pk], decision="approve"))
    assert response.status_code == 302
    waiting.refresh_from_db()
    assert waiting.is_approved is True
    assert Notice.objects.filter(person=person, code="resident_subsidised").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"group": "rich"}, "none of those in force"),
        ({"first": "soon"}, "are written 2026-01-01"),
        ({"first": "2026-02-30"}, "are written 2026-01-01"),
        ({"last": "2025-12-31"}, "are written 2026-01-01"),
        ({"proof": ""}, "Name the document"),
    ],
)
def test_a_row_with_a_slip_is_named(exchange, changes, said):
    assert said in words_of(load(exchange, row(PersonFactory(), **changes)))
    assert not SubsidisedPerson.objects.exists()


def test_the_same_row_twice_is_known_and_another_group_is_refused(exchange):
    person = PersonFactory()
    load(exchange, row(person))
    assert "Known already 1" in words_of(load(exchange, row(person)))
    assert "in a group in these days already" in words_of(load(exchange, row(person, "extreme_poverty")))
    assert SubsidisedPerson.objects.count() == 1


def test_who_loaded_a_row_does_not_approve_it():
    both = UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR, Role.SUPERVISOR], language="en")
    waiting = in_group(PersonFactory(), approved=False)
    SubsidisedPerson.objects.filter(pk=waiting.pk).update(loaded_by=both)
    response = let_in(both).post(f"{SUBSIDISED}decide/", sent(rows=[waiting.pk], decision="approve"))
    assert response.status_code == 422
    assert "Ask a colleague" in words_of(response)


def test_a_file_that_is_none_is_refused(exchange):
    file = SimpleUploadedFile("a.csv", b"\x00\xff", "text/csv")
    assert exchange.post(f"{SUBSIDISED}load/", sent(file=file)).status_code == 422


def test_a_committee_is_named_and_ended():
    clerk = let_in(UserFactory(clerk=True, language="en"))
    unit = UnitFactory()
    assert clerk.post(AGENTS, sent(credit_code=unit.credit_code)).status_code == 302
    assert clerk.post(AGENTS, sent(credit_code=unit.credit_code)).status_code == 422
    assert clerk.post(AGENTS, sent(credit_code="91379901MA9000000X")).status_code == 422
    agent = ResidentAgent.objects.get()
    assert unit.name in words_of(clerk.get(AGENTS))
    assert clerk.post(f"{AGENTS}{agent.pk}/end/", sent()).status_code == 302
    agent.refresh_from_db()
    assert agent.ended_at
    assert clerk.post(AGENTS, sent(credit_code=unit.credit_code)).status_code == 302


def test_charged_years_show_what_they_rest_on():
    citizen = UserFactory()
    be_resident(citizen.person)
    in_group(citizen.person)
    number = citizen.person.public_id
    by = {"channel": "sandbox", "actor": citizen, "at": NOW, "on": TODAY}
    resident_payments.pay(citizen.person, [number], 2027, **by)
    cashier = let_in(UserFactory(staff=True, roles=[Role.CASHIER], language="en"))
    page = cashier.get(f"/admin/insurance/residentcharge/?number={number}")
    words = words_of(page)
    assert main_of(page)["total"] == "1"
    assert all(text in words for text in ("400.00", "240.00", "160.00", "2027"))
