"""The bureau's pages about money, over HTTP: what is seen, what two people do, what is refused."""

import re
from datetime import timedelta

import pytest

from accounts.models import AccessEntry, AuditEntry
from insurance.models import BankFile, Bill, MoneyDecision, Refund, Remittance
from insurance.rules.bill_standing import BillStanding
from insurance.services import book_checks
from insurance.wording_bills import STANDING_NAMES
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import (
    area_with_rules,
    cashier,
    corrected,
    differences,
    in_suspense,
    issued,
    ordered,
    said,
    told,
    without_triggers,
)
from tests.insurance.views.employer.pages import codes_of, sent
from tests.visits import let_in

BASE = "/admin/insurance"


@pytest.fixture(autouse=True)
def day(settings, db):
    settings.HALL_TODAY = TODAY
    area_with_rules()


@pytest.fixture
def till():
    return let_in(cashier())


@pytest.fixture
def desk():
    return let_in(UserFactory(supervisor=True))


def text_of(page) -> str:
    return page.content.decode()


def test_money_in_suspense_is_placed_by_two_people(till, desk):
    money = in_suspense(500_000)
    unit = UnitFactory()
    bills = issued(PersonFactory(), unit=unit)
    address = f"{BASE}/remittance/{money.number}/"
    assert money.number in text_of(till.get(f"{BASE}/remittance/"))
    found = till.post(f"{address}payer/", sent(payer=unit.credit_code))
    assert found.status_code == 200
    assert all(bill.number in text_of(found) for bill in bills)
    proposed = till.post(f"{address}place/", sent(bills=[bills[0].number], text="电话核实"))
    assert proposed.status_code == 302
    decision = MoneyDecision.objects.get()
    assert till.post(f"{BASE}/moneydecision/{decision.number}/approve/", sent()).status_code == 403
    assert desk.post(f"{BASE}/moneydecision/{decision.number}/approve/", sent()).status_code == 302
    assert Bill.objects.get(pk=bills[0].pk).state == "paid"
    money.refresh_from_db()
    assert money.left_fen == 500_000 - bills[0].total_fen
    assert differences() == []


def test_only_the_bills_that_the_money_reaches_are_ticked(till):
    unit = UnitFactory()
    first = issued(PersonFactory(), unit=unit, month="2026-07", due_on=TODAY)
    issued(PersonFactory(), unit=unit, month="2026-08", due_on=TODAY)
    money = in_suspense(first[0].total_fen)
    page = text_of(till.post(f"{BASE}/remittance/{money.number}/payer/", sent(payer=unit.credit_code)))
    assert re.findall(r'name="bills" value="(\w+)"[^>]* checked', page) == [first[0].number]


def test_whose_money_it_is_stands_in_the_field_already(till):
    money = in_suspense()
    unit = UnitFactory()
    Remittance.objects.filter(pk=money.pk).update(unit=unit)
    assert f'value="{unit.public_id}"' in text_of(till.get(f"{BASE}/remittance/{money.number}/"))


def test_what_was_proposed_about_a_bill_stands_on_its_page(till):
    address = f"{BASE}/bill/{issued(PersonFactory())[0].number}/"
    assert "write_off/" in text_of(till.get(address))
    till.post(f"{address}write_off/", sent(document="云人社核〔2026〕1号", text="查无财产"))
    page = text_of(till.get(address))
    assert MoneyDecision.objects.get().number in page
    assert "write_off/" not in page


def test_nothing_is_open_on_a_cancelled_bill(till):
    bill = issued(PersonFactory())[0]
    open_yuan = f"{bill.total_fen / 100:,.2f}"
    assert text_of(till.get(f"{BASE}/bill/")).count(open_yuan) == 2, "total and open"
    Bill.objects.filter(pk=bill.pk).update(state="cancelled")
    assert text_of(till.get(f"{BASE}/bill/")).count(open_yuan) == 1


def test_a_day_that_is_none_is_said_beside_the_filter_of_postings(till):
    page = text_of(till.get(f"{BASE}/posting/?day=abc"))
    assert 'data-code="invalid"' in page
    assert 'value="abc"' in page
    assert "data-code" not in text_of(till.get(f"{BASE}/posting/?day={TODAY}"))


@pytest.mark.parametrize(
    ("payer", "code"), [("U99999999", "suspense.no_payer"), ("", "required"), ("known", "suspense.nothing_owed")]
)
def test_nobody_found_or_nothing_owed_is_said_beside_the_field(till, payer, code):
    money = in_suspense()
    number = UnitFactory().credit_code if payer == "known" else payer
    page = till.post(f"{BASE}/remittance/{money.number}/payer/", sent(payer=number))
    assert page.status_code == 422
    assert code in codes_of(page)
    assert number in text_of(page)


def test_choosing_no_bill_is_refused(till):
    money = in_suspense()
    page = till.post(f"{BASE}/remittance/{money.number}/place/", sent(text="Told"))
    assert page.status_code == 422


def test_a_bill_that_was_paid_meanwhile_is_refused_and_the_payers_others_stay_on_offer(till):
    money = in_suspense(500_000)
    first, second = issued(PersonFactory())
    paid = {"state": "paid", "paid_fen": first.total_fen, "paid_on": TODAY, "credited_on": TODAY}
    Bill.objects.filter(pk=first.pk).update(**paid)
    page = till.post(f"{BASE}/remittance/{money.number}/place/", sent(bills=[first.number], text="电话核实"))
    assert page.status_code == 422
    assert "suspense.no_bills" in codes_of(page)
    assert second.number in text_of(page)


def test_personal_numbers_that_a_payer_wrote_are_hidden_in_part(till):
    money = in_suspense()
    number = PersonFactory().identity_number
    Remittance.objects.filter(pk=money.pk).update(said=f"{number} 社保", payer_name="林晓安")
    page = text_of(till.get(f"{BASE}/remittance/{money.number}/"))
    assert "社保" in page
    assert number not in page


def test_a_number_that_no_bill_can_have_is_none(till):
    page = till.post(f"{BASE}/remittance/{in_suspense().number}/place/", sent(bills=["B\0"], text="电话核实"))
    assert page.status_code == 422


def test_a_refund_is_proposed_rejected_and_proposed_again(till, desk):
    money = in_suspense()
    address = f"{BASE}/remittance/{money.number}/"
    too_much = till.post(f"{address}refund/", sent(amount="100.01", reason="not_ours", text="汇错"))
    assert (too_much.status_code, codes_of(too_much)) == (422, {"refund.too_much"})
    assert "100.01" in text_of(too_much)
    assert till.post(f"{address}refund/", sent(amount="100", reason="not_ours", text="汇错")).status_code == 302
    refund = Refund.objects.get()
    page = desk.post(f"{BASE}/refund/{refund.number}/reject/", sent(answer=""))
    assert (page.status_code, codes_of(page)) == (422, {"required"})
    assert desk.post(f"{BASE}/refund/{refund.number}/reject/", sent(answer="是七号单位的")).status_code == 302
    assert "是七号单位的" in text_of(till.get(f"{BASE}/refund/{refund.number}/"))
    assert till.post(f"{address}refund/", sent(amount="100", reason="not_ours", text="汇错")).status_code == 302


def test_a_transfer_is_approved_and_entered(till, desk):
    money = in_suspense()
    till.post(f"{BASE}/remittance/{money.number}/refund/", sent(amount="100", reason="not_ours", text="汇错"))
    refund = Refund.objects.get()
    assert desk.post(f"{BASE}/refund/{refund.number}/approve/", sent()).status_code == 302
    assert "done/" in text_of(till.get(f"{BASE}/refund/{refund.number}/"))
    assert till.post(f"{BASE}/refund/{refund.number}/done/", sent(reference="")).status_code == 422
    assert till.post(f"{BASE}/refund/{refund.number}/done/", sent(reference="20260910-7")).status_code == 302
    assert Remittance.objects.get().left_fen == 0
    assert differences() == []


@pytest.mark.parametrize(("act", "state"), [("write_off", "written_off"), ("cancel", "cancelled")])
def test_a_bill_is_written_off_or_cancelled_by_two_people(till, desk, act, state):
    bill = issued(PersonFactory(), unit=UnitFactory())[0]
    address = f"{BASE}/bill/{bill.number}/"
    assert f"{act}/" in text_of(till.get(address))
    assert till.post(f"{address}{act}/", sent(document="", text="注销")).status_code == 422
    assert till.post(f"{address}{act}/", sent(document="云社稽〔2026〕8号", text="注销")).status_code == 302
    assert f"{act}/" not in text_of(till.get(address)), "nothing else is proposed meanwhile"
    decision = MoneyDecision.objects.get()
    assert desk.post(f"{BASE}/moneydecision/{decision.number}/approve/", sent()).status_code == 302
    assert Bill.objects.get(pk=bill.pk).state == state


def test_a_credit_note_is_refunded_from_its_page(till):
    bill = issued(PersonFactory(), unit=UnitFactory())[0]
    told(said(ordered([bill])))
    note = corrected(bill, {"pension_unit": -30_000})
    address = f"{BASE}/bill/{note.number}/"
    assert "300.00" in text_of(till.get(address))
    answer = till.post(f"{address}refund/", sent(amount="300", reason="over_collected", text="重新核定"))
    assert answer.status_code == 302
    assert Refund.objects.get().bill == note


def test_the_page_of_the_books_shows_checks_and_figures(desk):
    told(said(ordered(issued(PersonFactory(), unit=UnitFactory(), on=TODAY))))
    assert desk.post(f"{BASE}/bookcheck/check/", sent()).status_code == 302
    page = text_of(desk.get(f"{BASE}/bookcheck/"))
    assert 'data-differences="0"' in page
    assert "1,920.00" in page, "pension of the month, unit and own part"
    assert "904.00" in page, "medical and maternity together"


def test_an_alarm_stands_on_top_and_in_the_audit(desk):
    bill = issued(PersonFactory())[0]
    without_triggers(f"UPDATE insurance_bill SET paid_fen = 7, state = 'part_paid' WHERE id = {bill.pk}")
    book_checks.check_books(at=NOW, on=TODAY)
    page = text_of(desk.get(f"{BASE}/bookcheck/"))
    assert f"bill_paid {bill.number} expected 0 got 7" in page
    assert AuditEntry.objects.filter(action="books.differ").exists()


def test_the_figures_as_a_file(desk):
    told(said(ordered(issued(PersonFactory(), unit=UnitFactory(), on=TODAY))))
    answer = desk.get(f"{BASE}/bookcheck/figures.csv?month=2026-09")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("month,fund,charged,credited,late_fee")
    assert lines[1] == "2026-09,pension,1920.00,1920.00,0.00,0.00,0.00,0.00,0.00,0.00"
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("kind=charge", True), ("kind=refund", False), ("fund=pension", True), ("day=2020-01-01", False)],
)
def test_postings_are_filtered(desk, asked, shown):
    bill = issued(PersonFactory(), on=TODAY)[0]
    assert (bill.number in text_of(desk.get(f"{BASE}/posting/?{asked}"))) == shown


@pytest.mark.parametrize("place", ["posting", "remittance", "refund", "moneydecision", "bill", "payment"])
def test_a_list_costs_the_same_statements_however_long(till, place, django_assert_max_num_queries):
    for _ in range(2):
        money = in_suspense()
        till.post(f"{BASE}/remittance/{money.number}/refund/", sent(amount="1", reason="not_ours", text="汇错"))
    for _ in range(6):
        issued(PersonFactory(), unit=UnitFactory())
    told(said(ordered(issued(PersonFactory(), unit=UnitFactory()))))
    till.get(f"{BASE}/{place}/?state=")
    with django_assert_max_num_queries(8):
        assert till.get(f"{BASE}/{place}/?state=").status_code == 200


def test_whoever_looks_at_what_a_person_pays_stands_in_their_access_log(till, desk):
    citizen = UserFactory(language="en")
    bill, other = issued(citizen.person)
    order = ordered([other])
    for _twice in range(2):
        assert till.get(f"{BASE}/bill/{bill.number}/").status_code == 200
    assert desk.get(f"{BASE}/payment/{order.number}/").status_code == 200
    money = in_suspense()
    till.post(f"{BASE}/remittance/{money.number}/payer/", sent(payer=citizen.person.public_id))
    looks = AccessEntry.objects.filter(person=citizen.person, what="money", purpose="money").order_by("pk")
    assert list(looks.values_list("reference", flat=True)) == [bill.number, order.number, money.number]
    assert "a bill, a payment or money received" in text_of(let_in(citizen).get("/me/access-log/"))


def test_an_auditor_looks_for_another_purpose_and_at_a_unit_nobody_is_looked_at():
    auditor = let_in(UserFactory(auditor=True))
    [bill, _other] = issued(PersonFactory())
    [of_unit, _other] = issued(PersonFactory(), unit=UnitFactory())
    for one in (bill, of_unit):
        assert auditor.get(f"{BASE}/bill/{one.number}/").status_code == 200
    assert list(AccessEntry.objects.values_list("purpose", "reference")) == [("audit", bill.number)]


def test_an_unknown_number_leads_nowhere(desk):
    for place, number in [("bill", "B99999999"), ("remittance", "L99999999"), ("refund", "T9"), ("payment", "Z9")]:
        assert desk.get(f"{BASE}/{place}/{number}/").status_code == 404


def test_a_bill_stands_where_its_payer_sees_it(till):
    bill = issued(PersonFactory(), unit=UnitFactory(), due_on=TODAY - timedelta(days=30))[0]
    for address in (f"{BASE}/bill/", f"{BASE}/bill/{bill.number}/"):
        assert str(STANDING_NAMES[BillStanding.OVERDUE]) in text_of(till.get(address))
    Bill.objects.filter(pk=bill.pk).update(paid_fen=bill.total_fen, paid_on=TODAY)
    assert str(STANDING_NAMES[BillStanding.PAID]) in text_of(till.get(f"{BASE}/bill/{bill.number}/"))


WAITING = re.compile(r'<a class="stat[^"]*" href="([^"]+)">.*?<span class="stat-value">([\d,]+)</span>', re.DOTALL)


def test_whoever_handles_money_begins_with_what_waits(till):
    in_suspense()
    in_suspense()
    BankFile.objects.create(file_name="a.csv", content_digest=b"1", uploaded_by=cashier(), uploaded_at=NOW)
    waits = dict(WAITING.findall(text_of(till.get("/admin/"))))
    assert waits == {
        f"{BASE}/remittance/": "2",
        f"{BASE}/refund/": "0",
        f"{BASE}/moneydecision/?state=proposed": "0",
        f"{BASE}/channelstatement/?open=1": "0",
        f"{BASE}/bankfile/": "1",
    }
    assert not WAITING.findall(text_of(let_in(UserFactory(staff=True, roles=["content_editor"])).get("/admin/")))
