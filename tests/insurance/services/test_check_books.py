"""Every check finds exactly what was broken on purpose, and nothing else."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEntry
from insurance.models import Bill, BookCheck, ClosedMonth, Payment, Posting, Refund, Remittance
from insurance.rules.refunds import MoneyAct, RefundReason
from insurance.selectors.book_checks import CHECKS, check_all
from insurance.services import book_checks, crediting, money_decisions, offsetting, personal_accounts, refunds
from insurance.wording_books import CHECK_NAMES
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import (
    area_with_rules,
    cashier,
    corrected,
    differences,
    issued,
    ordered,
    said,
    told,
    without_triggers,
)

BY = {"at": NOW, "on": TODAY}


@pytest.fixture
def books(db):
    """Books in which everything has happened once."""
    area_with_rules()
    unit = UnitFactory()
    paid = issued(PersonFactory(), unit=unit)
    told(said(ordered(paid)))
    personal_accounts.credit_bills([one.pk for one in paid], **BY)
    corrected(paid[0], {"pension_unit": -900, "injury_unit": 500})
    issued(PersonFactory(), "2026-07", unit=unit)
    offsetting.offset(unit_id=unit.pk, area_id=AreaFactory().pk, **BY)
    told(said(None, amount_fen=100_000))
    money = Remittance.objects.get(suspended="unknown_order")
    refund = refunds.propose_of_money(money.number, 40_000, RefundReason.NOT_OURS, "Why", actor=cashier(), at=NOW)
    refunds.approve(refund.number, actor=UserFactory(supervisor=True), **BY)
    refunds.confirm_transfer(refund.number, "2026091000123", actor=cashier(), **BY)
    [bill] = issued(PersonFactory(), parts={"pension_own": 30_000})
    decision = money_decisions.propose_about_bill(
        MoneyAct.WRITE_OFF, bill.number, "8号", "Gone", actor=cashier(), at=NOW
    )
    money_decisions.approve(decision.number, actor=UserFactory(supervisor=True), **BY)
    assert differences() == []


def names():
    return {one.name for one in check_all() if one.differences}


def bill(**about):
    return Bill.objects.filter(**about).order_by("pk").first()


def posting(kind):
    return Posting.objects.filter(kind=kind).order_by("pk").first()


def test_books_that_agree(books):
    said_so = StringIO()
    call_command("check_books", stdout=said_so)
    assert said_so.getvalue() == "ok\n"


def change(table, pk, what):
    return f"UPDATE insurance_{table} SET {what} WHERE id = {pk}"


def lines_of(row):
    return change("contributionline", row.assessment.lines.first().pk, "pension_unit = pension_unit + 1")


BREAKS = {
    "bill_lines": lambda: lines_of(bill(agency="hrss", state="paid")),
    "bill_charge": lambda: change("posting", posting("charge").pk, "kind = 'opening', credit = 'opening'"),
    "bill_paid": lambda: change("bill", bill(state="issued").pk, "brought_fen = 7"),
    "bill_open": lambda: change("posting", posting("transfer_in").pk, "bill_id = NULL"),
    "credit_note": lambda: change("posting", posting("offset").pk, "credit_note_id = bill_id"),
    "bill_fund": lambda: change("posting", posting("allocation").pk, "insurance = 510"),
    "bill_state": lambda: change("bill", bill(state="issued").pk, "state = 'part_paid'"),
    "bill_held": lambda: change("bill", bill(state="issued").pk, f"held_by_id = {Payment.objects.get().pk}"),
    "between_funds": lambda: change("posting", posting("transfer_out").pk, "amount_fen = amount_fen + 1"),
    "money_received": lambda: change("posting", posting("payment").pk, "amount_fen = amount_fen + 1"),
    "money_allocated": lambda: change("remittance", money().pk, "allocated_fen = 1, refunded_fen = refunded_fen - 1"),
    "money_suspense": lambda: change("posting", posting("suspense_refund").pk, "amount_fen = amount_fen - 1"),
    "money_placed": lambda: change("posting", posting("allocation").pk, "remittance_id = NULL"),
    "order_credited": lambda: change("remittance", Remittance.objects.first().pk, "payment_id = NULL"),
    "order_amount": lambda: change("payment", Payment.objects.get().pk, "late_fee_fen = late_fee_fen + 1"),
    "refund_posted": lambda: change("refund", Refund.objects.get().pk, "state = 'sent'"),
    "posting_sides": lambda: change("posting", posting("charge").pk, "credit = 'late_fees'"),
    "closed_month": lambda: "UPDATE insurance_closedmonth SET closed_on = closed_on - 60",
    "account_posted": lambda: change("posting", posting("account_credit").pk, "amount_fen = amount_fen + 1"),
    "account_credited": lambda: change("posting", posting("account_credit").pk, "amount_fen = amount_fen - 1"),
    "account_balance": lambda: (
        f"INSERT INTO insurance_personalaccount (person_id, balance_fen) VALUES ({PersonFactory().pk}, 5)"
    ),
}


def money():
    return Remittance.objects.get(suspended="unknown_order")


@pytest.mark.parametrize("name", BREAKS)
def test_each_check_sees_what_was_broken(books, name):
    ClosedMonth.objects.create(area=AreaFactory(), month=TODAY.replace(day=1), closed_on=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE insurance_posting DROP CONSTRAINT posting_sides_fit_its_kind")
    assert names() == set()
    without_triggers(BREAKS[name]())
    assert name in names()
    line = differences()[0]
    assert " expected " in line
    assert " got " in line
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_books", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().splitlines() == differences()


def test_a_broken_bill_is_named_with_what_should_stand_there(books):
    broken = bill(state="issued")
    without_triggers(change("bill", broken.pk, "paid_fen = 7, state = 'part_paid'"))
    total = broken.total_fen
    assert differences() == [
        f"bill_paid {broken.number} expected 0 got 7",
        f"bill_open {broken.number} expected {total - 7} got {total}",
    ]


def test_every_check_is_broken_once_and_has_words():
    assert {name for name, _statement in CHECKS} <= set(CHECK_NAMES)
    assert {name for name, _statement in CHECKS} - {"channel_statement"} == set(BREAKS)


def test_the_nightly_check_is_kept_and_raises_an_alarm(books):
    assert book_checks.unchecked(TODAY) == [TODAY]
    assert book_checks.check_books(**BY).found == 0
    assert book_checks.unchecked(TODAY) == []
    assert not AuditEntry.objects.filter(action="books.differ").exists()
    without_triggers(BREAKS["bill_held"]())
    kept = book_checks.check_books(**BY)
    assert kept.found == 1
    assert BookCheck.objects.count() == 2
    assert AuditEntry.objects.get(action="books.differ").facts == {"found": 1, "checks": ["bill_held"]}


def test_an_unplaced_payment_is_seen(books):
    payment = ordered(issued(PersonFactory()))
    told(said(payment))
    remittance = Remittance.objects.get(payment=payment)
    crediting.write(
        remittance.area_id,
        [crediting.Entry(crediting.PostingKind.RELEASE, 5, remittance_id=remittance.pk)],
        at=NOW,
        on=TODAY,
    )
    assert names() == {"money_suspense", "money_placed"}
