"""What is payable, without signing in: by number and name, one answer for everything wrong, nothing more than amounts."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from accounts.middleware import LANGUAGE_COOKIE
from accounts.models import LoginAttempt
from insurance.models import PayableLookup
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.money import area_with_rules, issued
from tests.factories.record import CardFactory
from tests.factories.residents import be_resident, resident_area
from tests.insurance.views.employer.pages import attribute, refusals
from tests.visits import let_in

pytestmark = pytest.mark.django_db
ADDRESS = "/payments/lookup/"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY
    area_with_rules()


@pytest.fixture
def browser():
    return Client(headers={"cookie": f"{LANGUAGE_COOKIE}=en"})


@pytest.fixture
def person():
    return PersonFactory(name="欧阳晓安")


def looked_up(browser, number, name):
    return browser.post(ADDRESS, {"insured_number": number, "name": name})


def test_number_and_name_show_each_amount_and_mask_the_name(browser, person):
    bills = issued(person, "2026-08")
    response = looked_up(browser, person.identity_number, " 欧阳晓安 ")
    words = unescape(response.content.decode())
    assert response.status_code == 200
    assert attribute(response, "amount") == str(sum(bill.total_fen for bill in bills))
    assert all(bill.number in words for bill in bills)
    assert "欧阳*安" in words
    assert person.name not in words
    assert person.identity_number not in words


def test_the_number_of_the_card_will_do(browser, person):
    card = CardFactory(person=person)
    assert attribute(looked_up(browser, card.number, person.name), "amount") == "0"


def test_what_a_unit_owes_is_nobody_elses_business(browser, person):
    issued(person, "2026-08", unit=UserFactory(operator=True).unit)
    response = looked_up(browser, person.identity_number, person.name)
    assert attribute(response, "total") == "0"


def test_a_bill_is_paid_online_or_by_transfer_with_its_number(browser, person):
    issued(person, "2026-08")
    html = looked_up(browser, person.identity_number, person.name).content.decode()
    assert 'href="/me/bills/"' in html
    assert "Or transfer the exact amount" in html
    assert "/me/resident-medical/" not in main_part(html)


def test_a_residents_year_has_no_bill_whose_number_a_transfer_could_name(browser, person):
    resident_area()
    be_resident(person)
    html = looked_up(browser, person.identity_number, person.name).content.decode()
    assert 'href="/me/resident-medical/"' in main_part(html)
    assert "Or transfer the exact amount" not in html


def main_part(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def test_everything_wrong_is_answered_alike(browser, person):
    other = PersonFactory()
    wrong = [
        (person.identity_number, "欧阳晓宁"),
        (person.identity_number, other.name),
        ("379901198504129999", person.name),
        (person.public_id, person.name),
    ]
    for number, name in wrong:
        response = looked_up(browser, number, name)
        assert response.status_code == 422
        assert refusals(response) == {("error-summary", "lookup.no_match")}
        assert number in response.content.decode()


def test_after_several_wrong_ones_the_next_has_to_wait(browser, person):
    for _ in range(5):
        looked_up(browser, person.identity_number, "别人")
    response = looked_up(browser, person.identity_number, person.name)
    assert response.status_code == 429
    assert response.headers["Retry-After"]
    LoginAttempt.objects.update(at=NOW - timedelta(days=3))
    assert looked_up(browser, person.identity_number, person.name).status_code == 200


def test_the_person_sees_that_it_was_looked_up(browser):
    user = UserFactory()
    looked_up(browser, user.person.identity_number, "别人")
    assert "Looked up without signing in" not in english(user)
    looked_up(browser, user.person.identity_number, user.person.name)
    assert "Looked up without signing in" in english(user)
    assert PayableLookup.objects.filter(person=user.person).count() == 1


def english(user) -> str:
    own = let_in(user)
    own.cookies[LANGUAGE_COOKIE] = "en"
    return own.get("/me/access-log/").content.decode()
