"""Certificates as pages and paper write them, whoever reads: the person, the unit, somebody who checks one."""

from datetime import date

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rules.person_name import masked_name
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text
from insurance.documents.termination_certificate import TerminationCertificate
from insurance.rules.business_day import business_day
from insurance.rules.certificates import CertificateState, EndedBecause, expires, grouped
from insurance.selectors.certificates import opened
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
    return business_day(certificate.issued_at)


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
        "day": day_text(business_day(certificate.ended_at)),
        "why": ENDED_BECAUSE[EndedBecause(certificate.ended_because)],
    }
    if certificate.state == CertificateState.REPLACED:
        return _("Not valid since %(day)s. %(why)s A new certificate has taken its place.") % words
    return _("Revoked on %(day)s. %(why)s") % words


def numbered(certificate, request) -> dict:
    """Return what every paper that can be checked says: its number and code, where to check it, whether it holds."""
    code = opened(certificate)["check_code"]
    return {
        "number": certificate.number,
        "check_code": grouped(code),
        "issued_on": issued_on(certificate),
        "no_longer": why_no_longer(certificate),
        "address": request.build_absolute_uri(f"/verify/{certificate.number}/?code={code}"),
        "check_page": request.build_absolute_uri("/verify/"),
    }


def sheet_of(certificate, request) -> TerminationCertificate:
    """Return a certificate as it is printed, in the language that is active."""
    facts, sealed = certificate.facts, opened(certificate)
    return TerminationCertificate(
        **numbered(certificate, request),
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
    )
