"""解除（终止）劳动合同证明书: what the employer stamps and the employee keeps, one page each.

It says what the Implementing Regulations of the Labour Contract Law (article 24) ask for. The Chinese paper is the
certificate; in English the same page is a translation and says so.
"""

import io
from dataclasses import dataclass
from datetime import date

import segno

from insurance.documents.pdf import rendered

MOST_IN_ONE_FILE = 200


@dataclass(frozen=True, slots=True)
class TerminationCertificate:
    """One certificate. ``identity_number`` in full: it is the employee's own paper and proves nothing without it.

    ``ground`` is why the contract ended in the words of the law, ``expires`` whether it ended by itself (终止),
    ``years_in_unit`` a number as it was declared. ``no_longer`` says why it does not hold any more, empty while it does.
    ``address`` leads to the check of this certificate, ``check_page`` to the page for typing number and code.
    """

    number: str
    check_code: str
    name: str
    identity_name: str
    identity_number: str
    unit: str
    credit_code: str
    contract_from: date
    contract_to: date | None
    ended_on: date
    post: str
    years_in_unit: str
    ground: str
    expires: bool
    issued_on: date
    no_longer: str
    address: str
    check_page: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """Several certificates in one file, each with the square code of its check as SVG."""

    office: str
    hotline: str
    printed_on: date
    certificates: tuple[TerminationCertificate, ...]
    pictures: tuple[str, ...]


def termination_certificates_pdf(
    certificates: tuple[TerminationCertificate, ...], *, office: str, hotline: str, printed_on: date, language: str
) -> bytes:
    """Return the certificates as one PDF, each on a page of its own, in ``language`` ("zh-hans" or "en")."""
    assert 0 < len(certificates) <= MOST_IN_ONE_FILE, len(certificates)
    pictures = tuple(square_code(certificate.address) for certificate in certificates)
    sheets = Sheets(office, hotline, printed_on, certificates, pictures)
    return rendered("termination_certificate", sheets, language=language)


def square_code(address: str) -> str:
    """Return a QR code of an address as SVG."""
    picture = io.BytesIO()
    segno.make(address, micro=False, error="m").save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue().decode()
