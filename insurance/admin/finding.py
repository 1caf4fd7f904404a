"""Finding a person: by POST and for a purpose, so that no number stands in an address and every look has a reason."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.pages import BureauAct
from accounts.forms.base import HallForm
from accounts.forms.fields import number_field
from accounts.models.access_log import AccessPurpose
from accounts.models.parties import Person
from accounts.rules.document_number import read_document_number
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.selectors.people import MOST_NAMESAKES, people_named, person_numbered, person_with_document
from accounts.services import looks


def purpose_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=AccessPurpose.choices,
        widget=forms.RadioSelect(),
        initial=AccessPurpose.COUNTER,
    )


def reference_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("Number of the declaration or order, ticket of the counter. The person can read it."),
        max_length=60,
        required=False,
    )


class LookForm(HallForm):
    """For what a record is opened."""

    purpose = purpose_field()
    reference = reference_field()


class FindForm(LookForm):
    """Whom one looks for, by one of three, and for what."""

    id_number = number_field(
        gettext_lazy("ID number"), help_text=gettext_lazy("As on the identity document"), required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("The whole name"), max_length=100, required=False
    )
    public_id = number_field(
        gettext_lazy("Personal number of the hall"), help_text=gettext_lazy("P and 8 digits"), required=False
    )
    field_order = ["id_number", "name", "public_id", "purpose", "reference"]


class FindView(BureauAct):
    """Leads to the person's page when there is one; among namesakes, to a choice."""

    permission = Permission.VIEW_PEOPLE
    form_class = FindForm
    template_name = "admin/find.html"

    def form_valid(self, form):
        try:
            self.people = people_meant(form.cleaned_data, on=clock.today())
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        if len(self.people) == 1:
            return super().form_valid(form)
        looks.note_search(self.request.user, found=len(self.people), at=clock.now())
        return render(self.request, "admin/find_choice.html", self.get_context_data(form=form, people=self.people))

    def perform(self, answers):
        person = self.people[0]
        looks.open_record(
            person,
            purpose=answers["purpose"],
            reference=answers["reference"],
            actor=self.request.user,
            at=clock.now(),
        )
        return person

    def address_of(self, person):
        return f"/admin/accounts/person/{person.public_id}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Find a person"), **kwargs)


def people_meant(answers: dict, *, on) -> list[Person]:
    """Return who is meant by what was typed: one person, or several of one name.

    Raises RuleBroken: ``find.nothing_typed``, ``find.nobody``, ``find.too_many``, and what is wrong with a number.
    """
    if answers["public_id"]:
        found = [person_numbered(answers["public_id"])]
    elif answers["id_number"]:
        number = read_document_number(answers["id_number"], on=on)
        found = [person_with_document(number, name=answers["name"])]
    elif answers["name"].strip():
        found = people_named(answers["name"])
    else:
        raise RuleBroken("find.nothing_typed", "id_number")
    found = [person for person in found if person is not None]
    if not found:
        raise RuleBroken("find.nobody")
    if len(found) > MOST_NAMESAKES:
        raise RuleBroken("find.too_many", "name", most=MOST_NAMESAKES)
    return found
