"""What is special about each kind of certificate, as pages and paper write it. Adding a kind is adding it here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override, pgettext

from accounts import clock
from accounts.wording import day_text
from insurance.documents.account_statement import account_statements_pdf
from insurance.documents.numbered_paper import Imprint, NumberedPaper
from insurance.documents.payment_certificate import payment_certificates_pdf
from insurance.documents.termination_certificate import termination_certificates_pdf
from insurance.rules.certificates import CertificateKind, CertificateState, grouped
from insurance.selectors.certificates import opened
from insurance.services.certificates import note_printing
from insurance.views import account_statements, certificates, payment_certificates
from insurance.views.certificates import issued_on, why_no_longer
from insurance.views.pdf import pdf_response
from insurance.wording_certificates import CERTIFICATE_KIND_NAMES, CERTIFICATE_STATE_NAMES, HANDING_SENTENCES


@dataclass(frozen=True)
class Paper:
    """How certificates of one kind are written: ``row_note`` in a list, ``holder`` and ``content`` on its page,
    ``checked_holder`` for somebody who checks it; ``sheet`` is what its paper says in the language that is active, ``drawn``
    draws papers as PDF."""

    row_note: Callable[..., str]
    holder: Callable[..., list[dict]]
    checked_holder: Callable[..., list[dict]]
    content: Callable[..., list[dict]]
    sheet: Callable[..., NumberedPaper]
    drawn: Callable[[Sequence, Imprint], bytes]


PAPERS = {
    CertificateKind.TERMINATION: Paper(
        certificates.row_note,
        certificates.people_facts,
        certificates.checked_people,
        certificates.employment_facts,
        certificates.sheet_of,
        termination_certificates_pdf,
    ),
    CertificateKind.PAYMENT: Paper(
        payment_certificates.row_note,
        payment_certificates.payer_facts,
        payment_certificates.checked_payer,
        payment_certificates.payment_facts,
        payment_certificates.sheet_of,
        payment_certificates_pdf,
    ),
    CertificateKind.ACCOUNT: Paper(
        account_statements.row_note,
        account_statements.holder_facts,
        account_statements.checked_holder,
        account_statements.sum_facts,
        account_statements.sheet_of,
        account_statements_pdf,
    ),
}


def paper_of(certificate) -> Paper:
    return PAPERS[CertificateKind(certificate.kind)]


def row_words(certificate) -> dict:
    """Return a certificate as a list writes it."""
    return {
        "certificate": certificate,
        "kind": CERTIFICATE_KIND_NAMES[CertificateKind(certificate.kind)],
        "note": paper_of(certificate).row_note(certificate),
        "issued_on": issued_on(certificate),
        "state_words": CERTIFICATE_STATE_NAMES[CertificateState(certificate.state)],
    }


def page_words(certificate, *, base: str) -> dict:
    """Return a certificate as its own page writes it; ``base`` is the address under which its successor is found."""
    paper = paper_of(certificate)
    return {
        **row_words(certificate),
        "facts": [*paper.holder(certificate), *paper.content(certificate)],
        "code": grouped(opened(certificate)["check_code"]),
        "why": why_no_longer(certificate),
        "handing": HANDING_SENTENCES[CertificateKind(certificate.kind)],
        "successor_url": f"{base}{certificate.replaced_by.number}/" if certificate.replaced_by else "",
    }


def checked_facts(certificate) -> list[dict]:
    """Return what whoever holds the paper may compare: a person's name and number masked."""
    paper = paper_of(certificate)
    return [
        {"label": pgettext("certificate", "Kind"), "value": CERTIFICATE_KIND_NAMES[CertificateKind(certificate.kind)]},
        {"label": pgettext("certificate", "Issued on"), "value": day_text(issued_on(certificate))},
        *paper.checked_holder(certificate),
        *paper.content(certificate),
    ]


def papers_response(request, certificates: Sequence, *, name: str, language: str) -> HttpResponse:
    """Return certificates of one kind as one PDF in a language; that they were drawn is on record."""
    note_printing(certificates, actor=request.user, at=clock.now())
    paper, office = paper_of(certificates[0]), settings.HALL_OFFICE
    with override(language):
        sheets = [paper.sheet(certificate, request) for certificate in certificates]
    office_name = office["name_en" if language == "en" else "name_zh"]
    imprint = Imprint(office_name, office["hotline"], clock.today(), language)
    return pdf_response(paper.drawn(sheets, imprint), f"{name}.pdf")


def paper_response(request, certificate, *, language: str) -> HttpResponse:
    """Return one certificate as paper in a language."""
    return papers_response(request, [certificate], name=certificate.number, language=language)
