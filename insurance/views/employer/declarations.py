"""The declarations of a unit: list, one case, messages, papers, taking back."""

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.wording import month_text
from insurance import access
from insurance.forms.reductions import AttachForm, TextForm
from insurance.forms.undoing import EVERYBODY, UndoForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import FIRST_TO_MENTION, State
from insurance.selectors.disputes import disputes_about
from insurance.selectors.key_pages import typed_key
from insurance.selectors.undoing import people_numbered
from insurance.selectors.unit_declarations import DeclarationRow, declarations_page, dossier, parts_of
from insurance.services import attachments, declarations, disputes, undoing, unit_declarations
from insurance.services.attachments import TAKEN_IN
from insurance.services.undoing import WayBack
from insurance.views.employer.case_words import case_words, dispute_words, with_unit_words
from insurance.views.employer.checking import CHECKS, TO_ANSWER
from insurance.views.employer.documents import papers_of
from insurance.views.employer.pages import UnitPage, holders_of, paged
from insurance.wording import DECLARATION_KIND_NAMES, STATE_NAMES

PAGE_ROWS = 20


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
            rows=[(row, DECLARATION_KIND_NAMES[row.kind], listed_state(row), counts_from(row)) for row in found.rows],
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


def listed_state(row: DeclarationRow) -> str:
    return with_unit_words() if row.waits_for_unit else STATE_NAMES[row.state]


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

    @cached_property
    def parts(self):
        return parts_of(self.declaration)

    @cached_property
    def way(self) -> WayBack:
        """Which act takes the declaration back now."""
        return undoing.way_back(self.declaration, {part.state for part in self.parts})

    def address_of(self, result):
        return f"/employer/declarations/{self.declaration.number}/"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **FORM_WORDS[self.bound]()}

    def may_take_back(self) -> bool:
        only_draft = {part.state for part in self.parts} == {State.DRAFT}
        return self.request.user.may_for_unit(OperatorRight.PREPARE if only_draft else OperatorRight.SUBMIT)

    def get_context_data(self, form=None, **kwargs):
        asked = self.request.GET
        found = dossier(
            self.declaration,
            self.parts,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        states = {part.state for part in found.parts}
        can_prepare = self.request.user.may_for_unit(OperatorRight.PREPARE)
        offered = {
            "message_form": TextForm(**message_words()),
            "attach_form": AttachForm(**attach_words()) if states & TAKEN_IN and can_prepare else None,
            **self.form_of_way_back(states),
        }
        ticked = form["people"].value() if form is not None and "people" in form.fields else ()
        refused = form if form is not None and not offered.get(self.bound) else None
        if form is not None and refused is None:
            offered[self.bound] = form
        return super().get_context_data(
            form=form or offered["message_form"],
            **offered,
            **case_words(found),
            documents=papers_of(self.declaration, people=found.people.total, insurances=found.people.insurances),
            disputes=self.disputes(form),
            ticked=frozenset(ticked or ()),
            way=self.way,
            can_tick=self.way == WayBack.CORRECT or "undo_form" in offered,
            to_answer=bool(states & TO_ANSWER),
            change_url=self.change_url(),
            is_draft=states == {State.DRAFT},
            can_prepare=can_prepare,
            asks_why=State.ACCEPTED in states,
            takers=holders_of(self.request.user, OperatorRight.SUBMIT) if self.way != WayBack.NONE else [],
            refused_form=refused,
            **kwargs,
        )

    def form_of_way_back(self, states) -> dict:
        """Return the form of the act that takes the declaration back, under its name; none where nobody here may."""
        if not self.may_take_back():
            return {}
        if self.way == WayBack.UNDO:
            return {"undo_form": UndoForm(**undo_words(), asked=State.ACCEPTED in states)}
        if self.way in (WayBack.WITHDRAW, WayBack.ASK):
            return {"withdraw_form": TextForm(**withdraw_words(), asked=State.ACCEPTED in states)}
        return {}

    def change_url(self) -> str:
        """Return where the answers are changed; empty for kinds that are declared anew."""
        check = CHECKS.get(DeclarationKind(self.declaration.kind))
        return check.change_url(self.declaration) if check else ""

    def disputes(self, form) -> list[dict]:
        """Return what employees contest of this declaration, with the form in which the unit states its view."""
        if self.declaration.kind != DeclarationKind.REDUCTION:
            return []
        may_state = self.request.user.may_for_unit(OperatorRight.SUBMIT)
        return [
            dispute_words(one, self.statement_form(one, form) if one.waits_for_unit and may_state else None)
            for one in disputes_about(self.declaration)
        ]

    def statement_form(self, one, form):
        is_meant = self.bound == "statement_form" and self.kwargs.get("dispute") == one.dispute.number
        return form if form is not None and is_meant else TextForm(**statement_words(one.dispute.number))


def message_words() -> dict:
    return {"auto_id": "message_%s", "label": _("Your message to the agency")}


def withdraw_words() -> dict:
    return {"auto_id": "withdraw_%s", "label": _("Why it is taken back")}


def undo_words() -> dict:
    hint = _("One agency has accepted its part and not carried it out yet: it reads this and decides about its part.")
    return {"auto_id": "undo_%s", "label": _("Why it is taken back"), "hint": hint}


def attach_words() -> dict:
    return {"auto_id": "attach_%s"}


def statement_words(number: str = "") -> dict:
    hint = _("Once, in at least 10 characters. The employee and the agency read it.")
    return {"auto_id": f"statement_{number}_%s", "label": _("Your unit's view"), "hint": hint}


FORM_WORDS = {
    "message_form": message_words,
    "withdraw_form": withdraw_words,
    "undo_form": undo_words,
    "attach_form": attach_words,
    "statement_form": statement_words,
}


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


class UndoView(CaseView):
    """The unit takes back what is in effect: for everybody, or for the people ticked."""

    http_method_names = ["post"]
    form_class = UndoForm
    bound = "undo_form"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "asked": any(part.state == State.ACCEPTED for part in self.parts)}

    def perform(self, answers):
        for_everybody = answers["scope"] == EVERYBODY
        only = [] if for_everybody else answers["people"]
        if not for_everybody and not only and (answers["scope"] or "people" in self.request.POST):
            raise RuleBroken("undo.nobody_chosen", "people")
        undoing.undo(
            self.declaration.number,
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
            people=people_numbered(self.declaration, only) if only else None,
            text=answers["text"],
        )
        messages.success(self.request, _("It was taken back. The record is as before, and the people were told."))


class StatementView(CaseView):
    """The unit states its view on an employee's dispute."""

    http_method_names = ["post"]
    bound = "statement_form"

    @cached_property
    def dispute(self):
        return access.dispute_with_unit(self.declaration, self.kwargs["dispute"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **statement_words(self.dispute.number)}

    def perform(self, answers):
        disputes.state_view(
            self.dispute.number, answers["text"], actor=self.request.user, at=clock.now(), on=clock.today()
        )
        messages.success(self.request, _("Your unit's view was sent to the agency and the employee."))


class AttachView(CaseView):
    """The unit adds papers while somebody still has to look at them."""

    http_method_names = ["post"]
    form_class = AttachForm
    bound = "attach_form"

    def perform(self, answers):
        unit_declarations.refuse_without_right(self.request.user, OperatorRight.PREPARE)
        files = attachments.received(answers["attachments"])
        return attachments.attach(self.declaration, files, actor=self.request.user, at=clock.now())
