"""社会保险登记证明: the paper that says a unit is registered."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.pdf import rendered
from insurance.rules.kinds import Insurance


@dataclass(frozen=True, slots=True)
class RegistrationCertificate:
    """What the certificate says; kind of body, area and office come worded in the document's language.

    ``number`` is that of the declaration by which the unit was registered or, for one taken on, the unit's own.
    """

    office: str
    number: str
    unit_number: str
    unit: str
    credit_code: str
    unit_type: str
    area: str
    address: str
    representative: str
    registered_on: date | None
    injury_class: int
    insurances: tuple[Insurance, ...]
    hotline: str
    printed_on: date


def registration_certificate_pdf(certificate: RegistrationCertificate, *, language: str) -> bytes:
    """Return the certificate as a PDF in ``language`` ("zh-hans" or "en")."""
    return rendered("registration_certificate", certificate, language=language)
