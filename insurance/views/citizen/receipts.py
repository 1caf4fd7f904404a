"""申报回执: proof that a declaration arrived, as a PDF."""

from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.views.audiences import CitizenRequired
from insurance import access
from insurance.documents.receipt import Receipt, ReceiptLine, ReceiptPart, receipt_pdf
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.own_declarations import Case, case_of
from insurance.views.pdf import pdf_response
from insurance.views.receipt_words import receipt_facts
from insurance.wording import AGENCY_NAMES, DECLARATION_KIND_NAMES, STATE_NAMES
from insurance.wording_citizen import end_reason


class ReceiptView(CitizenRequired, View):
    """The receipt of one's own declaration; a draft has none."""

    http_method_names = ["get", "head"]

    def get(self, request, number):
        declaration = access.own_declaration(request.user, number)
        if declaration.submitted_at is None:
            raise Http404
        language = "en" if get_language() == "en" else "zh-hans"
        pdf = receipt_pdf(receipt_of(case_of(declaration)), language=language)
        return pdf_response(pdf, f"{declaration.number}-receipt.pdf")


def receipt_of(case: Case) -> Receipt:
    """Return what the receipt says of a declaration today."""
    declaration, person = case.declaration, case.declaration.person
    office = settings.HALL_OFFICE
    return Receipt(
        office=office["name_en" if get_language() == "en" else "name_zh"],
        number=declaration.number,
        matter=str(DECLARATION_KIND_NAMES[declaration.kind]),
        applicant=person.name,
        applicant_number=masked(person.identity_number),
        applicant_is_unit=False,
        operator=None,
        channel=_("Online Service Hall"),
        submitted_at=declaration.submitted_at,
        lines=(receipt_line(case),),
        parts=tuple(receipt_part(part, case) for part in case.parts),
        attachments=tuple(attachment.name for attachment in case.attachments),
        hotline=office["hotline"],
        printed_on=clock.today(),
    )


LISTED_BY_INSURANCE = frozenset({DeclarationKind.STOP, DeclarationKind.RESUME})
"""Kinds whose receipt names insurances, reason and month; that of another says what was declared."""


def receipt_line(case: Case) -> ReceiptLine:
    person = case.declaration.person
    who = {"name": person.name, "identity": masked(person.identity_number)}
    if case.declaration.kind not in LISTED_BY_INSURANCE:
        return ReceiptLine(**who, insurances=(), reason="", facts=receipt_facts(case.declaration, case.line))
    return ReceiptLine(
        **who,
        insurances=tuple(case.insurances),
        reason=end_reason(case.line.reason),
        stop_month=_month(case.line.stop_month),
        start_month=_month(case.line.start_month),
    )


def _month(first_day: date | None) -> Month | None:
    return Month.of(first_day) if first_day else None


def receipt_part(part, case: Case) -> ReceiptPart:
    return ReceiptPart(
        agency=str(AGENCY_NAMES[part.agency]),
        insurances=tuple(case.line.insurances_of(part.agency)),
        state=str(STATE_NAMES[part.state]),
        due_on=part.due_on,
    )
