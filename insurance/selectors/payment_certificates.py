"""What a payment paid, as its certificate says it, and the certificates of a payer's payments."""

from django.db.models import Q, QuerySet, Sum

from accounts.models.parties import Unit
from insurance.models.certificates import Certificate
from insurance.models.payments import Payment
from insurance.models.postings import Posting
from insurance.rules.certificates import CertificateKind
from insurance.rules.months import Month
from insurance.rules.postings import PostingKind


def paid_bills(payment: Payment) -> list[dict]:
    """Return each bill on which money of a payment stands, in the order it was paid; amounts in fen. One statement."""
    paid = Posting.objects.filter(
        remittance__payment=payment, kind__in=(PostingKind.ALLOCATION, PostingKind.LATE_FEE), bill__isnull=False
    )
    rows = (
        paid.values("bill__number", "bill__agency", "bill__assessment__month", "bill__assessment__kind")
        .annotate(
            total=Sum("amount_fen", filter=Q(kind=PostingKind.ALLOCATION), default=0),
            fee=Sum("amount_fen", filter=Q(kind=PostingKind.LATE_FEE), default=0),
        )
        .order_by("bill__assessment__month", "bill__number")
    )
    return [
        {
            "number": row["bill__number"],
            "month": str(Month.of(row["bill__assessment__month"])),
            "agency": row["bill__agency"],
            "kind": row["bill__assessment__kind"],
            "principal_fen": row["total"] - row["fee"],
            "late_fee_fen": row["fee"],
        }
        for row in rows
    ]


def payment_certificates_of(unit: Unit) -> QuerySet[Certificate]:
    """Return the certificates of a unit's payments."""
    return Certificate.objects.filter(unit=unit, kind=CertificateKind.PAYMENT)
