"""Papers drawn from a unit's declaration: the receipt, and lists to be stamped."""

from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.views.audiences import OperatorRequired
from insurance import access
from insurance.documents.increase_list import IncreaseList, IncreaseRow, increase_list_pdf
from insurance.documents.receipt import Receipt, ReceiptLine, ReceiptPart, receipt_pdf
from insurance.documents.reduction_list import ReductionList, ReductionRow, reduction_list_pdf
from insurance.rules.business_day import business_day
from insurance.rules.employment import Employment
from insurance.rules.kinds import AGENCY_OF, DeclarationKind, Insurance
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.selectors.certificates import count_of_declaration
from insurance.selectors.key_pages import typed_key
from insurance.selectors.papers import Listed, insurances_declared, listed
from insurance.selectors.unit_declarations import attachments_of, parts_of
from insurance.views.employer.pages import language
from insurance.views.pdf import pdf_response
from insurance.views.receipt_words import receipt_facts
from insurance.wording import AGENCY_NAMES, DECLARATION_KIND_NAMES, STATE_NAMES
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES
from insurance.wording_reasons import reason_name

MOST_IN_ONE_FILE = 1000
"""People in one file of a list; the next ones stand in the next file (``?from=1001``)."""

MOST_ON_A_RECEIPT = 200


class DocumentView(OperatorRequired, View):
    """A paper drawn from a declaration."""

    http_method_names = ["get", "head"]
    file_name = ""

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    @cached_property
    def first(self) -> int:
        """The number of the first person in this file."""
        return max(typed_key(self.request.GET.get("from", "1")) or 1, 1)

    def office(self) -> str:
        return settings.HALL_OFFICE["name_en" if language() == "en" else "name_zh"]

    def area(self) -> str:
        return self.declaration.area.name_en if language() == "en" else self.declaration.area.name_zh

    def people(self, *kinds: DeclarationKind, insured_for: Insurance | None = None) -> Listed:
        """Return the people in this file; Http404 where the declaration is of another kind or concerns nobody."""
        if self.declaration.kind not in kinds:
            raise Http404
        found = listed(self.declaration, first=self.first, most=MOST_IN_ONE_FILE, insured_for=insured_for)
        if not found.lines:
            raise Http404
        return found

    def head(self) -> dict:
        """Return what stands at the head and the foot of every list."""
        declaration, unit = self.declaration, self.request.user.unit
        return {
            "office": self.office(),
            "area": self.area(),
            "unit": unit.name,
            "credit_code": unit.credit_code,
            "number": declaration.number,
            "operator": declaration.lodged_by.name,
            "declared_on": declared_on(declaration),
            "printed_on": clock.today(),
        }

    def drawn(self) -> bytes:
        raise NotImplementedError

    def get(self, request, **kwargs):
        part = "" if self.first == 1 else f"-{self.first}"
        return pdf_response(self.drawn(), f"{self.declaration.number}-{self.file_name}{part}.pdf")


def declared_on(declaration) -> date:
    """Return the day a declaration was submitted, or made while it is a draft."""
    return business_day(declaration.submitted_at or declaration.created_at)


class ReductionListView(DocumentView):
    """参保人员减少花名册, to be printed, stamped and kept."""

    file_name = "reduction-list"

    def drawn(self):
        found = self.people(DeclarationKind.REDUCTION)
        rows = tuple(reduction_row(line) for line in found.lines)
        listing = ReductionList(**self.head(), rows=rows, first=found.first, people=found.total)
        return reduction_list_pdf(listing, language=language())


def reduction_row(line) -> ReductionRow:
    return ReductionRow(
        name=line.person.name,
        identity=masked(line.person.identity_number),
        reason=str(reason_name(line.reason)),
        ended_on=line.ended_on,
        insurances=tuple(Insurance(code) for code in line.insurances),
        stop_month=Month.of(line.stop_month),
        remark=line.details.get("note") or "",
    )


class IncreaseListView(DocumentView):
    """参保人员增加花名册, to be printed, stamped and kept."""

    file_name = "increase-list"

    def drawn(self):
        found = self.people(DeclarationKind.INCREASE)
        rows = tuple(increase_row(line) for line in found.lines)
        listing = IncreaseList(**self.head(), rows=rows, first=found.first, people=found.total)
        return increase_list_pdf(listing, language=language())


def increase_row(line) -> IncreaseRow:
    terms = Employment.of(line.details)
    return IncreaseRow(
        name=line.person.name,
        identity=masked(line.person.identity_number),
        employment=str(EMPLOYMENT_KIND_NAMES[terms.kind]),
        started_on=terms.started_on,
        insurances=tuple(Insurance(code) for code in line.insurances),
        start_month=Month.of(line.start_month),
        wage=yuan_words(terms.wage_fen),
        remark=line.details.get("note") or "",
    )


def yuan_words(fen: int | None) -> str:
    """Return an amount as forms print it, without the unit; nothing for none."""
    return "" if fen is None else f"{yuan_from_fen(fen):,.2f}"


class ReceiptView(DocumentView):
    """申报回执: proof that the declaration arrived; a draft has none."""

    file_name = "receipt"

    def drawn(self):
        declaration, unit = self.declaration, self.request.user.unit
        if declaration.submitted_at is None:
            raise Http404
        found = listed(declaration, first=1, most=MOST_ON_A_RECEIPT)
        insurances = insurances_declared(declaration)
        receipt = Receipt(
            office=self.office(),
            number=declaration.number,
            matter=str(DECLARATION_KIND_NAMES[declaration.kind]),
            applicant=unit.name,
            applicant_number=unit.credit_code,
            applicant_is_unit=True,
            operator=declaration.lodged_by.name,
            channel=_("Online Service Hall"),
            submitted_at=declaration.submitted_at,
            lines=tuple(receipt_line(declaration, line) for line in found.lines),
            people=found.total,
            facts=() if found.lines else receipt_facts(declaration),
            parts=tuple(receipt_part(part, insurances) for part in parts_of(declaration)),
            attachments=tuple(attachment.name for attachment in attachments_of(declaration)),
            hotline=settings.HALL_OFFICE["hotline"],
            printed_on=clock.today(),
        )
        return receipt_pdf(receipt, language=language())


def receipt_line(declaration, line) -> ReceiptLine:
    """Return one person of the declaration: why and from when they leave, or else everything that was declared."""
    person = {"name": line.person.name, "identity": masked(line.person.identity_number)}
    if declaration.kind != DeclarationKind.REDUCTION:
        return ReceiptLine(**person, insurances=(), reason="", facts=receipt_facts(declaration, line))
    return ReceiptLine(
        **person,
        insurances=tuple(Insurance(code) for code in line.insurances),
        reason=str(reason_name(line.reason)),
        stop_month=Month.of(line.stop_month),
    )


def receipt_part(part, insurances) -> ReceiptPart:
    return ReceiptPart(
        agency=str(AGENCY_NAMES[part.agency]),
        insurances=tuple(code for code in insurances if AGENCY_OF[code] == part.agency),
        state=str(STATE_NAMES[part.state]),
        due_on=part.due_on,
    )


def papers_of(declaration, *, people: int, insurances) -> list[dict]:
    """Return the papers that can be printed from a declaration now: addresses and words, lists by file.

    ``people`` is how many are in it, ``insurances`` what they are declared for. One statement, for a reduction.
    """
    base = f"/employer/declarations/{declaration.number}/"
    lists = LISTS.get(DeclarationKind(declaration.kind), ())
    papers = [
        {"url": f"{base}{name}{query}", "text": f"{words}{numbers}"}
        for name, words, insurance in ((name, words(), insurance) for name, words, insurance in lists)
        if insurance is None or insurance in insurances
        for query, numbers in files_for(people)
    ]
    if declaration.submitted_at:
        papers.append({"url": f"{base}receipt.pdf", "text": _("Receipt (PDF)")})
    if declaration.kind == DeclarationKind.REDUCTION and (count := count_of_declaration(declaration)):
        url = f"/employer/termination-certificates/?declaration={declaration.number}"
        papers.append({"url": url, "text": _("Termination certificates (%(count)s)") % {"count": count}})
    return papers


def files_for(people: int) -> list[tuple[str, str]]:
    """Return the files a list of so many people comes in: what its address ends with, and whom it holds."""
    if people <= MOST_IN_ONE_FILE:
        return [("", "")]
    starts = range(1, people + 1, MOST_IN_ONE_FILE)
    return [(f"?from={start}", f" {start}–{min(start + MOST_IN_ONE_FILE - 1, people)}") for start in starts]


def counter_form_words() -> str:
    return _("Counter form for medical insurance (PDF)")


LISTS = {
    DeclarationKind.REDUCTION: (
        ("reduction-list.pdf", lambda: _("Reduction list (PDF)"), None),
        ("counter-form.pdf", counter_form_words, Insurance.MEDICAL),
    ),
    DeclarationKind.INCREASE: (
        ("increase-list.pdf", lambda: _("Increase list (PDF)"), None),
        ("counter-form.pdf", counter_form_words, Insurance.MEDICAL),
    ),
}
"""The lists of each kind: address, words, and the insurance without which there is none."""
