"""记账: what follows once money is credited: personal accounts, benefits, the certificate, the notice.

Crediting is quick and done while the channel waits for its answer; this is not. Who is killed in the middle begins again and
ends with the same: only the last step, one transaction, says that it is done.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from accounts.rules.roles import Agency
from accounts.services import audit, notices
from insurance.models.assessments import ContributionLine
from insurance.models.bills import Bill
from insurance.models.payments import Payment
from insurance.rules.kinds import BillState
from insurance.rules.money import yuan_from_fen
from insurance.rules.payments import PaymentState
from insurance.services import benefits, payment_certificates, personal_accounts


def finish(payment_id: int, *, at: datetime, on: date) -> bool:
    """Do everything that follows from the money of an order; return whether there was something to do.

    Money for it that could not be placed is told to the payer once.
    """
    payment = Payment.objects.get(pk=payment_id)
    is_told = tell_suspended(payment, at=at)
    if payment.state != PaymentState.SUCCEEDED or payment.posted_at is not None:
        return is_told
    finish_bills(list(payment.items.values_list("bill_id", flat=True)), at=at, on=on)
    return note_posted(payment_id, at=at) or is_told


def finish_bills(bill_ids: Collection[int], *, at: datetime, on: date) -> None:
    """Do what follows for the people on bills on which money was put, however it came; may run any number of times."""
    personal_accounts.credit_bills(bill_ids, at=at, on=on)
    benefits.recompute(people_on(bill_ids), on=on)


def people_on(bill_ids: Collection[int]):
    """Return the people whose medical contributions these bills pay for, as far as they are credited whole."""
    medical = Bill.objects.filter(pk__in=bill_ids, agency=Agency.MEDICAL, state=BillState.PAID)
    lines = ContributionLine.objects.filter(assessment__in=medical.values("assessment"))
    return lines.order_by().values_list("person_id", flat=True).distinct().iterator()


@transaction.atomic
def note_posted(payment_id: int, *, at: datetime) -> bool:
    """Write that everything of an order is on record, and tell its payer; return whether this was the first time."""
    payment = Payment.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=payment_id)
    if payment.state != PaymentState.SUCCEEDED or payment.posted_at is not None:
        return False
    payment_certificates.issue(payment, at=at)
    payment.posted_at = at
    payment.save(update_fields=["posted_at"])
    audit.record(None, "payment.posted", payment, at=at)
    tell(payment, "payment_posted", payment.amount_fen, at=at)
    return True


@transaction.atomic
def tell_suspended(payment: Payment, *, at: datetime) -> bool:
    """Tell the payer of money for an order that waits in suspense, once for each; return whether there was any."""
    waiting = payment.remittances.select_for_update(of=("self",)).filter(told_at=None).exclude(suspended="")
    told = list(waiting.order_by("pk"))
    for remittance in told:
        tell(payment, "payment_suspended", remittance.left_fen, at=at)
        remittance.told_at = at
        remittance.save(update_fields=["told_at"])
    return bool(told)


def tell(payment: Payment, code: str, amount_fen: int, *, at: datetime) -> None:
    """Put a notice about an order into its payer's inbox."""
    facts = {"number": payment.number, "amount": f"{yuan_from_fen(amount_fen):,.2f}"}
    if payment.unit_id:
        notices.tell_unit(payment.unit, code, at=at, link=f"/employer/payments/{payment.number}/", **facts)
    else:
        notices.tell_person(payment.person, code, at=at, link=f"/me/payments/{payment.number}/", **facts)
