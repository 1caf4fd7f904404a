"""A committee's list of residents: adding people, what is payable, one order for all, and who sees what."""

import pytest

from insurance.models import Payment, ResidentProxy
from tests.factories import TODAY, PersonFactory, UserFactory
from tests.factories.residents import be_resident, listed, name_agent, resident_area
from tests.insurance.views.citizen.reading import main_of, words_of
from tests.insurance.views.employer.pages import codes_of, sent
from tests.visits import let_in

PAGE = "/employer/residents/"
ADD = f"{PAGE}add/"


@pytest.fixture(autouse=True)
def area(settings, db, bank):
    settings.HALL_TODAY = TODAY
    return resident_area()


@pytest.fixture
def browser(committee):
    return let_in(committee)


def lines(*people) -> str:
    return "\n".join(f"{person.name}\t{person.identity_number}" for person in people)


def test_for_a_unit_that_was_not_named_the_pages_do_not_exist():
    other = let_in(UserFactory(operator=True))
    assert [other.get(page).status_code for page in (PAGE, ADD)] == [404, 404]


def test_an_empty_list_says_what_to_do(browser):
    assert "Nobody is on the list" in words_of(browser.get(PAGE))


def test_people_are_pasted_and_stand_on_the_list_hidden_in_part(browser):
    people = [PersonFactory(), PersonFactory()]
    assert browser.post(ADD, sent(rows=lines(*people)))["Location"] == PAGE
    page = browser.get(PAGE)
    assert main_of(page)["total"] == "2"
    for person in people:
        assert person.name not in words_of(page)
        assert person.identity_number not in page.content.decode()


def test_lines_that_fail_are_named_and_kept(browser):
    person, stranger = PersonFactory(), PersonFactory.build(sequence=998)
    response = browser.post(ADD, sent(rows=f"{lines(person)}\n谁 {stranger.identity_number}"))
    assert response.status_code == 200
    words = words_of(response)
    assert "Line 2" in words
    assert stranger.identity_number in response.content.decode()
    assert person.identity_number not in response.content.decode()
    assert ResidentProxy.objects.get().person == person


@pytest.mark.parametrize("rows", ["", "\n\n", "谁"])
def test_nothing_that_can_be_taken_is_refused(browser, rows):
    assert browser.post(ADD, sent(rows=rows)).status_code == 422
    assert not ResidentProxy.objects.exists()


def test_one_order_pays_for_those_ticked(browser, committee):
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        be_resident(person)
        listed(committee, person)
    chosen = [person.public_id for person in people[:2]]
    response = browser.post(PAGE, sent(year="2027", people=chosen, channel="sandbox"))
    order = Payment.objects.get()
    assert response["Location"] == f"/employer/payments/{order.number}/"
    assert (order.amount_fen, order.items.count()) == (80_000, 2)
    assert browser.get(response["Location"]).status_code == 200


def test_everybody_who_can_be_paid_is_paid_with_one_tick(browser, committee):
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        listed(committee, person)
    browser.post(PAGE, sent(year="2027", everybody="on", channel="sandbox"))
    assert Payment.objects.get().items.count() == 3


def test_who_may_not_pay_is_told_who_may(committee):
    listed(committee, PersonFactory())
    colleague = UserFactory(operator=True, unit=committee.unit, rights=["prepare"], language="en")
    browser = let_in(colleague)
    assert committee.name in words_of(browser.get(PAGE))
    response = browser.post(PAGE, sent(year="2027", people=["P1"], channel="sandbox"))
    assert (response.status_code, codes_of(response)) == (422, {"R009"})


def test_somebody_is_taken_off_the_list(browser, committee):
    proxy = listed(committee, PersonFactory())
    assert browser.post(f"{PAGE}{proxy.number}/", sent()).status_code == 302
    assert main_of(browser.get(PAGE))["total"] == "0"


def test_another_committees_resident_does_not_exist(browser):
    other = UserFactory(operator=True)
    name_agent(other)
    proxy = listed(other, PersonFactory())
    assert browser.get(f"{PAGE}{proxy.number}/").status_code == 404


def test_a_long_list_is_paged_and_costs_the_same(browser, committee, django_assert_max_num_queries):
    for _ in range(53):
        listed(committee, PersonFactory())
    with django_assert_max_num_queries(30):
        page = browser.get(PAGE)
    assert page.content.decode().count("data-person=") == 50
    assert "after=" in page.content.decode()
