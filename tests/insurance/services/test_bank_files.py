"""A bank's file of transfers: looked at, posted row by row, each transfer once; what nobody can place waits."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken
from insurance.models import Bill, Remittance
from insurance.models.statements import BankFile
from insurance.rules.payments import Failure
from insurance.services import bank_files, crediting
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import area_with_rules, cashier, differences, issued, ordered
from tests.races import at_once

HEAD = "流水号,付款日期,入账日期,金额,付款人名称,付款账号,附言"


@pytest.fixture
def area(db):
    return area_with_rules()


@pytest.fixture
def teller(area):
    return cashier()


def row(reference, amount_fen, remark, *, paid_on="2026-09-08", credited_on="2026-09-09") -> str:
    return (
        f"{reference},{paid_on},{credited_on},{amount_fen // 100}.{amount_fen % 100:02d},张三,6222020000001234,{remark}"
    )


def upload(teller, *rows, encoding="utf-8", head=HEAD) -> BankFile:
    content = "\r\n".join([head, *rows, ""]).encode(encoding)
    return bank_files.receive("到账.csv", content, actor=teller, at=NOW, on=TODAY)


def posted(teller, *rows) -> BankFile:
    bank_file = upload(teller, *rows)
    bank_files.post(bank_file.number, actor=teller, at=NOW)
    bank_files.work(bank_file.pk, at=NOW, on=TODAY)
    bank_file.refresh_from_db()
    return bank_file


def verdicts(bank_file) -> list[tuple[str, str]]:
    return list(bank_file.rows.order_by("line").values_list("verdict", "reason"))


@pytest.fixture
def unit_bills(area):
    return issued(PersonFactory(), unit=UnitFactory())


def test_every_row_is_looked_at_and_nothing_is_posted(teller, unit_bills):
    unit = unit_bills[0].assessment.unit
    held = issued(PersonFactory(), unit=UnitFactory())
    ordered(held)
    paid = issued(PersonFactory(), unit=UnitFactory())
    Bill.objects.filter(pk__in=[bill.pk for bill in paid]).update(state="cancelled")
    bank_file = upload(
        teller,
        row("R1", 100, f"征集单{unit_bills[0].number}"),
        row("R2", 100, f"{unit.credit_code} 九月社保"),
        row("R3", 100, unit.public_id),
        row("R4", 100, unit.name),
        row("R5", 100, "B99999999"),
        row("R6", 100, f"{unit_bills[0].number} {held[0].number}"),
        row("R7", 100, held[0].number),
        row("R8", 100, paid[0].number),
        row("R9", 0, unit.public_id),
        row("R1", 200, unit.public_id),
    )
    assert verdicts(bank_file) == [
        ("matched", ""),
        ("matched", ""),
        ("matched", ""),
        ("suspense", "no_number"),
        ("suspense", "not_found"),
        ("suspense", "several"),
        ("suspense", "held"),
        ("suspense", "nothing_open"),
        ("refused", "bank_file.amount"),
        ("refused", "bank_file.twice"),
    ]
    counted = (bank_file.rows_matched, bank_file.rows_suspense, bank_file.rows_refused, bank_file.amount_fen)
    assert counted == (3, 5, 2, 800)
    refused = bank_file.rows.get(reason="bank_file.amount")
    assert (refused.reference, refused.remark, refused.amount_fen) == ("R9", unit.public_id, None)
    assert not Remittance.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_either_encoding_is_read(teller, unit_bills, encoding):
    assert verdicts(upload(teller, row("R1", 100, f"缴费{unit_bills[0].number}"), encoding=encoding)) == [
        ("matched", "")
    ]


def test_money_pays_the_oldest_bill_first_and_the_rest_waits(teller, area):
    unit, person = UnitFactory(), PersonFactory()
    later = issued(person, "2026-08", unit=unit)
    older = issued(person, "2026-07", unit=unit)
    both = sum(bill.total_fen for bill in older)
    posted(teller, row("R1", both + 5, unit.credit_code, paid_on="2026-09-01"))
    assert {bill.state for bill in Bill.objects.filter(pk__in=[bill.pk for bill in older])} == {"paid"}
    partly = Bill.objects.filter(pk__in=[bill.pk for bill in later]).order_by("pk")
    assert [(bill.state, bill.paid_fen) for bill in partly] == [("part_paid", 5), ("issued", 0)]
    assert partly[0].credited_on is None
    assert differences() == []


def test_money_too_much_waits_as_overpaid(teller, unit_bills):
    bill = unit_bills[0]
    posted(teller, row("R1", bill.total_fen + 700, bill.number))
    money = Remittance.objects.get()
    assert (money.suspended, money.left_fen, money.allocated_fen) == ("overpaid", 700, bill.total_fen)
    assert (money.payer_name, money.unit_id) == ("张三", bill.assessment.unit_id)
    bill.refresh_from_db()
    assert (bill.state, bill.paid_on, bill.credited_on) == ("paid", date(2026, 9, 8), date(2026, 9, 9))
    assert differences() == []


def test_money_nobody_can_place_waits_with_what_was_said(teller, unit_bills):
    posted(teller, row("R1", 700, "请查收"))
    money = Remittance.objects.get()
    assert (money.suspended, money.left_fen, money.said, money.area.code) == ("no_match", 700, "请查收", "379901")
    assert differences() == []


def test_the_number_of_an_ended_order_leads_to_its_bills(teller, unit_bills):
    order = ordered(unit_bills)
    crediting.end_order(order, Failure.EXPIRED, at=NOW)
    posted(teller, row("R1", order.principal_fen, f"订单{order.number}"))
    assert {bill.state for bill in Bill.objects.filter(payment_items__payment=order)} == {"paid"}
    assert Remittance.objects.get().payment == order
    assert differences() == []


def test_bills_that_an_order_holds_are_left_to_it(teller, unit_bills):
    order = ordered(unit_bills)
    posted(teller, row("R1", order.amount_fen, unit_bills[0].assessment.unit.credit_code))
    assert {bill.state for bill in Bill.objects.filter(held_by=order)} == {"issued"}
    assert Remittance.objects.get().suspended == "no_match"
    assert differences() == []


def test_the_same_file_and_the_same_transfer_count_once(teller, unit_bills):
    bill = unit_bills[0]
    first = posted(teller, row("R1", 500, bill.number))
    assert upload(teller, row("R1", 500, bill.number)) == first
    again = upload(teller, row("R1", 500, bill.number), row("R2", 300, bill.number))
    assert verdicts(again) == [("known", ""), ("matched", "")]
    bank_files.post(again.number, actor=teller, at=NOW)
    bank_files.work(again.pk, at=NOW, on=TODAY)
    bank_files.work(again.pk, at=NOW, on=TODAY)
    other = upload(teller, row("R1", 501, bill.number))
    assert verdicts(other) == [("refused", "bank_file.contradicts")]
    bill.refresh_from_db()
    assert (bill.paid_fen, Remittance.objects.count()) == (800, 2)
    assert differences() == []


def test_two_files_with_the_same_transfer_waiting_post_it_once(teller, unit_bills):
    files = [upload(teller, row("R1", 500, unit_bills[0].number), row(f"X{number}", 1, "?")) for number in range(2)]
    for bank_file in files:
        bank_files.post(bank_file.number, actor=teller, at=NOW)
        bank_files.work(bank_file.pk, at=NOW, on=TODAY)
    assert Remittance.objects.filter(reference="R1").count() == 1
    assert BankFile.objects.filter(state="posted").count() == 2
    assert differences() == []


def test_a_killed_worker_goes_on_where_it_was(teller, unit_bills, monkeypatch):
    rows = [row(f"R{number}", 100, unit_bills[0].number) for number in range(4)]
    bank_file = upload(teller, *rows)
    bank_files.post(bank_file.number, actor=teller, at=NOW)
    post_row, count = bank_files.post_row, iter(range(9))

    def dying(row_id, **when):
        if next(count) == 2:
            raise KeyboardInterrupt
        post_row(row_id, **when)

    monkeypatch.setattr(bank_files, "post_row", dying)
    with pytest.raises(KeyboardInterrupt):
        bank_files.work(bank_file.pk, at=NOW, on=TODAY)
    assert Remittance.objects.count() == 2
    bank_files.work(bank_file.pk, at=NOW, on=TODAY)
    bank_file.refresh_from_db()
    assert (bank_file.state, bank_file.rows_done, Remittance.objects.count()) == ("posted", 4, 4)
    assert differences() == []


def test_payer_account_and_remark_are_not_readable_in_the_database(teller, unit_bills):
    stored = upload(teller, row("R1", 100, f"R9 {unit_bills[0].number}")).rows.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT payer_account, payer_name, remark FROM insurance_bankfilerow")
        raw = b" ".join(bytes(value) for value in cursor.fetchone())
    assert b"6222" not in raw
    assert b"R9" not in raw
    assert (stored.payer_account, stored.payer_name) == ("6222020000001234", "张三")


def test_only_a_cashier_posts_and_each_file_once(teller, unit_bills):
    bank_file = upload(teller, row("R1", 100, unit_bills[0].number))
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        bank_files.post(bank_file.number, actor=UserFactory(supervisor=True), at=NOW)
    bank_files.discard(bank_file.number, actor=teller, at=NOW)
    with pytest.raises(RuleBroken, match="bank_file.not_now"):
        bank_files.post(bank_file.number, actor=teller, at=NOW)
    anew = upload(teller, row("R1", 100, unit_bills[0].number))
    assert anew != bank_file
    bank_files.post(anew.number, actor=teller, at=NOW)
    bank_files.post(anew.number, actor=teller, at=NOW)
    assert AuditEntry.objects.filter(action="bank_file.posted").count() == 1


def test_a_file_without_anything_new_is_not_posted(teller, unit_bills):
    bank_file = upload(teller, row("R1", 0, "x"))
    with pytest.raises(RuleBroken, match="bank_file.nothing"):
        bank_files.post(bank_file.number, actor=teller, at=NOW)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bank_file.columns"),
        (b"PK\x03\x04" + bytes(40), "bank_file.encoding"),
        (b"\xff\xff\xff", "bank_file.encoding"),
        ("流水号,付款日期,入账日期\r\n1,2,3\r\n".encode(), "bank_file.columns"),
        (f"{HEAD},金额(元)\r\n".encode(), "bank_file.columns"),
        (f"{HEAD}\r\n".encode(), "bank_file.empty"),
        ((HEAD + "\r\n" + '"').encode(), "bank_file.encoding"),
        (b"x" * 5_000_001, "bank_file.large"),
        ((HEAD + "\r\n" + "1,2,3,4\r\n" * 5_001).encode(), "bank_file.long"),
    ],
)
def test_what_is_no_bank_file_is_refused(teller, content, code):
    with pytest.raises(RuleBroken, match=code):
        bank_files.receive("x.csv", content, actor=teller, at=NOW, on=TODAY)


def test_looking_costs_the_same_for_many_rows(teller, unit_bills, django_assert_max_num_queries):
    rows = [row(f"R{number}", 100, unit_bills[number % 2].number) for number in range(400)]
    with django_assert_max_num_queries(20):
        upload(teller, *rows)


@pytest.mark.django_db(transaction=True)
def test_two_people_with_the_same_file_at_once_have_one(area):
    people = [cashier(), cashier()]
    numbers = at_once(*(lambda one=one: upload(one, row("R1", 100, "?")).number for one in people))
    assert len(set(numbers)) == BankFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_file_post_each_row_once(area):
    bills = issued(PersonFactory(), unit=UnitFactory())
    teller = cashier()
    bank_file = upload(teller, *[row(f"R{number}", 100, bills[0].number) for number in range(6)])
    bank_files.post(bank_file.number, actor=teller, at=NOW)
    at_once(*[lambda: bank_files.work(bank_file.pk, at=NOW, on=TODAY)] * 2)
    assert Remittance.objects.count() == 6
    assert Bill.objects.get(pk=bills[0].pk).paid_fen == 600
    assert differences() == []
