"""The policy studio: a change of policy from its first entry to the day a second person puts it in force."""

from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, BureauTemplatePage
from accounts.rules.roles import Permission
from insurance.admin.policy_draft import (
    LIST,
    ActivateView,
    CompareView,
    DiscardView,
    DraftPage,
    ExamplesView,
    PreviewView,
    StudioPage,
    area_name,
)
from insurance.forms.policy_drafts import PolicyDraftForm
from insurance.models.policy import PolicyDocument, PoolingArea
from insurance.models.policy_drafts import PolicyDraft
from insurance.rules.policy_drafts import ALLOWED, OPEN, DraftAct, DraftState
from insurance.rules.policy_filled_in import cells_of, row_of
from insurance.rules.policy_sheet import SHEETS, key_columns, key_in, key_of_row, sheet_of, slug_of
from insurance.selectors import policy_studio as studio
from insurance.services import policy_studio
from insurance.wording_policy import row_name
from insurance.wording_policy_studio import DRAFT_STATE_NAMES


class DraftsList(StudioPage, BureauList):
    """Drafts by state, the newest first."""

    template_name = "admin/insurance/policydraft/list.html"
    filters = ("state",)

    def rows(self, wanted):
        return studio.drafts(wanted["state"] if wanted["state"] in list(DraftState) else "")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Policy studio"), **kwargs)
        counts, chosen = studio.drafts_by_state(), context["wanted"]["state"]
        every = {"text": _("All drafts"), "url": LIST, "is_current": chosen not in list(DraftState)}
        by_state = [
            {"text": name, "url": self.link(state=s), "is_current": s == chosen, "count": counts.get(s, 0)}
            for s, name in DRAFT_STATE_NAMES.items()
        ]
        return context | {
            "drafts": [draft_row(draft) for draft in context["rows"]],
            "states": [every, *by_state],
            "may_enter": self.request.user.may(Permission.EDIT_POLICY),
        }


def draft_row(draft: PolicyDraft) -> dict:
    """Return a draft as the list shows it."""
    return {
        "draft": draft,
        "url": f"{LIST}{draft.number}/",
        "name": row_name(draft.table, key_in(draft.table, draft.values)),
        "area": area_name(draft.area),
        "state": DRAFT_STATE_NAMES[DraftState(draft.state)],
    }


class ChooseView(StudioPage, BureauTemplatePage):
    """What is in force today, area by area: the row that is to change is chosen here."""

    permission = Permission.EDIT_POLICY
    template_name = "admin/insurance/policydraft/choose.html"

    def get_context_data(self, **kwargs):
        areas = studio.areas()
        code = self.request.GET.get("area", "")
        area = next((area for area in areas if area.code == code), areas[0] if areas else None)
        choices = [
            {"text": area_name(one), "url": f"{LIST}new/?area={one.code}", "is_current": one == area} for one in areas
        ]
        rows = studio.rows_to_change(area, clock.today()) if area else []
        return super().get_context_data(
            title=_("Change what is in force"),
            areas=choices,
            groups=[
                {"rows": found}
                for table in SHEETS
                if (found := [row_in_force(area, row) for row in rows if row[0].table == table])
            ],
            **kwargs,
        )


def row_in_force(area: PoolingArea, row) -> dict:
    """Return a row in force with the address of the form that changes it."""
    one, key = row[0], key_of_row(row[0])
    return {
        "name": row_name(one.table, key),
        "url": f"{LIST}new/{area.code}/{one.table}/{slug_of(key)}/",
        "since": one.first,
        "until": one.until,
        "document": one.document,
    }


class DraftForm(StudioPage, BureauAct):
    """The form of a draft. Subclasses say which row it begins with and what becomes of it."""

    permission = Permission.EDIT_POLICY
    acts = ALLOWED[DraftAct.CHANGE]
    form_class = PolicyDraftForm
    template_name = "admin/insurance/policydraft/form.html"

    def get_form_kwargs(self):
        table, key, initial = self.begins_with()
        sheet = sheet_of(table, key)
        documents = [(one.number, one.number) for one in studio.documents()]
        given = {"table": table, "sheet": sheet, "documents": documents, "evidence": PolicyDocument.Evidence.choices}
        row = cells_of(initial, sheet) | {"document": initial["document"], "article": initial.get("article", "")}
        return super().get_form_kwargs() | given | {"initial": row | self.further_initial()}

    def further_initial(self) -> dict:
        return {}

    def begins_with(self) -> tuple[str, tuple, dict]:
        """Return table, key and the row that the form is filled with."""
        raise NotImplementedError

    def act(self, answers):
        form = self.sent_form
        table, key, _initial = self.begins_with()
        return super().act(
            {
                "values": key_columns(table, key) | form.row(),
                "new_document": form.new_document(),
                "own_examples": answers["own_examples"],
            }
        )

    def form_valid(self, form):
        self.sent_form = form
        return super().form_valid(form)

    def refuse(self, form, problems):
        """Put what is said of a whole list beside its first cell."""
        for problem in problems:
            if problem.field not in form.fields and f"{problem.field}_1_over" in form.fields:
                problem.field = f"{problem.field}_1_over"
        return super().refuse(form, problems)

    def address_of(self, draft):
        return f"{LIST}{draft.number}/"


class EnterView(DraftForm):
    """Enter a draft, beginning with the row that is in force today."""

    done = gettext_lazy("Entered. Compare it, look at its preview and run the examples; a second person activates it.")

    @cached_property
    def area(self) -> PoolingArea:
        area = next((area for area in studio.areas() if area.code == self.kwargs["area"]), None)
        if area is None:
            raise Http404
        return area

    @cached_property
    def in_force(self):
        row = studio.row_to_change(self.area, self.kwargs["table"], self.kwargs["key"], clock.today())
        if not row:
            raise Http404
        return row

    def begins_with(self):
        one = self.in_force[0]
        return one.table, key_of_row(one), row_of(self.in_force)

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return policy_studio.enter_draft(self.area, self.in_force[0].table, **answers, **by)

    def get_context_data(self, **kwargs):
        one = self.in_force[0]
        return super().get_context_data(
            title=row_name(one.table, key_of_row(one)), kicker=area_name(self.area), since=one.first, **kwargs
        )


class ChangeView(DraftPage, DraftForm):
    """Write other values into a draft; preview and examples are then made anew."""

    permission = Permission.EDIT_POLICY
    page = "change/"
    done = gettext_lazy("Changed. The preview and the examples have to be made again.")

    def get(self, request, *args, **kwargs):
        """Show the form while the draft is open; a finished one is only looked at."""
        if self.draft.state not in OPEN:
            return HttpResponseRedirect(self.address_of(self.draft))
        return super().get(request, *args, **kwargs)

    def begins_with(self):
        return self.draft.table, key_of_row(self.entries[0]), row_of(self.entries)

    def further_initial(self):
        draft = self.draft
        described = {f"document_{name}": value for name, value in (draft.new_document or {}).items()}
        new = {"document": "new"} if draft.document is None else {}
        return {"first_on": draft.first_on, "own_examples": draft.own_examples, **described, **new}

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return policy_studio.change_draft(self.draft.number, **answers, **by)

    def get_context_data(self, **kwargs):
        return super().get_context_data(kicker=self.draft.number, **kwargs)


@admin.register(PolicyDraft)
class PolicyDraftAdmin(HallModelAdmin):
    """The studio: the list, the forms and the pages of a draft."""

    sees = Permission.VIEW_POLICY
    edits = Permission.EDIT_POLICY
    is_listed = True

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("new/", desk(ChooseView.as_view())),
            path("new/<str:area>/<str:table>/<str:key>/", desk(EnterView.as_view())),
            *[url for url in super().get_urls() if getattr(url, "name", "")],
            path("<str:number>/", desk(CompareView.as_view())),
            path("<str:number>/preview/", desk(PreviewView.as_view())),
            path("<str:number>/examples/", desk(ExamplesView.as_view())),
            path("<str:number>/activate/", desk(ActivateView.as_view())),
            path("<str:number>/discard/", desk(DiscardView.as_view())),
        ]

    def changelist_view(self, request, extra_context=None):
        return DraftsList.as_view()(request)

    def add_view(self, request, form_url="", extra_context=None):
        return ChooseView.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Django's address of a row is ours for changing a draft."""
        return ChangeView.as_view()(request, number=object_id)
