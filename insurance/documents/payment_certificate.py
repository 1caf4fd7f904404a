"""社会保险费缴费凭证: what was paid with one order, for which months, and when it was credited and recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from insurance.documents.capital_amount import capital_amount
from insurance.documents.numbered_paper import Imprint, NumberedPaper, numbered_papers_pdf, yuan


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One bill that was paid; words in the document's language, ``period`` a month or a whole year, amounts in fen."""

    number: str
    period: str
    agency: str
    kind: str
    principal_fen: int
    late_fee_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCertificate(NumberedPaper):
    """One certificate. ``payer_code`` is a unit's credit code, or the number on a person's document, in full: it is the
    payer's own paper. ``payer_code_name`` says which it is."""

    payer: str
    payer_code_name: str
    payer_code: str
    order: str
    channel: str
    bills: tuple[PaidRow, ...]
    principal_fen: int
    late_fee_fen: int
    total_fen: int
    paid_on: date | None
    credited_on: date
    posted_on: date


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a certificate as they are written: of each bill contributions, late fee and both together."""

    principal: str
    late_fee: str
    total: str
    capitals: str
    rows: tuple[tuple[str, str, str], ...]


def payment_certificates_pdf(certificates: Sequence[PaymentCertificate], imprint: Imprint) -> bytes:
    """Return certificates as one PDF."""
    return numbered_papers_pdf("payment_certificate", certificates, imprint, amounts=amounts_of)


def amounts_of(certificate: PaymentCertificate) -> Amounts:
    return Amounts(
        principal=yuan(certificate.principal_fen),
        late_fee=yuan(certificate.late_fee_fen),
        total=yuan(certificate.total_fen),
        capitals=capital_amount(certificate.total_fen),
        rows=tuple(
            (yuan(row.principal_fen), yuan(row.late_fee_fen), yuan(row.principal_fen + row.late_fee_fen))
            for row in certificate.bills
        ),
    )
