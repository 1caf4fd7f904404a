"""Looks of the staff at people's records, and the questions people ask about them."""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList
from accounts.forms.base import HallForm
from accounts.models.access_log import AccessEntry, AccessPurpose
from accounts.rules.roles import Permission
from accounts.selectors.looks import look_with_question, looks_by_staff, open_questions
from accounts.services import access_log
from accounts.wording_access import LOOK_NAMES

LIST = "/admin/accounts/accessentry/"


def may_see_looks(user) -> bool:
    return user.may(Permission.VIEW_AUDIT) or user.may(Permission.ANSWER_ACCESS_QUESTIONS)


class LooksList(BureauList):
    """Every look, and first of all the questions that wait for an answer."""

    template_name = "admin/accounts/accessentry/list.html"
    filters = ("person", "account", "purpose", "questions")

    def may_open(self):
        return may_see_looks(self.request.user)

    def rows(self, wanted):
        return looks_by_staff(**wanted)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Looks at records"), **kwargs)
        context["looks"] = [(look, LOOK_NAMES.get(look.what, look.what)) for look in context["rows"]]
        context["purposes"] = AccessPurpose.choices
        context["waiting"] = open_questions()
        context["may_answer"] = self.request.user.may(Permission.ANSWER_ACCESS_QUESTIONS)
        return context


class AnswerForm(HallForm):
    """The answer to a person's question."""

    text = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("The person reads it in their access log. Say what the look was for."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )


class AnswerView(BureauAct):
    """Answer a question about a look; somebody else than the one who looked."""

    permission = Permission.ANSWER_ACCESS_QUESTIONS
    form_class = AnswerForm
    template_name = "admin/accounts/accessentry/answer.html"
    success_url = LIST
    done = gettext_lazy("Answered. The person has been told.")

    @cached_property
    def look(self) -> AccessEntry:
        look = look_with_question(self.kwargs["pk"])
        if look is None:
            raise Http404
        return look

    def perform(self, answers):
        return access_log.answer(self.look, answers["text"], actor=self.request.user, at=clock.now())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Question about a look"), look=self.look, what=LOOK_NAMES.get(self.look.what, ""), **kwargs
        )


@admin.register(AccessEntry)
class AccessEntryAdmin(HallModelAdmin):
    """Append-only: looks are written by the pages that show records."""

    sees = Permission.VIEW_AUDIT

    def has_view_permission(self, request, obj=None):
        return may_see_looks(request.user)

    def get_urls(self):
        return [
            path("<int:pk>/answer/", self.admin_site.admin_view(AnswerView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return LooksList.as_view()(request)
