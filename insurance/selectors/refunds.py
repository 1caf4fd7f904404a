"""What can be given back, and the way it goes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from insurance.models.assessments import Assessment
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration
from insurance.models.money_decisions import MoneyDecision
from insurance.models.payments import Payment, Remittance
from insurance.models.postings import Posting
from insurance.models.refunds import Refund
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.rules.postings import PostingKind
from insurance.rules.refunds import BY_TRANSFER, OPEN_REFUNDS, RefundState
from insurance.selectors.credit_notes import credit_left
from insurance.selectors.debts import PAYABLE


@dataclass(frozen=True)
class Way:
    """How money came in that is to go back: the movement and its order; None where nobody can tell."""

    origin: Remittance | None
    payment: Payment | None


def refundable_fen(bill: Bill) -> int:
    """Return what can be given back of a bill: what a credit note has left, or all of a resident's paid bill."""
    if bill.total_fen < 0:
        return sum(credit_left([bill.pk]).get(bill.pk, {}).values()) if bill.state in PAYABLE else 0
    return bill.total_fen if is_paid_by_resident(bill) else 0


def is_paid_by_resident(bill: Bill) -> bool:
    """Return whether a bill is a resident's yearly one that is paid and not taken back already."""
    if bill.state != BillState.PAID or bill.assessment.corrections.filter(kind=AssessmentKind.REFUND).exists():
        return False
    return bill.assessment.lines.filter(resident_own__isnull=False).exists()


def way_of(bill: Bill) -> Way:
    """Return the last movement that paid a bill, or the bill that a credit note corrects."""
    paid = bill if bill.total_fen > 0 else bill.assessment.corrects and corrected(bill)
    if not paid:
        return Way(None, None)
    paying = Posting.objects.filter(bill=paid, kind=PostingKind.ALLOCATION, remittance__isnull=False)
    found = paying.select_related("remittance__payment").order_by("-pk").first()
    return Way(found.remittance, found.remittance.payment) if found else Way(None, None)


def corrected(note: Bill) -> Bill | None:
    """Return the bill of the same agency that a credit note corrects."""
    return Bill.objects.filter(assessment=note.assessment.corrects_id, agency=note.agency).first()


def goes_through(origin: Remittance, amount_fen: int) -> bool:
    """Return whether a movement was large enough to give this back through its channel, after what went back before.

    A channel that refused once is not asked again: the cashier gives the money back by bank transfer.
    """
    refunds = Refund.objects.filter(origin=origin)
    if refunds.filter(state=RefundState.FAILED).exists():
        return False
    gone = refunds.exclude(state=RefundState.REJECTED)
    return amount_fen <= origin.amount_fen - (gone.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def is_spoken_for(*, remittance: int | None = None, bill: int | None = None) -> bool:
    """Return whether somebody has proposed something about this money or this bill that is not over yet."""
    about = Q(remittance=remittance) if remittance else Q(bill=bill)
    if Refund.objects.filter(about, state__in=OPEN_REFUNDS).exists():
        return True
    return MoneyDecision.objects.filter(about, state="proposed").exists()


def concerned_by(refund: Refund) -> list[Assessment | Remittance | Payment | Declaration | None]:
    """Return what names the payers and people whose money a refund moves: who owed or sent it, who paid, who asks for it."""
    about = refund.bill.assessment if refund.bill else refund.remittance
    return [about, refund.payment, refund.request]


def kept_for_refunds(notes: Collection[Bill]) -> set[int]:
    """Return the keys of the credit notes whose money is not free: a refund is under way, or one that was approved and that
    the bank refused is owed still."""
    latest = Refund.objects.filter(bill__in=notes).exclude(state=RefundState.REJECTED).order_by("bill", "-pk")
    states = latest.distinct("bill").values_list("bill", "state")
    return {bill for bill, state in states if state in (*OPEN_REFUNDS, RefundState.FAILED)}


def refunds_to_send() -> QuerySet:
    """Return the keys of approved refunds whose channel has not been asked yet."""
    return Refund.objects.filter(state=RefundState.APPROVED).exclude(channel=BY_TRANSFER).values_list("pk", flat=True)
