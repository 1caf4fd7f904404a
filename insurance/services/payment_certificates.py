"""缴费凭证: issued when a payment is on record, frozen, revoked when the money went back.

Whoever paid may ask at any time what was paid (Social Insurance Law of the PRC, articles 4 and 74); the paper says it with a
number and a check code.
"""

from datetime import datetime

from django.db import transaction

from accounts.models.users import User
from accounts.services import audit
from insurance.models.certificates import Certificate
from insurance.models.payments import Payment
from insurance.rules.business_day import business_day
from insurance.rules.certificates import CertificateKind, CertificateState, EndedBecause
from insurance.selectors.payment_certificates import paid_bills
from insurance.services.certificates import new_numbers, revoke, sealed_with


@transaction.atomic
def issue(payment: Payment, *, at: datetime) -> Certificate | None:
    """Certify what a credited payment paid; once, however often it is asked for.

    The day on which it was posted is ``payment.posted_at`` or, while that is being written, ``at``. None where none of
    the money stands on a bill.
    """
    payment = Payment.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=payment.pk)
    held = payment.certificates.filter(state=CertificateState.VALID).first()
    if held is not None:
        return held
    bills = paid_bills(payment)
    if not bills or payment.credited_on is None:
        return None
    certificate = drawn_up(payment, bills, at)
    certificate.save(force_insert=True)
    audit.record(None, "payment_certificate.issued", certificate, at=at, order=payment.number)
    return certificate


def drawn_up(payment: Payment, bills: list[dict], at: datetime) -> Certificate:
    """Return the certificate of a payment, not stored."""
    [number] = new_numbers(1, at)
    unit, person = payment.unit, payment.person
    principal, late_fee = (sum(bill[name] for bill in bills) for name in ("principal_fen", "late_fee_fen"))
    facts = {
        "payer": (unit or person).name,
        "credit_code": unit.credit_code if unit else "",
        "identity_type": person.identity_type if person else "",
        "order": payment.number,
        "channel": payment.channel,
        "bills": bills,
        "principal_fen": principal,
        "late_fee_fen": late_fee,
        "total_fen": principal + late_fee,
        "paid_on": business_day(payment.paid_at).isoformat() if payment.paid_at else None,
        "credited_on": payment.credited_on.isoformat(),
        "posted_on": business_day(payment.posted_at or at).isoformat(),
    }
    about = {"person": person, "unit": unit, "payment": payment}
    return sealed_with(CertificateKind.PAYMENT, facts, number=number, at=at, **about)


@transaction.atomic
def withdraw(payment: Payment, *, at: datetime, actor: User | None = None) -> int:
    """Revoke the certificate of a payment whose money went back; return how many were valid. Again changes nothing."""
    held = list(payment.certificates.select_for_update(of=("self",)).filter(state=CertificateState.VALID))
    if held:
        revoke(held, EndedBecause.REFUNDED, at=at)
        audit.record(actor, "payment_certificate.revoked", held[0], at=at, order=payment.number)
    return len(held)
