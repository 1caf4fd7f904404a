"""A person's record, opened for a purpose: masked, for half an hour, and every look is shown to the person."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauPage, BureauTemplatePage, HandedOutOnce, LeadsBack
from accounts.forms.base import HallForm
from accounts.models.access_log import AccessPurpose
from accounts.models.parties import Person
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.selectors.access_log import looks_at
from accounts.selectors.looks import LOOK_LASTS
from accounts.selectors.people import person_numbered
from accounts.services import codes, looks
from accounts.wording import sentence
from accounts.wording_access import LOOK_NAMES
from insurance.admin.case import history_of
from insurance.admin.finding import LookForm
from insurance.admin.medical import medical_of
from insurance.selectors.person_file import cards_of, declarations_about, person_on_desk
from insurance.wording import CARD_STATE_NAMES, DECLARATION_KIND_NAMES
from insurance.wording_desk import DESK_STATE_NAMES

LIST = "/admin/accounts/person/"
LOOKS_SHOWN = 10
COUNTER, POST = "counter", "post"


class RevealForm(HallForm):
    """Why the whole number is needed."""

    reason = forms.CharField(
        label=gettext_lazy("Why you need the whole number"),
        help_text=gettext_lazy("The person can read this."),
        max_length=60,
    )


class CodeForm(HallForm):
    """How the code reaches its owner."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it is handed over"),
        choices=[
            (COUNTER, gettext_lazy("printed, here at the counter (24 hours)")),
            (POST, gettext_lazy("by letter to the registered address (30 days)")),
        ],
        widget=forms.RadioSelect,
        initial=COUNTER,
    )


class PersonPage(BureauPage):
    """A page about one person. Without a purpose in force it asks for one."""

    permission = Permission.VIEW_PEOPLE
    template_name = "admin/accounts/person/person.html"

    @cached_property
    def person(self) -> Person:
        person = person_on_desk(self.kwargs["public_id"], actor=self.request.user, at=clock.now())
        if person is None:
            raise Http404
        return person

    @property
    def is_open(self) -> bool:
        """Whether this member of the staff has said what for, and not too long ago."""
        return self.person.look_at is not None

    def get_success_url(self):
        return f"{LIST}{self.person.public_id}/"

    def get_context_data(self, **kwargs):
        title = _("Person %(number)s") % {"number": self.person.public_id}
        if not self.is_open:
            return super().get_context_data(**{"title": title, "person": self.person, "look_form": LookForm()} | kwargs)
        return super().get_context_data(**{"title": title} | self.record() | kwargs)

    def record(self) -> dict:
        """Return everything the page shows while a purpose is in force."""
        user = self.request.user
        return {
            "person": self.person,
            "purpose": AccessPurpose(self.person.look_purpose).label,
            "look_until": self.person.look_at + LOOK_LASTS,
            "history": history_of(self.person.pk, on=clock.today()),
            "medical": medical_of(self.person.pk, on=clock.today()),
            "cards": [(card, CARD_STATE_NAMES[card.state]) for card in cards_of(self.person)],
            "declarations": [declaration_row(row) for row in declarations_about(self.person)],
            "looks": [(look, LOOK_NAMES.get(look.what, look.what)) for look in looks_at(self.person.pk)[:LOOKS_SHOWN]],
            "reveal_form": RevealForm(auto_id="reveal_%s") if user.may(Permission.REVEAL_IDENTITY) else None,
            "code_form": CodeForm(auto_id="code_%s") if user.may(Permission.ISSUE_ACTIVATION_CODES) else None,
        }

    def get_template_names(self):
        return [self.template_name] if self.is_open else ["admin/accounts/person/purpose.html"]


def declaration_row(row) -> dict:
    return {
        "row": row,
        "kind": DECLARATION_KIND_NAMES[row.kind],
        "state_name": DESK_STATE_NAMES[row.state],
    }


class PersonView(PersonPage, BureauTemplatePage):
    """The record, or the question what it is opened for."""


class PersonAct(LeadsBack, PersonPage):
    """An act on a person's page."""

    form_name = ""
    ids = ""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"auto_id": self.ids} if self.ids else kwargs

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form")
        return super().get_context_data(refused_form=form, **{self.form_name: form}, **kwargs)


class LookView(PersonAct, BureauAct):
    """Say what the record is opened for."""

    form_class = LookForm
    form_name = "look_form"

    def perform(self, answers):
        return looks.open_record(self.person, **answers, actor=self.request.user, at=clock.now())

    def address_of(self, result):
        return self.get_success_url()


class RevealView(PersonAct, BureauAct):
    """Show the whole number once, in the answer to the form itself."""

    permission = Permission.REVEAL_IDENTITY
    form_class = RevealForm
    form_name = "reveal_form"
    ids = "reveal_%s"
    revealed = ""

    def perform(self, answers):
        return looks.reveal_identity(self.person, **answers, actor=self.request.user, at=clock.now())

    def address_of(self, number):
        self.revealed = number
        return self.get_success_url()

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.revealed:
            return response
        return self.render_to_response(self.get_context_data(form=RevealForm(auto_id=self.ids), revealed=self.revealed))


class CodeView(PersonAct, HandedOutOnce):
    """Hand out a code for the first password or a new one; who comes for it was identified at the counter."""

    permission = Permission.ISSUE_ACTIVATION_CODES
    form_class = CodeForm
    form_name = "code_form"
    ids = "code_%s"

    def perform(self, answers):
        if not self.is_open:
            raise RuleBroken("look.over")
        issue = codes.issue_postal_code if answers["channel"] == POST else codes.issue_counter_code
        return issue(self.person, actor=self.request.user, at=clock.instant())

    def get_context_data(self, **kwargs):
        return super().get_context_data(opened_at="/accounts/activate/", **kwargs)


@admin.register(Person)
class PersonAdmin(HallModelAdmin):
    """People are found at /admin/find/ and opened for a purpose; their data come from declarations and exchanges."""

    sees = Permission.VIEW_PEOPLE

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("<str:public_id>/look/", desk(LookView.as_view())),
            path("<str:public_id>/reveal/", desk(RevealView.as_view())),
            path("<str:public_id>/code/", desk(CodeView.as_view())),
            *[url for url in super().get_urls() if getattr(url, "name", "")],
            path("<str:public_id>/", desk(PersonView.as_view())),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = request.GET.get("q", "").strip()
        found = person_numbered(typed) if typed else None
        refused = bool(typed) and found is None
        context = self.admin_site.each_context(request) | {
            "title": _("People"),
            "refusal": sentence(RuleBroken("find.number_in_address")) if refused else "",
            "here": LIST if refused else "",
            "typed": typed if found else "",
            "people": [found] if found else [],
        }
        return render(request, "admin/accounts/person/list.html", context, status=422 if refused else 200)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404
