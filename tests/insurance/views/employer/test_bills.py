"""A unit's bills: the list, one bill with its people and late fee, the files, and how few statements that takes."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.rules.roles import OperatorRight
from insurance.models import Bill
from insurance.selectors.bills import due_now
from insurance.selectors.deferrals import deferrable
from insurance.selectors.policy import late_fee_rule_on
from portal.templatetags.portal_tags import yuan
from tests.factories import TODAY, PersonFactory, UserFactory
from tests.factories.bills import big_bill, cost_on, payment_certified
from tests.factories.money import area_with_rules, issued, ordered
from tests.factories.record import employ
from tests.insurance.documents.reading import words_of
from tests.insurance.views.employer.pages import attribute
from tests.visits import let_in

LIST = "/employer/bills/"
OVERDUE = date(2026, 8, 25)


@pytest.fixture(autouse=True)
def rules(db):
    return area_with_rules()


@pytest.fixture
def bill(operator) -> Bill:
    """An overdue bill of the medical agency with one person."""
    return issued(PersonFactory(name="林晓安"), "2026-08", unit=operator.unit, due_on=OVERDUE)[1]


def page_of(bill: Bill, query: str = "") -> str:
    return f"{LIST}{bill.number}/{query}"


def text(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_what_asks_for_money_stands_first_the_oldest_on_top(browser, operator):
    person = PersonFactory()
    later = issued(person, "2026-08", unit=operator.unit)
    oldest = issued(person, "2026-06", unit=operator.unit)
    Bill.objects.filter(pk=later[0].pk).update(state="paid", paid_fen=later[0].total_fen, credited_on=date(2026, 9, 1))
    words = text(browser.get(LIST))
    order = [words.index(f'data-number="{bill.number}"') for bill in (later[1], *oldest, later[0])]
    assert order == sorted(order)
    assert 'data-total="4"' in words


def test_the_button_that_pays_stands_below_what_is_ticked_and_above_the_other_bills(browser, operator, bill):
    done = issued(PersonFactory(), "2026-06", unit=operator.unit)[0]
    Bill.objects.filter(pk=done.pk).update(state="paid", paid_fen=done.total_fen, credited_on=date(2026, 7, 1))
    words = text(browser.get(LIST))
    places = [f'name="bill" value="{bill.number}"', "缴纳勾选的征集单", "</form>", f'data-number="{done.number}"']
    order = [words.index(place, words.index("<main")) for place in places]
    assert order == sorted(order)


def test_a_year_without_bills_leads_back_to_the_others(browser, bill):
    words = text(browser.get(f"{LIST}?year=2019"))
    assert "没有征集单" in words
    assert 'href="?year=2026"' in words


def test_what_a_bill_comes_to_today_stands_above_with_its_late_fee(browser, bill, rules):
    words = text(browser.get(page_of(bill)))
    principal, fee = cost_on(bill, TODAY, rule=late_fee_rule_on(rules, TODAY))
    above = words[words.index("<main") : words.index("应缴明细")]
    assert f"{yuan(principal + fee)}元" in above
    assert f"{yuan(fee)}元" in above


def test_a_bill_of_another_unit_is_not_on_the_list(browser, bill):
    other = issued(PersonFactory(), "2026-08", unit=UserFactory(operator=True).unit)[0]
    words = text(browser.get(LIST))
    assert bill.number in words
    assert other.number not in words


@pytest.mark.parametrize(("show", "count"), [("to_pay", "2"), ("to_come", "0"), ("done", "0")])
def test_the_parts_of_the_list_are_counted(browser, bill, show, count):
    assert attribute(browser.get(f"{LIST}?show={show}"), "total") == count


def test_a_bill_that_is_paid_and_on_its_way_asks_for_nothing(browser, operator, bill):
    other = Bill.objects.exclude(pk=bill.pk).get()
    Bill.objects.filter(pk=bill.pk).update(paid_fen=bill.total_fen, paid_on=date(2026, 8, 20))
    assert attribute(browser.get(f"{LIST}?show=to_pay"), "total") == "1"
    assert bill.number in text(browser.get(f"{LIST}?show=to_come"))
    assert due_now(operator.unit, on=TODAY).count == 1
    assert deferrable(operator.unit) == [other]


def test_only_who_may_pay_is_offered_to(operator, bill):
    assert "/employer/payments/new/" in text(let_in(operator).get(LIST))
    looking = UserFactory(operator=True, unit=operator.unit, rights=[OperatorRight.PREPARE])
    assert "/employer/payments/new/" not in text(let_in(looking).get(LIST))


def test_a_bill_that_is_being_paid_leads_to_its_order(browser, bill):
    order = ordered([bill])
    assert f"/employer/payments/{order.number}/" in text(browser.get(LIST))
    words = text(browser.get(page_of(bill)))
    assert f"/employer/payments/{order.number}/" in words
    assert f"/employer/payments/new/?bill={bill.number}" not in words


def test_the_late_fee_to_a_day_is_what_paying_on_it_costs(browser, bill, rules):
    for on in (date(2026, 9, 10), date(2026, 12, 31)):
        principal, fee = cost_on(bill, on, rule=late_fee_rule_on(rules, on))
        assert fee > 0
        words = text(browser.get(page_of(bill, f"?on={on.isoformat()}")))
        assert f'data-principal="{principal}" data-late-fee="{fee}" data-on="{on.isoformat()}"' in words


@pytest.mark.parametrize("day", ["2026-01-01", "yesterday", "2030-01-01"])
def test_a_day_that_cannot_be_meant_is_refused_beside_the_field_and_today_is_shown(browser, bill, day):
    words = text(browser.get(page_of(bill, f"?on={day}")))
    assert 'data-on="2026-09-10"' in words
    assert 'id="error_' in words or "has-error" in words


def test_names_are_shown_and_numbers_masked(browser, bill):
    words = text(browser.get(page_of(bill)))
    number = bill.assessment.lines.get().person.identity_number
    assert "林晓安" in words
    assert number not in words
    assert f"{number[:6]}********{number[-4:]}" in words


def test_an_insurance_has_one_column_with_the_part_of_the_unit_and_the_own_part(browser, bill):
    table = re.search(r'<table class="table part-table".*?</table>', text(browser.get(page_of(bill))), re.DOTALL)[0]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', table)
    assert "医疗（元）" in heads
    assert not [head for head in heads if "单位" in head or "个人" in head]
    assert len(heads) == len(set(heads)) <= 6
    cell = re.search(r'data-label="医疗（元）">(.*?)</td>', table)[1]
    line = bill.assessment.lines.get()
    for said in ("单位", yuan(line.medical_unit), "个人", yuan(line.medical_own)):
        assert said in cell


def test_somebody_is_found_without_a_name_in_the_address(browser, operator, bill):
    big_bill(bill, 3)
    found = browser.post(page_of(bill), {"q": "晓安"})
    assert found.headers["Location"] == page_of(bill, "?search=on#people")
    words = text(browser.get(page_of(bill, "?search=on")))
    assert "林晓安" in words
    assert "群众1" not in words
    person = bill.assessment.lines.get(person__name="林晓安").person
    employ(person, operator.unit)
    found = browser.post(page_of(bill), {"q": person.identity_number})
    assert found.headers["Location"] == page_of(bill, f"?person={person.public_id}#people")


def statements(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_a_bill_of_ten_thousand_people_opens_in_eight_statements_and_pages_by_key(browser, bill):
    few = statements(browser, page_of(bill))
    big_bill(bill, 9_999)
    assert statements(browser, page_of(bill)) == few <= 8
    words = text(browser.get(page_of(bill)))
    assert 'data-total="10000"' in words
    after = words.split("?after=")[1].split("#")[0]
    assert statements(browser, page_of(bill, f"?after={after}")) <= 8


def test_the_list_takes_eight_statements_however_long_it_is(browser, operator, bill):
    few = statements(browser, LIST)
    for month in ("2026-03", "2026-04", "2026-05", "2026-06", "2026-07"):
        issued(PersonFactory(), month, unit=operator.unit)
    assert statements(browser, LIST) == few <= 8


def test_the_levy_order_says_what_is_to_be_paid_and_that_it_was_drawn(browser, operator, bill):
    response = browser.get(page_of(bill, "levy-order.pdf"))
    words = words_of(response.content)
    principal, fee = cost_on(bill, rule=late_fee_rule_on(bill.assessment.area, date(2026, 9, 10)))
    for said in (bill.number, operator.unit.name, f"{(principal + fee) / 100:,.2f}", "人民币大写", "林晓安"):
        assert said in words
    assert AuditEntry.objects.filter(action="levy_order.printed").exists()


def test_the_workbook_holds_everybody_with_every_amount(browser, bill):
    big_bill(bill, 20)
    book = CalamineWorkbook.from_filelike(BytesIO(browser.get(page_of(bill, "people.xlsx")).content))
    title, heads, *rows = book.get_sheet_by_index(0).to_python()
    assert bill.number in title[0]
    assert len(rows) == 21
    line = bill.assessment.lines.get(person__name="林晓安")
    amounts = (line.medical_unit, line.medical_own, line.supplement_own, line.maternity_unit)
    assert [round(cell * 100) for cell in rows[0][3:]] == [line.medical_base_fen, *amounts, sum(amounts)]
    assert len(heads) == len(rows[0])


def test_a_paid_bill_leads_to_the_certificate_of_the_payment(browser, operator):
    certificate = payment_certified(PersonFactory(), "2026-07", unit=operator.unit)
    bill = Bill.objects.filter(payment_items__payment=certificate.payment).first()
    words = text(browser.get(page_of(bill)))
    assert f"/employer/payment-certificates/{certificate.number}/" in words
    of_certificate = text(browser.get(f"/employer/payment-certificates/{certificate.number}/"))
    assert operator.unit.credit_code in of_certificate
    assert "here it is masked" not in of_certificate
    assert attribute(browser.get(page_of(bill)), "state") == "credited"
