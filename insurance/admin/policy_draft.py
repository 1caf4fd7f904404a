"""The pages of one draft of policy: compared, previewed, tried with the examples, activated or discarded."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.pages import BureauAct, BureauPage, BureauTemplatePage, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from accounts.wording import in_chinese, sentence
from insurance.admin.policy_words import changed_lines, comparison, numbers_in, preview_words
from insurance.models.policy import PoolingArea
from insurance.models.policy_drafts import PolicyDraft
from insurance.rules.policy_drafts import ALLOWED, EITHER, OPEN, DraftAct, DraftState, from_json
from insurance.rules.policy_sheet import key_of_row
from insurance.selectors import policy_studio as studio
from insurance.selectors.policy_change import rows_of_area
from insurance.services import policy_studio
from insurance.wording_policy import row_name
from insurance.wording_policy_studio import DRAFT_STATE_NAMES

LIST = "/admin/insurance/policydraft/"


class StudioPage(BureauPage):
    """A page of the studio. Everybody who sees policy may look; ``acts`` are the permissions to send something."""

    permission = Permission.VIEW_POLICY
    acts: frozenset[Permission] = frozenset()

    def may_open(self):
        user = self.request.user
        may_act = any(user.may(permission) for permission in self.acts)
        return super().may_open() and (self.request.method != "POST" or may_act)


def area_name(area: PoolingArea) -> str:
    return area.name_zh if in_chinese() else area.name_en


class DraftPage(StudioPage):
    """A page about one draft, with the way through it on top."""

    page = ""

    @cached_property
    def draft(self) -> PolicyDraft:
        return self.fresh()

    def fresh(self) -> PolicyDraft:
        draft = studio.draft_numbered(self.kwargs["number"])
        if draft is None:
            raise Http404
        return draft

    @cached_property
    def entries(self):
        return policy_studio.read(self.draft.table, from_json(self.draft.values))

    def get_success_url(self):
        return f"{LIST}{self.draft.number}/{self.page}"

    def get_context_data(self, **kwargs):
        draft, user = self.draft, self.request.user
        is_open = draft.state in OPEN
        return super().get_context_data(
            title=row_name(draft.table, key_of_row(self.entries[0])),
            draft=draft,
            base=f"{LIST}{draft.number}/",
            area=area_name(draft.area),
            state=DRAFT_STATE_NAMES[DraftState(draft.state)],
            is_open=is_open,
            pages=self.pages(),
            may_look_closely=is_open and any(user.may(permission) for permission in EITHER),
            may_change=is_open and user.may(Permission.EDIT_POLICY) and user.pk == draft.entered_by_id,
            may_activate=user.may(Permission.APPROVE_POLICY),
            act_form=HallForm(auto_id="act_%s"),
            **kwargs,
        )

    def pages(self) -> list[dict]:
        names = {
            "": _("Compare"),
            "preview/": _("Preview"),
            "examples/": _("Examples"),
            "activate/": _("Activate"),
        }
        base = f"{LIST}{self.draft.number}/"
        return [{"text": name, "url": base + page, "is_current": page == self.page} for page, name in names.items()]


class CompareView(DraftPage, BureauTemplatePage):
    """What is in force and the draft, side by side."""

    template_name = "admin/insurance/policydraft/compare.html"

    def get_context_data(self, **kwargs):
        standing = rows_of_area(self.draft.area)
        before = studio.counterpart(standing, self.entries, self.draft.first_on)
        sections = comparison(before, self.entries)
        return super().get_context_data(sections=sections, changed=changed_lines(sections), **kwargs)


class ActOnDraft(DraftPage, BureauAct):
    """An act on a draft; what forbids it comes back on the same page."""

    form_class = HallForm
    acts = EITHER

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": "act_%s"}

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None)
        if self.request.method == "POST":
            self.draft = self.fresh()
            kwargs["refused_form"] = form
        return super().get_context_data(**kwargs)

    def address_of(self, draft):
        return self.get_success_url()


class PreviewView(ActOnDraft):
    """What the draft would change, as last worked out; sending works it out anew."""

    page = "preview/"
    template_name = "admin/insurance/policydraft/preview.html"

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return policy_studio.preview_draft(self.draft.number, **by)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = self.draft.preview
        names = studio.names_of(numbers_in(found))
        return context | {"preview": found and preview_words(found, names)}


class ExamplesView(ActOnDraft):
    """The worked examples with the draft in the place of its rule."""

    page = "examples/"
    template_name = "admin/insurance/policydraft/examples.html"

    def perform(self, answers):
        return policy_studio.run_examples(self.draft.number, actor=self.request.user, at=clock.now())


class ActivateView(ActOnDraft):
    """Everything that was found, and the second person's decision."""

    page = "activate/"
    acts = ALLOWED[DraftAct.ACTIVATE]
    template_name = "admin/insurance/policydraft/activate.html"
    done = gettext_lazy("Activated. It holds from its first day on; the row before it ends there.")

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return policy_studio.activate_draft(self.draft.number, **by)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = []
        if context["is_open"]:
            found = policy_studio.obstacles(self.draft, actor=self.request.user, on=clock.today())
        preview = self.draft.preview and preview_words(self.draft.preview, {})
        return context | {"preview": preview, "obstacles": [sentence(problem) for problem in found]}


class DiscardView(LeadsBack, ActivateView):
    """Lay the draft aside for good."""

    acts = EITHER
    done = gettext_lazy("Discarded. It stays on record.")

    def perform(self, answers):
        return policy_studio.discard_draft(self.draft.number, actor=self.request.user, at=clock.now())
