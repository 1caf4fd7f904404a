"""A person's own bills: in simple words, without a late fee, the way to pay and to the paper."""

from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insurance.models import Assessment
from insurance.selectors.certificates import opened
from tests.factories import TODAY, PersonFactory, UserFactory
from tests.factories.bills import payment_certified
from tests.factories.contributions import charge
from tests.factories.money import area_with_rules, issued, ordered
from tests.insurance.documents.reading import words_of
from tests.insurance.views.employer.pages import attribute
from tests.visits import let_in

LIST = "/me/bills/"


@pytest.fixture(autouse=True)
def business_day(settings, db):
    settings.HALL_TODAY = TODAY
    area_with_rules()


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def own(user):
    return let_in(user)


def text(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_nobody_without_bills_is_left_alone(own):
    assert attribute(own.get(LIST), "total") == "0"


def test_overdue_bills_carry_no_late_fee_and_lead_to_paying(own, user):
    bills = issued(user.person, "2026-06", due_on=date(2026, 6, 25))
    words = text(own.get(LIST))
    for bill in bills:
        assert f'value="{bill.number}"' in words
        assert 'data-state="overdue"' in words
        page = text(own.get(f"{LIST}{bill.number}/"))
        assert f"/me/payments/new/?bill={bill.number}" in page
    total = f"{sum(bill.total_fen for bill in bills) / 100:,.2f}"
    assert total in words


def test_what_was_paid_before_it_is_credited_is_not_asked_for_again(own, user):
    charge(user.person, "2026-08", standing="paid")
    words = text(own.get(LIST))
    assert "目前没有应缴费用" in words
    assert 'data-state="paid"' in words
    assert 'name="bill"' not in words


def test_a_bill_of_the_unit_is_not_ones_own(own, user):
    bill = issued(user.person, "2026-06", unit=UserFactory(operator=True).unit)[0]
    assert own.get(f"{LIST}{bill.number}/").status_code == 404
    assert attribute(own.get(LIST), "total") == "0"


def test_a_payment_that_was_begun_is_told_at_home(own, user):
    order = ordered(issued(user.person, "2026-06"))
    assert f"/me/payments/{order.number}/" in text(own.get("/me/"))


def test_the_levy_order_of_a_person_knows_no_late_fee(own, user):
    bill = issued(user.person, "2026-06", due_on=date(2026, 6, 25))[0]
    words = words_of(own.get(f"{LIST}{bill.number}/levy-order.pdf").content)
    assert bill.number in words
    assert user.person.identity_number not in words
    assert "个人缴费不加收滞纳金" in words


def test_the_levy_order_of_a_bill_that_is_paid_asks_for_nothing(own, user):
    bill = issued(user.person, "2026-06", due_on=date(2026, 6, 25))[0]
    account = settings.HALL_FUND_ACCOUNTS[bill.agency]["number"].replace(" ", "")
    assert account in words_of(own.get(f"{LIST}{bill.number}/levy-order.pdf").content)
    bill.state, bill.paid_fen, bill.paid_on, bill.credited_on = "paid", bill.total_fen, *[date(2026, 6, 20)] * 2
    bill.save()
    words = words_of(own.get(f"{LIST}{bill.number}/levy-order.pdf").content)
    assert "目前没有应缴金额" in words
    assert account not in words


def test_a_bill_of_a_person_knows_no_part_of_a_unit(own, user):
    bill = issued(user.person, "2026-06")[0]
    page = text(own.get(f"{LIST}{bill.number}/"))
    assert "合计（元）" in page
    assert "单位缴纳（元）" not in page


def test_a_bill_of_a_whole_year_names_the_year_and_no_month(own, user):
    bill = issued(user.person, "2026-01")[0]
    Assessment.objects.filter(pk=bill.assessment_id).update(kind="yearly")
    for page in (own.get(LIST), own.get(f"{LIST}{bill.number}/")):
        assert "2026年度" in text(page)
    assert "2026年1月 ·" not in text(own.get(f"{LIST}{bill.number}/"))
    assert "2026年度" in words_of(own.get(f"{LIST}{bill.number}/levy-order.pdf").content)


def test_what_was_paid_on_a_bill_names_no_late_fee_that_nobody_owed(own, user):
    certificate = payment_certified(user.person)
    number = certificate.facts["bills"][0]["number"]
    page = text(own.get(f"{LIST}{number}/"))
    booked = page[page.index("缴费与入账记录") :]
    assert certificate.payment.number in booked
    assert certificate.number in booked
    assert "滞纳金" not in booked


def test_a_payment_is_certified_among_the_certificates_and_checked_by_strangers(own, user):
    certificate = payment_certified(user.person)
    page = text(own.get(f"/me/certificates/{certificate.number}/"))
    assert certificate.payment.number in page
    code = opened(certificate)["check_code"]
    checked = text(let_in(None).get(f"/verify/{certificate.number}/?code={code}"))
    assert certificate.payment.number in checked
    assert user.person.name not in checked
    paper = words_of(own.get(f"/me/certificates/{certificate.number}/certificate.pdf").content)
    for said in (certificate.number, user.person.name, user.person.identity_number, "缴费凭证"):
        assert said in paper


def test_the_list_takes_as_many_statements_for_many_bills_as_for_one(own, user):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            own.get(LIST)
        return len(captured)

    issued(user.person, "2026-08", due_on=date(2026, 12, 25))
    few = statements()
    for month in ("2026-03", "2026-04", "2026-05"):
        issued(user.person, month, due_on=date(2026, 12, 25))
    assert statements() == few <= 8


def test_another_persons_bill_does_not_exist(own):
    bill = issued(PersonFactory(), "2026-06")[0]
    assert own.get(f"{LIST}{bill.number}/").status_code == 404
    assert own.get(f"{LIST}{bill.number}/levy-order.pdf").status_code == 404
