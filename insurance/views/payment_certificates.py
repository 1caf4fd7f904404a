"""缴费凭证 as pages and paper write it, whoever reads: the payer, somebody who checks one."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules.person_name import masked_name
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text
from insurance.documents.payment_certificate import PaidRow, PaymentCertificate
from insurance.rules.kinds import AssessmentKind
from insurance.rules.months import Month
from insurance.selectors.certificates import opened
from insurance.views.certificates import day_of, numbered
from insurance.wording import AGENCY_NAMES
from insurance.wording_bills import ASSESSMENT_NAMES, period_text
from insurance.wording_certificates import IDENTITY_NAMES
from insurance.wording_citizen import money
from insurance.wording_payments import CHANNEL_NAMES

BILLS_NAMED = 12
"""Bills that a page writes out; the paper has them all."""


def row_note(certificate) -> str:
    """Return what a list says of the payment."""
    facts = certificate.facts
    words = {
        "amount": money(facts["total_fen"]),
        "order": facts["order"],
        "credited": day_text(day_of(facts["credited_on"])),
    }
    return _("%(amount)s with order %(order)s, credited on %(credited)s") % words


def payer_facts(certificate) -> list[dict]:
    """Return who paid; a person's number masked."""
    facts = certificate.facts
    told = [{"label": _("Payer"), "value": said(facts["payer"])}]
    if facts["credit_code"]:
        return [*told, {"label": _("Unified social credit code"), "value": facts["credit_code"]}]
    identity = opened(certificate)["identity_number"]
    return [*told, {"label": capfirst(IDENTITY_NAMES[facts["identity_type"]]), "value": masked(identity)}]


def checked_payer(certificate) -> list[dict]:
    """Return who paid as somebody who checks the paper sees it: a person's name masked too."""
    told = payer_facts(certificate)
    if not certificate.facts["credit_code"]:
        told[0]["value"] = said(masked_name(certificate.facts["payer"]))
    return told


def payment_facts(certificate) -> list[dict]:
    """Return what was paid, when, and for what."""
    facts = certificate.facts
    days = (
        (_("Paid on"), facts["paid_on"]),
        (_("Credited on"), facts["credited_on"]),
        (_("Recorded on"), facts["posted_on"]),
    )
    return [
        {"label": _("Payment order"), "value": facts["order"]},
        {"label": _("Channel"), "value": channel_words(facts["channel"])},
        {"label": _("Amount paid"), "value": money(facts["total_fen"]), "note": fee_note(facts)},
        *({"label": label, "value": day_text(day_of(day))} for label, day in days if day),
        *({"label": bill["number"], "value": bill_words(bill)} for bill in facts["bills"][:BILLS_NAMED]),
        *more_bills(len(facts["bills"]) - BILLS_NAMED),
    ]


def channel_words(code: str) -> str:
    return str(CHANNEL_NAMES.get(code, code))


def fee_note(facts: dict) -> str:
    """Say how much of it was late fee; nothing where none was."""
    return _("of it late fee %(fee)s") % {"fee": money(facts["late_fee_fen"])} if facts["late_fee_fen"] else ""


def bill_words(bill: dict) -> str:
    """Say what a bill was for and what was paid on it."""
    words = {
        "month": period_text(Month.parse(bill["month"]).first_day, bill["kind"]),
        "kind": ASSESSMENT_NAMES[AssessmentKind(bill["kind"])],
        "agency": AGENCY_NAMES[bill["agency"]],
        "amount": money(bill["principal_fen"] + bill["late_fee_fen"]),
    }
    return _("%(month)s, %(kind)s, %(agency)s: %(amount)s") % words


def more_bills(count: int) -> list[dict]:
    """Say how many bills are not written out."""
    if count <= 0:
        return []
    text = ngettext("%(count)s more bill, on the paper", "%(count)s more bills, on the paper", count)
    return [{"label": _("Further bills"), "value": text % {"count": count}}]


def sheet_of(certificate, request) -> PaymentCertificate:
    """Return the certificate as it is printed, in the language that is active."""
    facts, sealed = certificate.facts, opened(certificate)
    of_unit = bool(facts["credit_code"])
    return PaymentCertificate(
        **numbered(certificate, request),
        payer=facts["payer"],
        payer_code_name=_("Unified social credit code")
        if of_unit
        else str(capfirst(IDENTITY_NAMES[facts["identity_type"]])),
        payer_code=facts["credit_code"] or sealed["identity_number"],
        order=facts["order"],
        channel=channel_words(facts["channel"]),
        bills=tuple(map(paid_row, facts["bills"])),
        principal_fen=facts["principal_fen"],
        late_fee_fen=facts["late_fee_fen"],
        total_fen=facts["total_fen"],
        paid_on=day_of(facts["paid_on"]),
        credited_on=day_of(facts["credited_on"]),
        posted_on=day_of(facts["posted_on"]),
    )


def paid_row(bill: dict) -> PaidRow:
    return PaidRow(
        number=bill["number"],
        period=period_text(Month.parse(bill["month"]).first_day, bill["kind"]),
        agency=str(AGENCY_NAMES[bill["agency"]]),
        kind=capfirst(str(ASSESSMENT_NAMES[AssessmentKind(bill["kind"])])),
        principal_fen=bill["principal_fen"],
        late_fee_fen=bill["late_fee_fen"],
    )
