"""Money has gone back: the postings of a refund, written when the channel or the bank has carried it out, and once."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from accounts.models.users import User
from accounts.services import audit, notices
from insurance.models.bills import Bill
from insurance.models.payments import Payment, Remittance
from insurance.models.refunds import Refund
from insurance.rules.allocation import spread
from insurance.rules.money import yuan_from_fen
from insurance.rules.payments import PaymentState
from insurance.rules.postings import PostingKind
from insurance.rules.refunds import RefundState
from insurance.selectors.credit_notes import credit_left
from insurance.services import payment_certificates
from insurance.services.books import hold_books
from insurance.services.ledger import Entry, write
from insurance.services.settling import follow_up, settle

UNDER_WAY = (RefundState.APPROVED, RefundState.SENT)


@transaction.atomic
def finish(refund_id: int, *, reference: str, at: datetime, on: date, actor: User | None = None) -> bool:
    """Write that a refund was carried out under ``reference``; return whether it was under way and is done now."""
    hold_books(Refund.objects.values_list("area", flat=True).get(pk=refund_id))
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
    if refund.state not in UNDER_WAY:
        return False
    if refund.remittance_id:
        leave_suspense(refund, at=at, on=on)
    else:
        use_credit(refund, at=at, on=on)
    refund.state, refund.reference, refund.ended_at = RefundState.DONE, reference, at
    refund.save(update_fields=["state", "reference", "ended_at"])
    end_refunding(refund)
    audit.record(actor, "refund.done", refund, at=at, amount_fen=refund.amount_fen)
    tell_payer(refund, "refund_done", at=at)
    return True


def leave_suspense(refund: Refund, *, at: datetime, on: date) -> None:
    """Take what is given back out of suspense."""
    remittance = Remittance.objects.select_for_update(of=("self",)).get(pk=refund.remittance_id)
    about = {"remittance_id": remittance.pk, "made_by_id": refund.decided_by_id}
    write(refund.area_id, [Entry(PostingKind.SUSPENSE_REFUND, refund.amount_fen, **about)], at=at, on=on)
    remittance.refunded_fen += refund.amount_fen
    if remittance.left_fen == 0:
        remittance.suspended = ""
    remittance.save(update_fields=["refunded_fen", "suspended"])


def use_credit(refund: Refund, *, at: datetime, on: date) -> None:
    """Take what is given back from a credit note, one insurance after another in the order of their codes."""
    note = Bill.objects.select_for_update(of=("self",)).get(pk=refund.bill_id)
    left = credit_left([note.pk])[note.pk]
    after = spread(refund.amount_fen, left)
    about = {"bill_id": note.pk, "credit_note_id": note.pk, "made_by_id": refund.decided_by_id}
    used = {code: amount - after[code] for code, amount in left.items() if amount > after[code]}
    entries = [Entry(PostingKind.REFUND, amount, code, **about) for code, amount in sorted(used.items())]
    write(refund.area_id, entries, at=at, on=on)
    follow_up(settle({note.pk: -refund.amount_fen}, paid_on=on, credited_on=on))


def begin_refunding(refund: Refund) -> None:
    """Write on the order whose bills the money had paid that some of it goes back. The order is locked first: another refund
    of it may be ending now."""
    if refund.payment_id is None:
        return
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=refund.payment_id)
    if payment.state == PaymentState.SUCCEEDED:
        payment.state = PaymentState.REFUNDING
        payment.save(update_fields=["state"])


def end_refunding(refund: Refund) -> None:
    """Bring the order whose bills the money had paid to its end: refunded when all of it went back, or paid as before."""
    if refund.payment_id is None:
        return
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=refund.payment_id)
    of_order = Refund.objects.filter(payment=payment)
    back = of_order.filter(state=RefundState.DONE).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    if back >= payment.amount_fen:
        payment.state = PaymentState.REFUNDED
        payment_certificates.withdraw(payment, at=refund.ended_at)
    elif not of_order.filter(state__in=UNDER_WAY).exists():
        payment.state = PaymentState.SUCCEEDED
    payment.save(update_fields=["state"])


def tell_payer(refund: Refund, code: str, *, at: datetime) -> None:
    """Tell whoever paid, as far as anybody knows who that was, whom the bill insures, and whoever asked for the money."""
    about = refund.remittance if refund.remittance_id else refund.bill.assessment
    paid, request = refund.payment or about, refund.request
    facts = {"number": refund.number, "amount": f"{yuan_from_fen(refund.amount_fen):,.2f}"}
    if paid.unit_id:
        notices.tell_unit(paid.unit, code, at=at, **facts)
    people = [paid.person, about.person, request and request.person]
    for person in {one.pk: one for one in people if one}.values():
        asked = request is not None and request.person_id == person.pk
        link = f"/me/declarations/{request.number}/" if asked else ""
        notices.tell_person(person, code, at=at, link=link, **facts)
