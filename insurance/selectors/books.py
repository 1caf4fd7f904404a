"""The books as the bureau's pages show them: a month's figures per fund, postings, bills, orders, money that came in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models.parties import Person, Unit
from insurance.models.bills import Bill
from insurance.models.book_checks import BookCheck
from insurance.models.money_decisions import MoneyDecision
from insurance.models.payments import Payment, PaymentEvent, PaymentItem, Remittance
from insurance.models.postings import Posting
from insurance.models.refunds import Refund
from insurance.models.statements import BankFile, StatementDifference
from insurance.rules.allocation import allocate
from insurance.rules.bank_file import BankFileState
from insurance.rules.funds import INSURANCES_OF, Fund
from insurance.rules.months import Month
from insurance.rules.reconciling import TO_DO
from insurance.rules.refunds import OPEN_REFUNDS
from insurance.selectors.debts import debts_of, fee_rule_for

MOST_ROWS = 200
"""Postings and bills that a page about one thing shows at most."""

MOVED = """
SELECT insurance,
       coalesce(sum(CASE kind WHEN 'charge' THEN amount_fen WHEN 'credit_note' THEN -amount_fen
                WHEN 'cancellation' THEN -amount_fen END), 0)::bigint,
       coalesce(sum(CASE kind WHEN 'allocation' THEN amount_fen END), 0)::bigint,
       coalesce(sum(CASE kind WHEN 'late_fee' THEN amount_fen END), 0)::bigint,
       coalesce(sum(CASE kind WHEN 'offset' THEN amount_fen WHEN 'transfer_in' THEN amount_fen END), 0)::bigint,
       coalesce(sum(CASE kind WHEN 'refund' THEN amount_fen END), 0)::bigint,
       coalesce(sum(CASE kind WHEN 'write_off' THEN amount_fen END), 0)::bigint
FROM insurance_posting
WHERE booked_on >= %(first)s AND booked_on < %(next)s AND insurance IS NOT NULL
GROUP BY insurance
"""

STANDING = """
SELECT insurance,
       sum(CASE 'receivable' WHEN debit THEN amount_fen WHEN credit THEN -amount_fen ELSE 0 END)::bigint,
       sum(CASE 'payable' WHEN credit THEN amount_fen WHEN debit THEN -amount_fen ELSE 0 END)::bigint
FROM insurance_posting
WHERE booked_on < %(next)s AND insurance IS NOT NULL
GROUP BY insurance
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """A month of one fund, in fen. ``charged`` is net of what was given back or cancelled, ``credited`` is what came in,
    late fees among it; ``open`` and ``to_give_back`` stand at the end of the month."""

    charged_fen: int = 0
    credited_fen: int = 0
    late_fee_fen: int = 0
    offset_fen: int = 0
    refunded_fen: int = 0
    written_off_fen: int = 0
    open_fen: int = 0
    to_give_back_fen: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))


def figures_of(month: Month) -> dict[Fund, Figures]:
    """Return the figures of every fund in a month. Two statements."""
    days = {"first": month.first_day, "next": (month + 1).first_day}
    with connection.cursor() as cursor:
        cursor.execute(MOVED, days)
        moved = {code: row for code, *row in cursor.fetchall()}
        cursor.execute(STANDING, days)
        standing = {code: row for code, *row in cursor.fetchall()}
    nothing = [0] * 6
    return {
        fund: sum((Figures(*moved.get(code, nothing), *standing.get(code, [0, 0])) for code in codes), start=Figures())
        for fund, codes in INSURANCES_OF.items()
    }


def last_check() -> BookCheck | None:
    """Return the latest check of the books."""
    return BookCheck.objects.order_by("-pk").first()


def waiting_counts() -> dict[str, int]:
    """Return how much waits for somebody, by what it is. Five statements."""
    return {
        "suspense": in_suspense().count(),
        "refunds": Refund.objects.filter(state__in=[str(state) for state in OPEN_REFUNDS]).count(),
        "decisions": MoneyDecision.objects.filter(state="proposed").count(),
        "differences": StatementDifference.objects.filter(state__in=TO_DO).count(),
        "files": BankFile.objects.filter(state=BankFileState.CHECKED).count(),
    }


def postings_matching(wanted: Mapping[str, str], day: date | None) -> QuerySet[Posting]:
    """Return postings of a day, a kind, a fund; all of them for what is not asked."""
    found = Posting.objects.select_related("bill", "remittance", "credit_note")
    if day:
        found = found.filter(booked_on=day)
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    if wanted["fund"] in list(Fund):
        found = found.filter(insurance__in=INSURANCES_OF[Fund(wanted["fund"])])
    return found


def in_suspense() -> QuerySet[Remittance]:
    return Remittance.objects.filter(amount_fen__gt=F("allocated_fen") + F("refunded_fen"))


def remittances_matching(view: str, number: str) -> QuerySet[Remittance]:
    """Return money that came in: what waits in suspense, or all of it; ``number`` is ours or the channel's reference."""
    found = in_suspense() if view != "all" else Remittance.objects.all()
    if number:
        found = found.filter(Q(number=number.upper()) | Q(reference=number))
    refunds = Refund.objects.filter(remittance=OuterRef("pk"), state__in=[str(state) for state in OPEN_REFUNDS])
    decisions = MoneyDecision.objects.filter(remittance=OuterRef("pk"), state="proposed")
    return found.select_related("payment").annotate(is_spoken_for=Exists(refunds) | Exists(decisions))


def refunds_matching(state: str) -> QuerySet[Refund]:
    found = Refund.objects.select_related("remittance", "bill", "proposed_by")
    return found.filter(state=state) if state else found


def decisions_matching(state: str) -> QuerySet[MoneyDecision]:
    found = MoneyDecision.objects.select_related("remittance", "bill", "proposed_by")
    return found.filter(state=state) if state else found


def bills_matching(number: str, state: str) -> QuerySet[Bill]:
    found = Bill.objects.select_related("assessment__unit", "assessment__person")
    if number:
        found = found.filter(number=number.upper())
    return found.filter(state=state) if state else found


def payments_matching(number: str, state: str) -> QuerySet[Payment]:
    found = Payment.objects.select_related("unit", "person")
    if number:
        found = found.filter(number=number.upper())
    return found.filter(state=state) if state else found


def remittance_numbered(number: str) -> Remittance | None:
    return Remittance.objects.select_related("payment", "unit", "person", "area").filter(number=number).first()


def bill_numbered(number: str) -> Bill | None:
    about = ("assessment__unit", "assessment__person", "assessment__area", "held_by")
    return Bill.objects.select_related(*about).filter(number=number).first()


def payment_numbered(number: str) -> Payment | None:
    return Payment.objects.select_related("unit", "person", "made_by").filter(number=number).first()


def refund_numbered(number: str) -> Refund | None:
    about = ("remittance", "bill__assessment", "proposed_by", "decided_by", "payment", "request")
    return Refund.objects.select_related(*about).filter(number=number).first()


def decision_numbered(number: str) -> MoneyDecision | None:
    about = ("remittance", "bill", "proposed_by", "decided_by")
    return MoneyDecision.objects.select_related(*about).filter(number=number).first()


def postings_about(**about) -> list[Posting]:
    """Return the postings of one bill or one remittance, in the order in which they were written."""
    found = Posting.objects.filter(**about).select_related("bill", "remittance", "credit_note", "made_by")
    return list(found.order_by("pk")[:MOST_ROWS])


def postings_of_bill(bill: Bill) -> list[Posting]:
    """Return every posting about a bill; for a credit note those too that use it."""
    found = Posting.objects.filter(Q(bill=bill) | Q(credit_note=bill))
    return list(found.select_related("bill", "remittance", "credit_note", "made_by").order_by("pk")[:MOST_ROWS])


def payer_of(number: str) -> Unit | Person | None:
    """Return the unit or person with a public number, or the unit with a credit code."""
    wanted = number.strip().upper()
    unit = Unit.objects.filter(Q(public_id=wanted) | Q(credit_code=wanted)).first()
    return unit or Person.objects.filter(public_id=wanted).first()


def payer_of_bills(numbers: Collection[str]) -> Unit | Person | None:
    """Return whose the first of some bills is, by their numbers as somebody sent them."""
    wanted = [number for number in list(numbers)[:MOST_ROWS] if number.isprintable()]
    bill = Bill.objects.filter(number__in=wanted).select_related("assessment__unit", "assessment__person").first()
    return (bill.assessment.unit or bill.assessment.person) if bill else None


def bills_of_payer(bills: QuerySet[Bill], payer: Unit | Person) -> list[Bill]:
    """Return those of some bills that a payer owes, the oldest month first."""
    about = {"assessment__unit": payer} if isinstance(payer, Unit) else {"assessment__person": payer}
    return list(bills.filter(**about).select_related("assessment").order_by("assessment__month", "pk")[:MOST_ROWS])


def bills_reached(money: Remittance, bills: Collection[Bill]) -> list[str]:
    """Return the numbers of the bills that the money in suspense would pay, wholly or in part, if it were offered them all."""
    debts = debts_of([bill.pk for bill in bills]).of.values()
    rule = fee_rule_for(money.area, debts, money.paid_on)
    paid = {share.bill_id for share in allocate(money.left_fen, debts, settled_on=money.paid_on, rule=rule)}
    return [bill.number for bill in bills if bill.pk in paid]


def bills_with_keys(keys: Collection[int]) -> list[Bill]:
    """Return bills by their keys, the oldest month first."""
    return list(Bill.objects.filter(pk__in=keys).select_related("assessment").order_by("assessment__month", "pk"))


def items_of(payment: Payment) -> list[PaymentItem]:
    """Return the bills of an order with what was to be paid on each."""
    return list(payment.items.select_related("bill").order_by("bill_id")[:MOST_ROWS])


def remittances_of(payment: Payment) -> list[Remittance]:
    """Return the money that came in for an order."""
    return list(payment.remittances.order_by("pk")[:MOST_ROWS])


def events_of(payment: Payment) -> list[PaymentEvent]:
    """Return what the channel said about an order, the newest first."""
    return list(payment.events.order_by("-pk")[:MOST_ROWS])
