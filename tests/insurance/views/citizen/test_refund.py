"""Asking money back on the pages of a person: the offer, what is explained first, the form, and where it stands after."""

from datetime import date

import pytest

from accounts.models import AccessEntry
from insurance.models import Declaration, Refund
from insurance.rules.refunds import RefundReason
from insurance.services import declarations, refunds
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.money import area_with_rules, cashier, corrected, issued, ordered, said, told
from tests.factories.refunds import asked, decided, giving_bank, paid_year
from tests.factories.residents import bound_card, pays_for, resident_area
from tests.insurance.views.citizen.reading import main_of, refusals, sent, words_of
from tests.visits import let_in

BY = {"at": NOW, "on": TODAY}


@pytest.fixture(autouse=True)
def bank(monkeypatch, db):
    giving_bank(monkeypatch)


@pytest.fixture
def bill(citizen):
    return paid_year(citizen.person)


def page_of(bill) -> str:
    return f"/me/bills/{bill.number}/"


def refund_page(bill) -> str:
    return f"/me/bills/{bill.number}/refund/"


def test_a_paid_year_that_has_not_begun_offers_it(browser, bill):
    assert refund_page(bill) in browser.get(page_of(bill)).content.decode()
    page = words_of(browser.get(refund_page(bill)))
    assert "¥400.00" in page
    assert "The way it came" in page
    assert "cover for 2027 does not begin" in page
    assert "No law sets a time. The agency promises an answer by 24 September 2026" in page
    assert "The insured person has died" not in page, "nobody asks because they have died"


def test_the_request_leads_to_its_page_and_the_bill_says_so(browser, bill):
    response = browser.post(refund_page(bill), sent(reason="other_scheme", text="已在单位参保"))
    request = Declaration.objects.get()
    assert response.headers["Location"] == f"/me/declarations/{request.number}/"
    case = browser.get(response.headers["Location"])
    assert main_of(case) == {"kind": "refund", "number": request.number, "state": "submitted"}
    assert "已在单位参保" in words_of(case)
    assert f"/me/declarations/{request.number}/receipt.pdf" in case.content.decode()
    assert browser.get(f"/me/declarations/{request.number}/receipt.pdf").status_code == 200
    page = browser.get(page_of(bill)).content.decode()
    assert f"/me/declarations/{request.number}/" in page
    assert refund_page(bill) not in page
    assert browser.get(refund_page(bill)).headers["Location"] == f"/me/declarations/{request.number}/"
    assert request.number in browser.get("/me/").content.decode()


def test_one_form_sent_twice_asks_once(browser, bill):
    answers = sent(reason="emigrated", text="")
    first, second = (browser.post(refund_page(bill), answers) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert refusals(browser.post(refund_page(bill), sent(reason="emigrated"))) == {
        ("error-summary", "refund.asked_already")
    }
    assert Declaration.objects.count() == 1


def test_what_is_missing_or_wrong_comes_back_with_what_was_typed(browser, bill):
    page = browser.post(refund_page(bill), sent(text="迁往外地"))
    assert page.status_code == 422
    assert {field for field, _code in refusals(page)} == {"reason"}
    assert "迁往外地" in page.content.decode()
    assert browser.post(refund_page(bill), sent(reason="died")).status_code == 422
    assert not Declaration.objects.exists()


def test_once_the_cover_has_begun_the_page_says_what_else_can_be_done(browser, citizen):
    bill = paid_year(citizen.person, month="2026-01")
    assert refund_page(bill) not in browser.get(page_of(bill)).content.decode()
    page = browser.get(refund_page(bill))
    assert "The cover began on 1 January 2026" in words_of(page)
    assert "12333" in words_of(page)
    assert "<textarea" not in page.content.decode()
    assert refusals(browser.post(refund_page(bill), sent(reason="emigrated"))) == {
        ("error-summary", "refund.year_began")
    }


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("proposed", "Accepted, waits for the second signature"),
        ("rejected", "did not approve"),
        ("approved", "signed on"),
        ("done", "given back on"),
    ],
)
def test_the_case_and_the_bill_say_where_the_money_is(browser, citizen, bill, state, words):
    request = asked(citizen, bill)
    refund = decided(request)
    if state == "rejected":
        refunds.reject(refund.number, "查无外地参保记录", actor=UserFactory(supervisor=True), at=NOW)
    if state in ("approved", "done"):
        refunds.approve(refund.number, actor=UserFactory(supervisor=True), **BY)
    if state == "done":
        refunds.send(refund.pk, **BY)
    case = words_of(browser.get(f"/me/declarations/{request.number}/"))
    assert words in case
    assert refund.number in case
    of_bill = words_of(browser.get(page_of(bill)))
    if state == "rejected":
        assert "查无外地参保记录" in case
        assert "administrative reconsideration" in case
        assert "Ask for a refund" in of_bill
    else:
        assert words in of_bill


def test_a_request_that_was_sent_back_is_corrected_on_the_same_page(browser, citizen, bill):
    request = asked(citizen, bill)
    part, clerk = request.parts.get(), UserFactory(clerk=True, agency="medical")
    why = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请说明转到哪里参保。"}
    declarations.send_back(part.pk, actor=clerk, version=part.version, at=NOW, **why)
    address = f"{refund_page(bill)}?declaration={request.number}"
    assert address in browser.get(f"/me/declarations/{request.number}/").content.decode()
    assert "请说明转到哪里参保。" in words_of(browser.get(address))
    response = browser.post(address, sent(reason="other_scheme", text="浙江省杭州市"))
    assert response.headers["Location"] == f"/me/declarations/{request.number}/"
    request.refresh_from_db()
    assert request.details["text"] == "浙江省杭州市"


def test_who_paid_for_a_relative_asks_and_nobody_else(browser, citizen):
    resident_area()
    insured = UserFactory(language="en")
    pays_for(citizen, insured.person)
    bill = paid_year(insured.person, payer=citizen.person)
    assert refund_page(bill) in browser.get("/me/resident-medical/?year=2027").content.decode()
    page = browser.get(refund_page(bill))
    assert "The insured person has died" in words_of(page)
    assert let_in(UserFactory()).get(refund_page(bill)).status_code == 404
    of_insured = words_of(let_in(insured).get(refund_page(bill)))
    assert "to whoever paid" in of_insured
    assert citizen.person.name not in of_insured
    request = asked(citizen, bill, RefundReason.DIED)
    shown = let_in(insured).get(page_of(bill)).content.decode()
    assert "has been asked for" in shown
    assert request.number not in shown


def test_the_clerk_sees_bill_payment_and_way_and_who_is_seen_can_read_it(citizen):
    insured = PersonFactory()
    bill = paid_year(insured, payer=citizen.person)
    bound_card(citizen.person)
    part = asked(citizen, bill, RefundReason.DIED, "母亲于八月去世").parts.get()
    clerk = UserFactory(clerk=True, agency="medical", language="en")
    page = let_in(clerk).get(f"/admin/insurance/declarationpart/{part.pk}/").content.decode()
    for words in (bill.number, "¥400.00", "母亲于八月去世", "recorded as alive", citizen.person.public_id, "0000"):
        assert words in page
    looked = AccessEntry.objects.filter(reference=part.declaration.number).values_list("person", flat=True)
    assert set(looked) == {insured.pk, citizen.person.pk}


def test_the_cashier_sees_that_it_was_asked_for_and_proposes_nothing(citizen, bill):
    request = asked(citizen, bill)
    money = let_in(cashier())
    page = money.get(f"/admin/insurance/bill/{bill.number}/").content.decode()
    assert request.number in page
    assert f"/admin/insurance/bill/{bill.number}/refund/" not in page
    refund = decided(request)
    assert request.number in money.get(f"/admin/insurance/refund/{refund.number}/").content.decode()
    assert AccessEntry.objects.get(reference=refund.number).person == citizen.person
    assert Refund.objects.count() == 1


def test_whoever_gets_the_money_can_read_who_looked_at_the_refund(citizen):
    payer = PersonFactory()
    refund = decided(asked(citizen, paid_year(citizen.person, payer=payer)))
    let_in(cashier()).get(f"/admin/insurance/refund/{refund.number}/")
    looked = AccessEntry.objects.filter(reference=refund.number).values_list("person", flat=True)
    assert sorted(looked) == sorted([citizen.person_id, payer.pk])


def test_what_too_much_was_charged_is_asked_back_from_the_credit_note(browser, citizen):
    area_with_rules()
    bill = issued(citizen.person)[0]
    told(said(ordered([bill])))
    note = corrected(bill, {"pension_own": -5_000})
    assert refund_page(note) in browser.get(page_of(note)).content.decode()
    page = words_of(browser.get(refund_page(note)))
    assert "¥50.00" in page
    assert "the money pays your next bill by itself" in page
    assert "Too much was collected" in page
    assert browser.post(refund_page(note), sent(reason="over_collected")).status_code == 302
    assert refund_page(bill) not in browser.get(page_of(bill)).content.decode()


def test_the_bill_page_asks_no_more_of_the_database_for_a_paid_year(browser, bill, django_assert_max_num_queries):
    browser.get(page_of(bill))
    with django_assert_max_num_queries(20):
        browser.get(page_of(bill))


def test_a_year_that_has_just_begun_can_still_be_accepted(browser, citizen, bill, settings):
    request = asked(citizen, bill)
    settings.HALL_TODAY = date(2027, 1, 4)
    refund = decided(request, on=date(2027, 1, 4))
    assert refund.number in words_of(browser.get(f"/me/declarations/{request.number}/"))


def test_the_page_of_the_years_tells_what_was_asked_and_offers_no_second_request(browser, citizen, bill):
    years = "/me/resident-medical/?year=2027"
    assert "Where the refund stands" not in words_of(browser.get(years))
    request = asked(citizen, bill)
    assert "Where the refund stands" in words_of(browser.get(years))
    assert f'<a href="{page_of(bill)}">' in browser.get(f"/me/declarations/{request.number}/").content.decode()
    decided(request)
    assert "Where the refund stands" in words_of(browser.get(years))
    assert browser.get(refund_page(bill)).headers["Location"] == f"/me/declarations/{request.number}/"


def test_a_request_that_was_accepted_is_not_called_effective_while_the_money_is_not_there(browser, citizen, bill):
    request = asked(citizen, bill)
    decided(request)
    page = words_of(browser.get(f"/me/declarations/{request.number}/"))
    assert "Accepted, waits for the second signature" in page
    assert "In effect" not in page
    assert "Took effect" not in page


def test_who_has_nothing_left_to_pay_sees_no_steps_of_paying(browser, bill):
    assert "Certificate" not in words_of(browser.get("/me/resident-medical/?year=2027"))
    assert "Certificate" in words_of(browser.get("/me/resident-medical/?year=2026"))


def test_what_takes_a_year_back_is_called_by_the_year(browser, citizen, bill):
    refund = decided(asked(citizen, bill))
    refunds.approve(refund.number, actor=UserFactory(supervisor=True), **BY)
    note = refund.request.refunds.get().bill
    assert note != bill
    assert browser.get("/me/bills/").content.decode().count("The year 2027") == 2
    assert "The year 2027" in words_of(browser.get(page_of(note)))


def test_what_is_missing_is_said_before_everything_else(browser, bill):
    response = browser.post(refund_page(bill), sent(reason=""))
    assert response.status_code == 422
    words = words_of(response)
    assert words.index("Please look at the following") < words.index("What happens")
