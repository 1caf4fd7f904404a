"""解除（终止）劳动合同证明书: what the employer stamps and the employee keeps, one page each.

It says what the Implementing Regulations of the Labour Contract Law (article 24) ask for. The Chinese paper is the
certificate; in English the same page is a translation and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from insurance.documents.numbered_paper import Imprint, NumberedPaper, numbered_papers_pdf

MOST_IN_ONE_FILE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationCertificate(NumberedPaper):
    """One certificate. ``identity_number`` in full: it is the employee's own paper and proves nothing without it.

    ``ground`` is why the contract ended in the words of the law, ``expires`` whether it ended by itself (终止),
    ``years_in_unit`` a number as it was declared.
    """

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


def termination_certificates_pdf(certificates: Sequence[TerminationCertificate], imprint: Imprint) -> bytes:
    """Return certificates as one PDF, each on a page of its own."""
    assert 0 < len(certificates) <= MOST_IN_ONE_FILE, len(certificates)
    return numbered_papers_pdf("termination_certificate", certificates, imprint)
