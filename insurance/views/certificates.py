"""Certificates as pages and paper write them, whoever reads: the person, the unit, somebody who checks one."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text
from insurance.documents.termination_certificate import TerminationCertificate, termination_certificates_pdf
from insurance.rules.certificates import CertificateState, EndedBecause, expires, grouped
from insurance.selectors.certificates import opened
from insurance.services import certificates as service
from insurance.views.pdf import pdf_response
from insurance.wording_certificates import (
    ENDED_BECAUSE,
    GROUNDS,
    IDENTITY_NAMES,
)


def row_note(certificate) -> str:
    """Return what a list says of the employment that ended."""
    words = {"ended": day_text(day_of(certificate.facts["ended_on"])), "issued": day_text(issued_on(certificate))}
    return format_html(
        "{} · {}",
        unit_words(certificate.facts["unit"]),
        _("contract ended on %(ended)s · issued on %(issued)s") % words,
    )


def unit_words(name: str):
    """Write a unit's name, which is Chinese on pages of either language."""
    return format_html('<span lang="zh-CN">{}</span>', name)


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


def checked_people(certificate) -> list[dict]:
    """Return who it is about as somebody who checks the paper sees it: name and number masked."""
    facts, identity = certificate.facts, opened(certificate)["identity_number"]
    return [
        {"label": _("Employer"), "value": said(facts["unit"])},
        {"label": _("Employee"), "value": said(masked_name(facts["name"]))},
        {"label": capfirst(IDENTITY_NAMES[facts["identity_type"]]), "value": masked(identity)},
    ]


def masked_name(name: str) -> str:
    """Return a name of which only the first letter can be read."""
    return name[0] + "*" * (len(name) - 1)


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


def paper_response(request, certificate, *, language: str) -> HttpResponse:
    """Return one certificate as paper in a language."""
    return certificates_response(request, [certificate], name=certificate.number, language=language)


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
