"""社会保险费缴费凭证: what was paid with one order, for which months, and when it was credited and recorded."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.capital_amount import capital_amount
from insurance.documents.pdf import rendered
from insurance.documents.termination_certificate import square_code
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One bill that was paid; words in the document's language, amounts in fen."""

    number: str
    month: Month
    agency: str
    kind: str
    principal_fen: int
    late_fee_fen: int


@dataclass(frozen=True, slots=True)
class PaymentCertificate:
    """One certificate. ``payer_code`` is a unit's credit code, or the number on a person's document, in full: it is the
    payer's own paper. ``payer_code_name`` says which it is. ``no_longer`` says why it does not hold any more."""

    number: str
    check_code: str
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
    issued_on: date
    no_longer: str
    address: str
    check_page: str


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One bill as the template writes it."""

    number: str
    month: Month
    agency: str
    kind: str
    principal: str
    late_fee: str
    total: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The certificate with its amounts written and the square code of its check."""

    office: str
    hotline: str
    printed_on: date
    certificate: PaymentCertificate
    paid: tuple[WrittenRow, ...]
    principal: str
    late_fee: str
    total: str
    capitals: str
    picture: str


def payment_certificate_pdf(
    certificate: PaymentCertificate, *, office: str, hotline: str, printed_on: date, language: str
) -> bytes:
    """Return the certificate as a PDF in ``language`` ("zh-hans" or "en")."""
    sheet = Sheet(
        office=office,
        hotline=hotline,
        printed_on=printed_on,
        certificate=certificate,
        paid=tuple(map(written, certificate.bills)),
        principal=yuan(certificate.principal_fen),
        late_fee=yuan(certificate.late_fee_fen),
        total=yuan(certificate.total_fen),
        capitals=capital_amount(certificate.total_fen),
        picture=square_code(certificate.address),
    )
    return rendered("payment_certificate", sheet, language=language)


def written(row: PaidRow) -> WrittenRow:
    total = row.principal_fen + row.late_fee_fen
    return WrittenRow(
        row.number, row.month, row.agency, row.kind, yuan(row.principal_fen), yuan(row.late_fee_fen), yuan(total)
    )


def yuan(amount_fen: int) -> str:
    """Return an amount as the paper writes it."""
    return f"{yuan_from_fen(amount_fen):,.2f}"
