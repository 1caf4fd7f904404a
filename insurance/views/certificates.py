"""Certificates as pages and paper write them, whoever reads: the person, the unit, somebody who checks one."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text
from insurance.documents.termination_certificate import TerminationCertificate, termination_certificates_pdf
from insurance.rules.certificates import CertificateKind, CertificateState, EndedBecause, expires, grouped
from insurance.selectors.certificates import opened
from insurance.services import certificates as service
from insurance.views.pdf import pdf_response
from insurance.wording_certificates import (
    CERTIFICATE_KIND_NAMES,
    CERTIFICATE_STATE_NAMES,
    ENDED_BECAUSE,
    GROUNDS,
    IDENTITY_NAMES,
)


def row_words(certificate) -> dict:
    """Return a certificate as a list writes it."""
    return {
        "certificate": certificate,
        "kind": CERTIFICATE_KIND_NAMES[CertificateKind(certificate.kind)],
        "name": certificate.facts["name"],
        "unit": certificate.facts["unit"],
        "ended_on": day_of(certificate.facts["ended_on"]),
        "issued_on": issued_on(certificate),
        "state_words": CERTIFICATE_STATE_NAMES[CertificateState(certificate.state)],
    }


def page_words(certificate, *, base: str) -> dict:
    """Return a certificate as its own page writes it; ``base`` is the address under which its successor is found."""
    return {
        **row_words(certificate),
        "facts": [*people_facts(certificate), *employment_facts(certificate)],
        "code": grouped(opened(certificate)["check_code"]),
        "why": why_no_longer(certificate),
        "successor_url": f"{base}{certificate.replaced_by.number}/" if certificate.replaced_by else "",
    }


def day_of(written: str | None) -> date | None:
    """Return a day that a certificate keeps as text."""
    return date.fromisoformat(written) if written else None


def issued_on(certificate) -> date:
    return localtime(certificate.issued_at).date()


def people_facts(certificate) -> list[dict]:
    """Return who it is about, the number masked."""
    facts, identity = certificate.facts, opened(certificate)["identity_number"]
    return [
        {"label": _("Employer"), "value": said(facts["unit"])},
        {"label": _("Unified social credit code"), "value": facts["credit_code"]},
        {"label": _("Employee"), "value": said(facts["name"])},
        {"label": capfirst(IDENTITY_NAMES[facts["identity_type"]]), "value": masked(identity)},
    ]


def employment_facts(certificate) -> list[dict]:
    """Return what it says of the employment (Implementing Regulations of the Labour Contract Law, article 24)."""
    facts = certificate.facts
    return [
        {"label": _("Term of the contract"), "value": term_words(facts)},
        {"label": _("Day the contract ended"), "value": day_text(day_of(facts["ended_on"]))},
        {"label": _("Why it ended"), "value": capfirst(GROUNDS[facts["reason"]])},
        {"label": _("Post"), "value": said(facts["post"])},
        {"label": _("Years in the unit"), "value": facts["years_in_unit"]},
    ]


def term_words(facts: dict) -> str:
    first, last = (day_of(facts[name]) for name in ("contract_from", "contract_to"))
    if last is None:
        return _("from %(first)s, without a day of expiry") % {"first": day_text(first)}
    return pgettext("term of a contract", "from %(first)s to %(last)s") % {
        "first": day_text(first),
        "last": day_text(last),
    }


def why_no_longer(certificate) -> str:
    """Return since when and why a certificate does not hold any more; empty while it does."""
    if certificate.state == CertificateState.VALID:
        return ""
    words = {
        "day": day_text(localtime(certificate.ended_at).date()),
        "why": ENDED_BECAUSE[EndedBecause(certificate.ended_because)],
    }
    if certificate.state == CertificateState.REPLACED:
        return _("Not valid since %(day)s. %(why)s A new certificate has taken its place.") % words
    return _("Revoked on %(day)s. %(why)s") % words


def certificates_response(request, certificates: Sequence, *, name: str, language: str) -> HttpResponse:
    """Return certificates as one PDF in a language; that they were drawn is on record."""
    service.note_printing(certificates, actor=request.user, at=clock.now())
    office = settings.HALL_OFFICE
    with override(language):
        sheets = tuple(sheet_of(certificate, request) for certificate in certificates)
    content = termination_certificates_pdf(
        sheets,
        office=office["name_en" if language == "en" else "name_zh"],
        hotline=office["hotline"],
        printed_on=clock.today(),
        language=language,
    )
    return pdf_response(content, f"{name}.pdf")


def sheet_of(certificate, request) -> TerminationCertificate:
    """Return a certificate as it is printed, in the language that is active."""
    facts, sealed = certificate.facts, opened(certificate)
    check = f"/verify/{certificate.number}/?code={sealed['check_code']}"
    return TerminationCertificate(
        number=certificate.number,
        check_code=grouped(sealed["check_code"]),
        name=facts["name"],
        identity_name=str(IDENTITY_NAMES[facts["identity_type"]]),
        identity_number=sealed["identity_number"],
        unit=facts["unit"],
        credit_code=facts["credit_code"],
        contract_from=day_of(facts["contract_from"]),
        contract_to=day_of(facts["contract_to"]),
        ended_on=day_of(facts["ended_on"]),
        post=facts["post"],
        years_in_unit=facts["years_in_unit"],
        ground=str(GROUNDS[facts["reason"]]),
        expires=expires(facts["reason"]),
        issued_on=issued_on(certificate),
        no_longer=why_no_longer(certificate),
        address=request.build_absolute_uri(check),
        check_page=request.build_absolute_uri("/verify/"),
    )
