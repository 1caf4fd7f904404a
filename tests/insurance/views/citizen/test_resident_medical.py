"""The page of a resident's year: what is payable, for whom, paying it, members of the family."""

from datetime import date

import pytest

from insurance.models import Bill, Enrolment, Payment, ResidentProxy
from insurance.services import payment_orders
from tests.factories import PersonFactory, UserFactory, employ
from tests.factories.parties import UnitFactory, resident_number
from tests.factories.residents import be_resident, bound_card, in_group, pays_for, resident_area
from tests.insurance.views.citizen.reading import inputs, main_of, refusals, sent, words_of
from tests.visits import let_in

PAGE = "/me/resident-medical/"
FAMILY = f"{PAGE}family/new/"


@pytest.fixture(autouse=True)
def area(citizen, bank):
    return resident_area()


def pay(browser, *people, **changes):
    answers = {"year": "2027", "people": [person.public_id for person in people], "channel": "sandbox", **changes}
    return browser.post(PAGE, sent(**answers))


def test_the_next_year_is_shown_in_its_season_and_this_one_on_request(browser):
    assert main_of(browser.get(PAGE))["year"] == "2027"
    assert main_of(browser.get(PAGE, {"year": "2026"}))["year"] == "2026"
    assert main_of(browser.get(PAGE, {"year": "1999"}))["year"] == "2027"


def test_amount_and_first_day_stand_beside_the_name(browser, citizen):
    be_resident(citizen.person)
    words = words_of(browser.get(PAGE))
    assert "¥400.00" in words or "400.00" in words
    assert "covered from 1 January 2027" in words


def test_a_subsidy_is_shown_with_its_group(browser, citizen):
    be_resident(citizen.person)
    in_group(citizen.person)
    words = words_of(browser.get(PAGE))
    assert "160.00" in words
    assert "minimum living allowance" in words


def test_late_payment_shows_the_wait_before_anybody_pays(browser, citizen):
    words = words_of(browser.get(PAGE, {"year": "2026"}))
    assert "The season for 2026 is over" in words
    assert "covered after a wait, from 10 December 2026" in words


def test_who_is_insured_by_a_unit_is_told_the_way_out(browser, citizen):
    employ(citizen.person, UnitFactory())
    words = words_of(browser.get(PAGE))
    assert "nobody is insured twice" in words
    assert "Pay for the people ticked" not in words


def test_paying_leads_to_the_order(browser, citizen):
    response = pay(browser, citizen.person)
    order = Payment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/me/payments/{order.number}/")
    assert "Being paid" in words_of(browser.get(PAGE))
    assert browser.get(response["Location"]).status_code == 200


def test_the_same_form_twice_is_one_order(browser, citizen):
    answers = sent(year="2027", people=[citizen.person.public_id], channel="sandbox")
    first, second = browser.post(PAGE, answers), browser.post(PAGE, answers)
    assert first["Location"] == second["Location"]
    assert Payment.objects.count() == 1


def test_a_bound_card_goes_with_the_order(browser, citizen):
    card = bound_card(citizen.person)
    assert card.public_id in inputs(browser.get(PAGE), "checked")
    pay(browser, citizen.person, card=card.public_id)
    assert Payment.objects.get().card_last_four == "0000"


def test_somebody_elses_card_is_no_card(browser, citizen):
    bound_card(citizen.person)
    other = bound_card(UserFactory().person)
    assert pay(browser, citizen.person, card=other.public_id).status_code == 422
    assert not Payment.objects.exists()


def test_what_is_borne_whole_is_confirmed_without_an_order(browser, citizen):
    be_resident(citizen.person)
    in_group(citizen.person, "extreme_poverty")
    response = pay(browser, citizen.person)
    assert response["Location"] == f"{PAGE}?year=2027"
    assert "Paid and recorded" in words_of(browser.get(PAGE))


def test_without_a_way_to_pay_online_no_button_is_shown_that_could_only_fail(browser, citizen, monkeypatch):
    be_resident(citizen.person)
    assert "Pay for the people ticked" in words_of(browser.get(PAGE))
    monkeypatch.setattr(payment_orders, "channels_on_offer", list)
    assert "Pay for the people ticked" not in words_of(browser.get(PAGE))
    in_group(citizen.person, "extreme_poverty")
    assert "Pay for the people ticked" in words_of(browser.get(PAGE)), "what is borne whole needs no way to pay"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"people": []}, "resident.nobody"),
        ({"people": ["P99999999"]}, "resident.not_yours"),
        ({"people": ["x" * 40]}, "resident.nobody"),
        ({"people": ["P\0"]}, "resident.nobody"),
        ({"year": "2030"}, "resident.year"),
        ({"year": "soon"}, "invalid"),
        ({"channel": "pigeon"}, "invalid_choice"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(browser, citizen, changes, code):
    response = pay(browser, citizen.person, **changes)
    assert response.status_code == 422
    assert code in {found for _place, found in refusals(response)}
    assert not Bill.objects.exists()
    assert not Enrolment.objects.exists()


def test_the_order_names_in_part_for_whom_it_pays(browser, citizen):
    child = PersonFactory(name="欧阳小鱼")
    pays_for(citizen, child)
    page = browser.get(pay(browser, child)["Location"])
    assert "欧阳*鱼" in words_of(page)
    assert child.name not in words_of(page)


def test_a_refused_page_keeps_who_was_ticked(browser, citizen):
    child = PersonFactory()
    pays_for(citizen, child)
    response = pay(browser, child, channel="pigeon")
    assert inputs(response, "checked") >= {child.public_id}
    assert citizen.person.public_id not in inputs(response, "checked")


# The family ---------------------------------------------------------------------------------------------------------


def family(browser, person, **changes):
    answers = {"name": person.name, "id_number": person.identity_number, "relation": "child", **changes}
    return browser.post(FAMILY, sent(**answers))


def test_a_child_is_added_and_stands_on_the_page(browser, citizen):
    child = PersonFactory()
    be_resident(child)
    assert family(browser, child)["Location"] == PAGE
    words = words_of(browser.get(PAGE))
    assert child.name in words
    assert "my child" in words
    assert child.identity_number not in browser.get(PAGE).content.decode()


@pytest.mark.parametrize("changes", [{"name": "别人"}, {"id_number": resident_number(date(1990, 1, 1), 998)}])
def test_what_does_not_fit_is_answered_alike(browser, changes):
    person = PersonFactory()
    response = family(browser, person, **changes)
    assert response.status_code == 422
    assert ("id_number", "resident.no_match") in refusals(response)
    assert changes.get("name", person.name) in response.content.decode()


def test_a_number_with_a_slip_says_so(browser):
    response = family(browser, PersonFactory(), id_number="37990119900101001")
    assert ("id_number", "id.shape") in refusals(response) or response.status_code == 422


def test_a_relation_is_ended_from_either_side(browser, citizen):
    child = UserFactory(language="en")
    proxy = pays_for(citizen, child.person)
    other_side = let_in(child)
    assert "End it" in words_of(other_side.get(PAGE))
    assert other_side.post(f"{PAGE}family/{proxy.number}/", sent()).status_code == 302
    assert ResidentProxy.objects.get().ended_by == child


def test_who_ends_a_relation_twice_is_led_to_where_the_end_shows(browser, citizen):
    address = f"{PAGE}family/{pays_for(citizen, PersonFactory()).number}/"
    answers = sent()
    assert [browser.post(address, answers)["Location"] for _twice in range(2)] == [PAGE, PAGE]
    assert browser.post(address, sent())["Location"] == PAGE, "from a page that is behind"
    assert browser.get(address)["Location"] == PAGE
    assert let_in(UserFactory()).get(address).status_code == 404


def test_the_access_log_names_who_asked_only_in_part(browser, citizen):
    payer = UserFactory(person__name="王建国")
    pays_for(payer, citizen.person)
    words = words_of(browser.get("/me/access-log/"))
    assert "王*国" in words
    assert "王建国" not in words


def test_many_members_cost_no_more_statements(browser, citizen, django_assert_max_num_queries):
    for _ in range(8):
        child = PersonFactory()
        be_resident(child, paid=range(2026, 2027))
        pays_for(citizen, child)
    with django_assert_max_num_queries(34):
        browser.get(PAGE)
