"""The declarations of a unit: list, one case, messages, papers, withdrawal, print."""

from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from accounts.wording import month_text, worded
from insurance import access
from insurance.documents.receipt import Receipt, ReceiptLine, ReceiptPart, receipt_pdf
from insurance.documents.reduction_list import ReductionList, ReductionRow, reduction_list_pdf
from insurance.forms.reductions import AttachForm, TextForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import FIRST_TO_MENTION, Actor, State
from insurance.selectors.key_pages import typed_key
from insurance.selectors.unit_declarations import (
    DeclarationRow,
    Dossier,
    attachments_of,
    declarations_page,
    dossier,
    lines_of,
    parts_of,
)
from insurance.services import attachments, declarations, unit_declarations
from insurance.services.attachments import TAKEN_IN
from insurance.views.declared import declared_facts
from insurance.views.employer.pages import UnitPage, language, paged
from insurance.views.employer.reductions import TO_ANSWER
from insurance.wording import (
    AGENCY_NAMES,
    DECLARATION_KIND_NAMES,
    EVENT_NAMES,
    NEXT_ACTION_NAMES,
    REFUSAL_REASON_NAMES,
    STATE_NAMES,
)
from insurance.wording_outlook import shown_tree
from insurance.wording_reasons import reason_name

PAGE_ROWS = 20
FREE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})
"""States in which a part is taken back at once."""


class DeclarationsView(UnitPage):
    """The list, newest first, filtered by state."""

    template_name = "insurance/employer/declarations.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        state = State(asked["state"]) if asked.get("state") in set(State) else None
        found = declarations_page(
            self.unit,
            state=state,
            size=PAGE_ROWS,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        kept = {"state": state} if state else {}
        total = sum(found.counts.values())
        return super().get_context_data(
            rows=[
                (row, DECLARATION_KIND_NAMES[row.kind], STATE_NAMES[row.state], counts_from(row)) for row in found.rows
            ],
            total=found.counts.get(state, 0) if state else total,
            choices=[
                {"url": "/employer/declarations/", "text": _("All"), "count": total, "is_current": state is None},
                *(
                    {
                        "url": f"?{urlencode({'state': known})}",
                        "text": STATE_NAMES[known],
                        "count": found.counts.get(known, 0),
                        "is_current": known == state,
                    }
                    for known in FIRST_TO_MENTION
                    if known in found.counts or known == state
                ),
            ],
            previous_url=paged(kept, "before", found.page.before),
            next_url=paged(kept, "after", found.page.after),
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            **kwargs,
        )


def counts_from(row: DeclarationRow) -> str:
    """Return from which month a declaration counts, in words; empty for one about data alone."""
    if row.month is None:
        return ""
    words = _("stop from %(month)s") if row.kind == DeclarationKind.REDUCTION else _("from %(month)s")
    return words % {"month": month_text(row.month)}


class CaseView(OperatorRequired, RuleFormView):
    """One declaration with everything around it; the forms on it are sent to addresses of their own."""

    http_method_names = ["get", "head"]
    template_name = "insurance/employer/declaration.html"
    form_class = TextForm
    bound = "message_form"
    """Under which name the page knows the form that this view acts on."""

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    def address_of(self, result):
        return f"/employer/declarations/{self.declaration.number}/"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **FORM_WORDS[self.bound]()}

    def get_context_data(self, form=None, **kwargs):
        found = dossier(self.declaration)
        user = self.request.user
        states = {part.state for part in found.parts}
        forms = {
            "message_form": TextForm(**message_words()),
            "withdraw_form": TextForm(**withdraw_words(), asked=State.ACCEPTED in states),
            "attach_form": AttachForm(**attach_words()),
        }
        if form is not None:
            forms[self.bound] = form
        only_draft = states == {State.DRAFT}
        may_withdraw = user.may_for_unit(OperatorRight.PREPARE if only_draft else OperatorRight.SUBMIT)
        offered = {
            "message_form": True,
            "attach_form": bool(states & TAKEN_IN) and user.may_for_unit(OperatorRight.PREPARE),
            "withdraw_form": bool(states & (FREE | {State.ACCEPTED})) and may_withdraw,
        }
        return super().get_context_data(
            form=forms[self.bound],
            **forms,
            **case_words(found),
            to_answer=bool(states & TO_ANSWER),
            is_draft=only_draft,
            can_prepare=user.may_for_unit(OperatorRight.PREPARE),
            can_attach=offered["attach_form"],
            can_withdraw=offered["withdraw_form"],
            asks_why=State.ACCEPTED in states,
            refused_form=form if form and not offered[self.bound] else None,
            **kwargs,
        )


def message_words() -> dict:
    return {"auto_id": "message_%s", "label": _("Your message to the agency")}


def withdraw_words() -> dict:
    return {"auto_id": "withdraw_%s", "label": _("Why it is taken back")}


def attach_words() -> dict:
    return {"auto_id": "attach_%s"}


FORM_WORDS = {"message_form": message_words, "withdraw_form": withdraw_words, "attach_form": attach_words}


class MessageView(CaseView):
    """The unit writes to the agency."""

    http_method_names = ["post"]

    def perform(self, answers):
        return declarations.say(self.declaration, answers["text"], actor=self.request.user, at=clock.now())


class WithdrawView(CaseView):
    """The unit takes the declaration back, or asks for it where an agency has accepted."""

    http_method_names = ["post"]
    bound = "withdraw_form"

    def perform(self, answers):
        return unit_declarations.withdraw(
            self.declaration.number, actor=self.request.user, at=clock.now(), text=answers["text"]
        )


class AttachView(CaseView):
    """The unit adds papers while somebody still has to look at them."""

    http_method_names = ["post"]
    form_class = AttachForm
    bound = "attach_form"

    def perform(self, answers):
        unit_declarations.refuse_without_right(self.request.user, OperatorRight.PREPARE)
        files = attachments.received(answers["attachments"])
        return attachments.attach(self.declaration, files, actor=self.request.user, at=clock.now())


def case_words(found: Dossier) -> dict:
    """Return a declaration as its page writes it."""
    declaration, state = found.declaration, found.state
    return {
        "declaration": declaration,
        "state": state,
        "state_words": STATE_NAMES[state],
        "kind_words": DECLARATION_KIND_NAMES[declaration.kind],
        "parts": [part_words(part, found) for part in found.parts],
        "facts": [] if found.lines else declared_facts(declaration),
        "people": [person_words(declaration, line) for line in found.lines],
        "events": [event_words(same) for _key, same in groupby(found.events, key=act_of)],
        "attachments": found.attachments,
        "messages_said": found.messages,
        **next_step(found),
    }


def person_words(declaration, line) -> dict:
    """Return what was declared of one person, and what was shown of their benefits when it was submitted."""
    return {
        "person": line.person,
        "facts": declared_facts(declaration, line),
        "settles": line.settles,
        "shown": shown_tree(line.explanation),
    }


def part_words(part, found: Dossier) -> dict:
    """Return one agency's part: where it stands, by when, what was decided and what can be done about it."""
    insurances = sorted({code for line in found.lines for code in line.insurances_of(part.agency)})
    refused = part.state in (State.RETURNED, State.REJECTED)
    return {
        "part": part,
        "agency": AGENCY_NAMES[part.agency],
        "insurances": worded(insurances),
        "state_words": STATE_NAMES[part.state],
        "due_on": part.due_on if part.state == State.SUBMITTED else None,
        "effective_on": part.effective_on if part.state in (State.ACCEPTED, State.EFFECTIVE) else None,
        "reason": REFUSAL_REASON_NAMES[part.reason_code] if refused else "",
        "next_action": NEXT_ACTION_NAMES[part.next_action] if refused else "",
        "is_rejected": part.state == State.REJECTED,
    }


def act_of(event) -> tuple:
    """Return what makes events of two agencies one act: the same person did the same at the same time."""
    return event.action, event.actor_id, event.at, event.text


def event_words(same) -> dict:
    """Return one act of the time line, whatever agencies it concerned; of the staff only the agency is named."""
    events = list(same)
    event = events[0]
    by_unit = event.capacity == Actor.APPLICANT and event.actor
    by_whom = [
        said(event.actor.name if by_unit else ""),
        worded(sorted(str(AGENCY_NAMES[each.agency]) for each in events if each.agency)),
    ]
    return {
        "text": EVENT_NAMES[event.action],
        "at": event.at,
        "actor": format_html_join(" · ", "{}", ([words] for words in by_whom if words)),
        "note": said(event.text),
        "state": event.to_state or "plain",
    }


def next_step(found: Dossier) -> dict:
    """Return what comes next in the case, and by when."""
    due = [part.due_on for part in found.parts if part.state == State.SUBMITTED and part.due_on]
    effective = [part.effective_on for part in found.parts if part.state == State.ACCEPTED]
    match found.state:
        case State.DRAFT:
            return {"next_text": _("You look the answers over and submit them")}
        case State.RETURNED:
            return {"next_text": _("You put right what the agency named and submit again")}
        case State.SUBMITTED:
            return {"next_text": _("The agency decides"), "next_by": min(due, default=None)}
        case State.WITHDRAWAL_REQUESTED:
            return {"next_text": _("The agency decides whether the declaration is taken back")}
        case State.ACCEPTED:
            return {"next_text": _("It takes effect"), "next_by": min(effective)}
    return {}


class DocumentView(OperatorRequired, View):
    """A paper drawn from a declaration."""

    http_method_names = ["get", "head"]

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    def office(self) -> str:
        return settings.HALL_OFFICE["name_en" if language() == "en" else "name_zh"]

    def area(self) -> str:
        return self.declaration.area.name_en if language() == "en" else self.declaration.area.name_zh

    def get(self, request, **kwargs):
        response = HttpResponse(self.drawn(), content_type="application/pdf")
        name = f"{self.declaration.number}-{self.file_name}.pdf"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response


class ReductionListView(DocumentView):
    """参保人员减少花名册, to be printed, stamped and kept."""

    file_name = "reduction-list"

    def drawn(self) -> bytes:
        declaration, unit = self.declaration, self.request.user.unit
        if declaration.kind != DeclarationKind.REDUCTION:
            raise Http404
        listing = ReductionList(
            office=self.office(),
            area=self.area(),
            unit=unit.name,
            credit_code=unit.credit_code,
            number=declaration.number,
            operator=declaration.lodged_by.name,
            declared_on=localtime(declaration.submitted_at or declaration.created_at).date(),
            rows=tuple(reduction_row(line) for line in lines_of(declaration)),
            printed_on=clock.today(),
        )
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


class ReceiptView(DocumentView):
    """申报回执: proof that the declaration arrived; a draft has none."""

    file_name = "receipt"

    def drawn(self) -> bytes:
        declaration, unit = self.declaration, self.request.user.unit
        if declaration.submitted_at is None:
            raise Http404
        lines = lines_of(declaration)
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
            lines=tuple(receipt_line(line) for line in lines),
            parts=tuple(receipt_part(part, lines) for part in parts_of(declaration)),
            attachments=tuple(attachment.name for attachment in attachments_of(declaration)),
            hotline=settings.HALL_OFFICE["hotline"],
            printed_on=clock.today(),
        )
        return receipt_pdf(receipt, language=language())


def receipt_line(line) -> ReceiptLine:
    return ReceiptLine(
        name=line.person.name,
        identity=masked(line.person.identity_number),
        insurances=tuple(Insurance(code) for code in line.insurances),
        reason=str(reason_name(line.reason)),
        stop_month=Month.of(line.stop_month),
    )


def receipt_part(part, lines) -> ReceiptPart:
    return ReceiptPart(
        agency=str(AGENCY_NAMES[part.agency]),
        insurances=tuple(sorted({code for line in lines for code in line.insurances_of(part.agency)})),
        state=str(STATE_NAMES[part.state]),
        due_on=part.due_on,
    )
