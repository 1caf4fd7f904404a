"""The review desk: one part of a declaration is looked at, claimed, asked about and decided, never edited by hand."""

from dataclasses import replace

from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauPage, BureauTemplatePage, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import looks
from accounts.wording import day_text, sentence
from insurance.access import found
from insurance.admin import (
    case,
    case_back_payment,
    case_bases,
    case_correction,
    case_dispute,
    case_increase,
    case_info_change,
    case_joining,
    case_refund,
    case_resumption,
    case_unit,
)
from insurance.admin.worklist import WorklistView
from insurance.forms.decisions import DecisionForm, MessageForm
from insurance.models.attachments import Attachment
from insurance.models.declarations import DeclarationPart
from insurance.rules.business_day import business_day
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import STAFF_TURN, Action, State, actions_from
from insurance.selectors.review import case_file, submitted_part
from insurance.selectors.worklist import Desk, neighbours
from insurance.services import attachments, declarations, unit_data
from insurance.views.attachments import file_response
from insurance.wording import AGENCY_NAMES, DECLARATION_KIND_NAMES, NEXT_ACTION_NAMES, REFUSAL_REASON_NAMES, event_name
from insurance.wording_desk import AGREED_SENTENCE, DECIDED_SENTENCES, DESK_STATE_NAMES
from insurance.wording_outlook import shown_title, shown_tree

NEIGHBOURS_SHOWN = 10
IDS = {"decision_form": "decide_%s", "message_form": "message_%s", "claim_form": "claim_%s", "reveal_form": "reveal_%s"}
"""The forms of the page, and how the ids of their fields are written so that none occurs twice."""

CASES = {
    DeclarationKind.RESUME: case_resumption,
    DeclarationKind.INCREASE: case_increase,
    DeclarationKind.UNREGISTERED: case_increase,
    DeclarationKind.BASES: case_bases,
    DeclarationKind.INFO_CHANGE: case_info_change,
    DeclarationKind.CORRECTION: case_correction,
    DeclarationKind.DISPUTE: case_dispute,
    DeclarationKind.ENROL: case_joining,
    DeclarationKind.RE_ENROL: case_joining,
    DeclarationKind.BACK_PAYMENT: case_back_payment,
    DeclarationKind.REFUND: case_refund,
}
"""Which module tells what is asked and what would change, for the kinds that are not an end of insurance."""

DECISIONS = (Action.ACCEPT, Action.SEND_BACK, Action.REJECT, Action.REOPEN, Action.GRANT, Action.REFUSE)


def address_of(part_id: int) -> str:
    """Return the address of a part's review page."""
    return f"/admin/insurance/declarationpart/{part_id}/"


class CasePage(BureauPage):
    """A page about one part: for staff who may see declarations, and only those of their agency."""

    permission = Permission.VIEW_DECLARATIONS
    template_name = "admin/insurance/declarationpart/review.html"

    @cached_property
    def part(self) -> DeclarationPart:
        part = submitted_part(self.kwargs["part_id"])
        if part is None:
            raise Http404
        return part

    def may_open(self):
        user = self.request.user
        return super().may_open() and user.agency in (None, "", self.part.agency)

    def get_success_url(self):
        return address_of(self.part.pk)

    def get_context_data(self, **kwargs):
        user, at, on = self.request.user, clock.now(), clock.today()
        file = case_file(self.part, position=self.position_asked_for())
        line = self.line_shown(file)
        obstacle = obstacle_for(self.part, user, at)
        context = {
            "file": file,
            "part": self.part,
            "declaration": file.declaration,
            "kind_name": DECLARATION_KIND_NAMES[file.declaration.kind],
            "agency_name": AGENCY_NAMES[self.part.agency],
            "state_name": DESK_STATE_NAMES[State(self.part.state)],
            "title": _("Declaration %(number)s") % {"number": file.declaration.number},
            "line": line,
            **(self.about_person(file, line) if line else case_unit.about_unit(self.part, on=on)),
            "may_reveal": line is None and user.may(Permission.REVEAL_IDENTITY),
            "others": [other_part(other) for other in file.parts if other.pk != self.part.pk],
            "events": [told_event(event, many=len(file.parts) > 1) for event in file.events],
            "decision": decision_taken(self.part),
            "agreed": agreed_words(self.part),
            "two_levels": self.part.levels > 1 and self.part.state == State.SUBMITTED,
            "neighbours": neighbours(Desk.of(user, at=at, on=on), size=NEIGHBOURS_SHOWN),
            "today": on,
            "claim": claim_on(self.part, user, at),
            "may_claim": obstacle is None and self.part.state in STAFF_TURN,
            "obstacle": sentence(obstacle) if obstacle else "",
            "may_write": user.may(Permission.DECIDE_DECLARATIONS),
            "may_see_people": user.may(Permission.VIEW_PEOPLE),
            "actions": [] if obstacle else open_actions(self.part, user),
        }
        context |= self.forms(context["actions"]) | kwargs
        return super().get_context_data(**context)

    def about_person(self, file, line) -> dict:
        """Return what the page tells of one person of the declaration; that it was seen is on record."""
        user, at, on = self.request.user, clock.now(), clock.today()
        for person in people_seen(file.declaration, line):
            looks.open_case(person, file.declaration.number, actor=user, at=at)
        history = case.history_of(line.person_id, on=on)
        found = case.findings(self.part, file.lines, line, on=on)
        return {
            "comparisons": compared(self.part, line, history),
            "paper_wanted": case.paper_wanted(line),
            **outcome(self.part, line),
            "shown": shown_tree(line.explanation),
            "shown_title": shown_title(file.declaration.kind),
            "findings": found.shown,
            "forbidden": found.forbidden,
            "history": history,
            "steps": case.open_cases(line.person_id, besides=file.declaration.number),
        }

    def position_asked_for(self) -> int:
        """Return the position of the line to be looked at; the first for none."""
        wanted = self.request.GET.get("line", "")
        return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1

    def line_shown(self, file):
        """Return the line that is looked at: the one asked for by its position, or the first of its page.

        None for a declaration about the unit itself.
        """
        wanted = self.position_asked_for()
        return next((line for line in file.lines if line.position == wanted), next(iter(file.lines), None))

    def forms(self, actions) -> dict:
        """Return the page's forms, empty; the one that was sent and refused takes the place of its namesake."""
        decision = DecisionForm(auto_id=IDS["decision_form"], initial={"version": self.part.version})
        decision.offer(actions)
        return {
            "decision_form": decision,
            "message_form": MessageForm(auto_id=IDS["message_form"]),
            "claim_form": HallForm(auto_id=IDS["claim_form"]),
            "reveal_form": HallForm(auto_id=IDS["reveal_form"]),
        }


def people_seen(declaration, line) -> list:
    """Return whom the page shows: the person of the line, and who declares something about another person."""
    applicant = declaration.person
    return [line.person, *([applicant] if applicant and applicant.pk != line.person_id else [])]


def compared(part, line, history) -> list[case.Comparison]:
    """Return what was declared of one person beside what is on record; nothing is marked that the part itself has changed."""
    found = CASES.get(part.declaration.kind, case).comparisons(part.declaration, line, history)
    has_changed_it = part.state in (State.EFFECTIVE, State.UNDONE)
    return [replace(one, differs=False) for one in found] if has_changed_it else found


def outcome(part, line) -> dict:
    """Return what accepting the part changes for one person: enrolments that close, some that open, or in words."""
    known = CASES.get(part.declaration.kind, case)
    said = {name: getattr(known, name)(part, line) if hasattr(known, name) else [] for name in ("changes", "openings")}
    return {**said, "effect": known.effect(line) if hasattr(known, "effect") else ""}


def obstacle_for(part: DeclarationPart, user, at) -> RuleBroken | None:
    """Return what keeps ``user`` from deciding the part now, as the services would; None when nothing does."""
    try:
        declarations.refuse_stranger(part, user, Permission.DECIDE_DECLARATIONS, at)
        declarations.refuse_own_case(part, user)
    except RuleBroken as problem:
        return problem
    if part.state == State.SUBMITTED and part.agreed_by_id == user.pk:
        return RuleBroken("workflow.second_person")
    return RuleBroken("workflow.with_unit") if part.with_unit else None


def open_actions(part: DeclarationPart, user) -> list[Action]:
    """Return the decisions that the transition table gives this member of the staff now; what the agency itself has opened
    is sent back to nobody."""
    by_agency = part.declaration.kind == DeclarationKind.UNREGISTERED
    decisions = [action for action in DECISIONS if action != Action.SEND_BACK or not by_agency]
    return [action for action in actions_from(part.state, by=declarations.capacity_of(user)) if action in decisions]


def claim_on(part: DeclarationPart, user, at) -> dict | None:
    """Return who holds the case and until when; None while nobody does."""
    if part.claimed_by_id is None or part.claimed_until <= at:
        return None
    return {"by": part.claimed_by.name, "until": part.claimed_until, "is_mine": part.claimed_by_id == user.pk}


def other_part(part: DeclarationPart) -> dict:
    return {
        "label": AGENCY_NAMES[part.agency],
        "value": DESK_STATE_NAMES[State(part.state)],
        "state": part.state,
    }


def decision_taken(part: DeclarationPart) -> dict | None:
    """Return the last decision, in words; None while there is none."""
    if part.decided_by_id is None:
        return None
    return {
        "by": part.decided_by.name,
        "at": part.decided_at,
        "reason": REFUSAL_REASON_NAMES.get(part.reason_code, ""),
        "next": NEXT_ACTION_NAMES.get(part.next_action, ""),
        "text": part.text,
    }


def agreed_words(part: DeclarationPart) -> str:
    """Return who was the first of two to agree, while the second decision is awaited; empty otherwise."""
    if part.agreed_by_id is None or part.state != State.SUBMITTED:
        return ""
    return format_html(
        _("{name} agreed on {day}. A supervisor who is somebody else decides."),
        name=format_html('<span lang="zh-CN">{}</span>', part.agreed_by.name),
        day=day_text(business_day(part.agreed_at)),
    )


def told_event(event, *, many: bool) -> dict:
    """Return a step of the time line in words; with two agencies, whose step it was."""
    said = event_name(event.action, event.capacity)
    agency = AGENCY_NAMES.get(event.agency) if many else None
    return {
        "text": _("%(what)s (%(agency)s)") % {"what": said, "agency": agency} if agency else said,
        "at": event.at,
        "actor": event.actor.name if event.actor else "",
        "note": event.text,
        "state": event.to_state or "plain",
        "lang": "zh-CN",
    }


class ReviewView(CasePage, BureauTemplatePage):
    """One part of a declaration with everything needed to decide it."""


class CaseAct(LeadsBack, CasePage, BureauAct):
    """An act on a part; what forbids it comes back on the same page, with what was typed."""

    permission = Permission.DECIDE_DECLARATIONS
    form_name = ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": IDS[self.form_name]}

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form")
        self.part = submitted_part(self.part.pk)
        return super().get_context_data(**{self.form_name: form, "refused_form": form}, **kwargs)

    def address_of(self, result):
        return self.get_success_url()


class DecideView(CaseAct):
    """A decision on a part, whichever it is."""

    form_class = DecisionForm
    form_name = "decision_form"

    def get_context_data(self, **kwargs):
        """Show the case as it is now; what was typed is decided on that."""
        context = super().get_context_data(**kwargs)
        form = context["decision_form"]
        form.offer(context["actions"])
        form.data = form.data.copy()
        form.data["version"] = self.part.version
        return context

    def perform(self, answers):
        action = Action(answers.pop("action"))
        part = decide(action, self.part.pk, actor=self.request.user, at=clock.now(), on=clock.today(), **answers)
        self.done = (
            AGREED_SENTENCE if part.state == State.SUBMITTED and part.agreed_by_id else DECIDED_SENTENCES[action]
        )
        return part


def decide(action: Action, part_id: int, *, actor, version, reason_code, next_action, text, at, on) -> DeclarationPart:
    """Call the service that carries a decision out."""
    by = {"actor": actor, "version": version, "at": at}
    why = {"reason_code": reason_code, "next_action": next_action, "text": text}
    match action:
        case Action.ACCEPT:
            return declarations.accept(part_id, **by, on=on, text=text)
        case Action.SEND_BACK:
            return declarations.send_back(part_id, **by, **why)
        case Action.REJECT:
            return declarations.reject(part_id, **by, **why)
        case Action.REOPEN:
            return declarations.reopen(part_id, **by, text=text, on=on)
        case Action.GRANT:
            return declarations.grant_withdrawal(part_id, **by, text=text)
        case _:
            return declarations.refuse_withdrawal(part_id, **by, text=text, on=on)


class ClaimView(CaseAct):
    """Take a case onto one's own desk, or renew the lease."""

    form_class = HallForm
    form_name = "claim_form"
    done = gettext_lazy("The case is yours for half an hour.")

    def perform(self, answers):
        return declarations.claim(self.part.pk, actor=self.request.user, at=clock.now())


class ReleaseView(CaseAct):
    """Put a case back for colleagues."""

    form_class = HallForm
    form_name = "claim_form"
    done = gettext_lazy("The case is free for colleagues again.")

    def perform(self, answers):
        return declarations.release(self.part.pk, actor=self.request.user)


class RevealView(CaseAct):
    """Show the sealed data of a unit whole, once; that they were shown is in the audit."""

    form_class = HallForm
    form_name = "reveal_form"
    permission = Permission.REVEAL_IDENTITY
    revealed: dict[str, str] = {}

    def perform(self, answers):
        if self.part.declaration.lines.exists():
            raise Http404
        self.revealed = unit_data.reveal(self.part.declaration, actor=self.request.user, at=clock.now())
        return self.part

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.revealed:
            return response
        page = self.render_to_response(self.get_context_data(form=form, revealed=case_unit.whole(self.revealed)))
        page.headers["Cache-Control"] = "no-store"
        return page


class MessageView(CaseAct):
    """Ask the applicant something, on the case."""

    form_class = MessageForm
    form_name = "message_form"
    done = gettext_lazy("Sent. The applicant finds the message on the case and in the inbox.")

    def perform(self, answers):
        if problem := obstacle_to_writing(self.part, self.request.user):
            raise problem
        return declarations.say(self.part.declaration, answers["text"], actor=self.request.user, at=clock.now())


def obstacle_to_writing(part: DeclarationPart, user) -> RuleBroken | None:
    """Return what keeps ``user`` from writing for the agency; a colleague's claim does not."""
    try:
        declarations.refuse_own_case(part, user)
    except RuleBroken as problem:
        return problem
    return None


class AttachmentView(CasePage, View):
    """A file of the case, as a download; reading it is on record."""

    http_method_names = ["get"]

    def get(self, request, part_id: int, attachment_id: int):
        attachment = found(
            Attachment.objects.select_related("declaration"), pk=attachment_id, declaration=self.part.declaration_id
        )
        content = attachments.read_by_staff(attachment, actor=request.user, at=clock.now())
        return file_response(attachment.name, attachment.content_type, content)


@admin.register(DeclarationPart)
class DeclarationPartAdmin(HallModelAdmin):
    """The desk. The worklist is the list, the review page the form."""

    sees = Permission.VIEW_DECLARATIONS

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("<int:part_id>/", desk(ReviewView.as_view()), name="insurance_declarationpart_review"),
            path("<int:part_id>/decide/", desk(DecideView.as_view())),
            path("<int:part_id>/claim/", desk(ClaimView.as_view())),
            path("<int:part_id>/release/", desk(ReleaseView.as_view())),
            path("<int:part_id>/reveal/", desk(RevealView.as_view())),
            path("<int:part_id>/messages/", desk(MessageView.as_view())),
            path("<int:part_id>/attachments/<int:attachment_id>/", desk(AttachmentView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return WorklistView.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Lead from the address Django's admin would use to the review page, which answers who may see the case."""
        if not object_id.isdecimal():
            raise Http404
        return HttpResponseRedirect(address_of(int(object_id)))
