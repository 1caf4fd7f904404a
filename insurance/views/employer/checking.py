"""What a unit declares is looked over before it is sent: one page for every kind.

A kind says in ``CHECKS`` where its answers are changed and what they mean; its view module registers it there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from insurance import access
from insurance.forms.reductions import CheckForm, KeyForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import State, overall_state
from insurance.selectors.unit_declarations import attachments_of, lines_of, parts_of
from insurance.services import attachments, unit_declarations
from insurance.views.declared import declared_facts
from insurance.views.employer.findings import FindingsView, finding
from insurance.views.employer.pages import holders_of
from insurance.wording import DECLARATION_KIND_NAMES

TO_ANSWER = frozenset({State.DRAFT, State.RETURNED})
PEOPLE_SHOWN = 20
"""How many people of a declaration the page writes out; of more it says how many there are."""


def no_meanings(declaration, lines, asked) -> list[dict]:
    """Nothing is to be said beside the answers."""
    return []


def no_remark(line) -> str:
    """Nothing follows that has to be pointed out."""
    return ""


@dataclass(frozen=True)
class Check:
    """How declarations of one kind are looked over.

    ``change_url(declaration)``: where the answers are changed. ``meanings(declaration, lines, asked)``: what they mean,
    one dict for each panel, drawn with ``meaning_template`` as ``meaning``; ``asked`` is the query of the address.
    ``remark(line)``: a sentence that follows from one person's answers, in a notice below them; empty for none.
    """

    change_url: Callable[..., str]
    meanings: Callable[..., list[dict]] = no_meanings
    meaning_template: str = ""
    remark: Callable[..., str] = no_remark


CHECKS: dict[DeclarationKind, Check] = {}
"""What is looked over before it is sent, by kind; other kinds have no such page."""


def steps() -> list[str]:
    """Return the steps from the empty form to the agency."""
    return [_("Fill in"), _("Look it over"), pgettext("step", "Submitted")]


class CheckView(FindingsView):
    """The answers once more, before they are sent."""

    form_class = CheckForm
    template_name = "insurance/employer/check.html"

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    @cached_property
    def check(self) -> Check:
        if self.declaration.kind not in CHECKS:
            raise Http404
        return CHECKS[DeclarationKind(self.declaration.kind)]

    @cached_property
    def parts(self):
        return parts_of(self.declaration)

    @cached_property
    def lines(self):
        return lines_of(self.declaration)

    @cached_property
    def can_submit(self) -> bool:
        return self.request.user.may_for_unit(OperatorRight.SUBMIT)

    @cached_property
    def soft(self) -> list[RuleBroken]:
        """What came up since the draft was made; asked for only of who may submit."""
        return self.pointed_out[1] if self.can_submit else []

    @cached_property
    def pointed_out(self) -> tuple[list[RuleBroken], list[RuleBroken]]:
        return unit_declarations.pointed_out(self.declaration, on=clock.today())

    def get(self, request, *args, **kwargs):
        if self.check and not any(part.state in TO_ANSWER for part in self.parts):
            return HttpResponseRedirect(f"/employer/declarations/{self.declaration.number}/")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "asks": bool(self.soft)}

    def get_initial(self):
        return {"seen": sum(part.version for part in self.parts)}

    def removal(self, attachment) -> KeyForm | None:
        """Return the form that takes a file out of the draft; None once the agency has it."""
        if self.declaration.submitted_at or not self.request.user.may_for_unit(OperatorRight.PREPARE):
            return None
        return KeyForm(auto_id=f"remove_{attachment.pk}_%s")

    def perform(self, answers):
        return unit_declarations.submit(
            self.declaration.number, actor=self.request.user, at=clock.now(), on=clock.today(), **answers
        )

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/"

    def get_context_data(self, **kwargs):
        declaration, lines = self.declaration, self.lines
        change_url = self.check.change_url(declaration)
        shown = lines[:PEOPLE_SHOWN]
        return super().get_context_data(
            steps=steps(),
            declaration=declaration,
            kicker=f"{DECLARATION_KIND_NAMES[declaration.kind]} · {declaration.number}",
            state=overall_state(part.state for part in self.parts),
            answers=[] if lines else changeable(declared_facts(declaration), change_url),
            people=[self.answered(line, change_url) for line in shown],
            more_people=len(lines) - len(shown),
            read=told_once(self.pointed_out[0]),
            meanings=self.check.meanings(declaration, shown, self.request.GET),
            meaning_template=self.check.meaning_template,
            change_url=change_url,
            attachments=[(attachment, self.removal(attachment)) for attachment in attachments_of(declaration)],
            can_submit=self.can_submit,
            submitters=holders_of(self.request.user, OperatorRight.SUBMIT),
            **kwargs,
        )

    def answered(self, line, change_url: str) -> dict:
        """Return one person's line as check answers, with what follows from it."""
        return {
            "name": line.person.name,
            "answers": changeable(declared_facts(line.declaration, line), change_url),
            "remark": self.check.remark(line),
        }


def told_once(problems: list[RuleBroken]) -> list[dict]:
    """Return findings as the page shows them, each sentence once however many people it is about."""
    return list({told["text"]: told for told in map(finding, problems)}.values())[:PEOPLE_SHOWN]


def changeable(facts: list[dict], change_url: str) -> list[dict]:
    """Return facts as check answers that lead back to where they were given."""
    return [{**fact, "change_url": "" if fact["is_known"] else change_url} for fact in facts]


class RemoveAttachmentView(OperatorRequired, RuleFormView):
    """A file is taken out of a draft again."""

    http_method_names = ["post"]
    form_class = KeyForm
    template_name = "422.html"

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    def perform(self, answers):
        unit_declarations.refuse_without_right(self.request.user, OperatorRight.PREPARE)
        attachment = access.unit_attachment(self.declaration, self.kwargs["pk"])
        attachments.remove(attachment, actor=self.request.user, at=clock.now())
        return self.declaration

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"

    def get_context_data(self, form, **kwargs):
        problems = [
            {"code": error.code, "sentence": " ".join(error.messages)}
            for errors in form.errors.as_data().values()
            for error in errors
        ]
        back_url = f"/employer/declarations/{self.declaration.number}/"
        return super().get_context_data(form=form, problems=problems, back_url=back_url, **kwargs)
