"""A citizen's own declarations: the list, and one with everything about it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.wording import day_text
from insurance import access
from insurance.forms.reductions import AttachForm, TextForm
from insurance.rules.workflow import Action
from insurance.selectors.own_declarations import Case, DeclarationRow, case_of, declaration_page
from insurance.services.attachments import TAKEN_IN
from insurance.views.citizen.case_words import case_words
from insurance.views.citizen.pages import CitizenPage, matter
from insurance.wording import STATE_NAMES


class DeclarationListView(CitizenPage):
    """The declarations somebody has filed, the newest first."""

    template_name = "insurance/citizen/declarations.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        page = declaration_page(self.person_id, after=asked.get("after", ""), before=asked.get("before", ""))
        return super().get_context_data(
            rows=[row_words(row) for row in page.rows],
            total=page.total,
            newer_url=f"?before={page.newer}" if page.newer else "",
            older_url=f"?after={page.older}" if page.older else "",
            **kwargs,
        )


def row_words(row: DeclarationRow) -> dict:
    """Return one declaration as the list writes it."""
    return {
        "row": row,
        "state_words": STATE_NAMES[row.state],
        "text": matter(row.kind, row.insurances, row.month, unit_name=row.unit_name),
        "due": _("The agency answers by %(day)s") % {"day": day_text(row.due_on)} if row.due_on else "",
    }


class CaseView(CitizenRequired, RuleFormView):
    """One declaration of one's own; the forms on its page are sent to addresses of their own."""

    template_name = "insurance/citizen/declaration.html"
    bound = ""
    """Under which name the page knows the form that this view acts on."""

    @cached_property
    def declaration(self):
        return access.own_declaration(self.request.user, self.kwargs["number"])

    def address_of(self, result):
        return f"/me/declarations/{self.declaration.number}/"

    def get_context_data(self, form=None, **kwargs):
        case = case_of(self.declaration)
        forms = {**blank_forms(case), **({self.bound: form} if form else {})}
        return super().get_context_data(form=form, **case_words(case), **forms, **kwargs)


class DeclarationView(CaseView):
    """Where a declaration stands, by when, and what can be done with it."""

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())


def blank_forms(case: Case) -> dict:
    """Return the forms that the state of a declaration allows, each ready to be filled in."""
    forms = {"message_form": TextForm(**message_words())}
    if {part.state for part in case.parts} & TAKEN_IN:
        forms["attach_form"] = AttachForm(auto_id="attach_%s")
    if case.may(Action.WITHDRAW) or case.may(Action.REQUEST_WITHDRAWAL):
        forms["withdraw_form"] = TextForm(**withdraw_words())
    return forms


def message_words() -> dict:
    return {"auto_id": "message_%s", "label": _("Your message to the agency")}


def withdraw_words() -> dict:
    hint = _("Needed only where an agency has already accepted: it decides whether the declaration is taken back.")
    return {"auto_id": "withdraw_%s", "label": _("Why you take it back"), "hint": hint}
