"""Accounts of the bureau's staff, kept by the security administrator: who holds which role, who may still come in."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, BureauPage, BureauTemplatePage, HandedOutOnce, LeadsBack
from accounts.forms.base import HallForm
from accounts.forms.fields import number_field
from accounts.models.users import User
from accounts.rules.roles import Agency, Permission, Role
from accounts.selectors.staff import staff_accounts, staff_member
from accounts.services import staff
from accounts.wording_bureau import ROLE_NAMES, SERVING_AGENCY_NAMES

LIST = "/admin/accounts/user/"
OPENED_AT = "/admin/activate/"


class RolesForm(HallForm):
    """Roles, and the agency whose cases are decided."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agency = forms.ChoiceField(
        label=gettext_lazy("Agency"),
        help_text=gettext_lazy("Whose declarations this person sees and decides"),
        choices=[("", gettext_lazy("both agencies")), *((a.value, SERVING_AGENCY_NAMES[a]) for a in Agency)],
        required=False,
    )


class StaffForm(RolesForm):
    """A new member of the staff."""

    username = number_field(gettext_lazy("User name"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    field_order = ["username", "name", "roles", "agency"]


class StaffList(BureauList):
    """Everybody who can enter the back office, and who could."""

    permission = Permission.MANAGE_STAFF
    template_name = "admin/accounts/user/list.html"

    def rows(self, wanted):
        return staff_accounts()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Staff accounts"), **kwargs)
        return context | {"members": [staff_row(user) for user in context["rows"]]}


def staff_row(user: User) -> dict:
    """Return an account of the staff as the list shows it."""
    return {
        "user": user,
        "url": f"{LIST}{user.pk}/",
        "roles": [ROLE_NAMES[Role(role)] for role in user.roles],
        "agency": SERVING_AGENCY_NAMES[Agency(user.agency)] if user.agency else "",
        "state": state_of(user),
    }


def state_of(user: User) -> str:
    if not user.is_active:
        return "shut"
    return "open" if user.activated_at else "waiting"


class AddView(HandedOutOnce):
    """Enter a member of the staff and hand out the code that opens the account."""

    permission = Permission.MANAGE_STAFF
    form_class = StaffForm
    template_name = "admin/accounts/user/add.html"
    success_url = LIST

    def perform(self, answers):
        at, actor = clock.instant(), self.request.user
        user = staff.create(**answers, actor=actor, at=at)
        return staff.issue_code(user, actor=actor, at=at)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("New staff account"), opened_at=OPENED_AT, **kwargs)


class MemberPage(BureauPage):
    """A page about one member of the staff."""

    permission = Permission.MANAGE_STAFF
    template_name = "admin/accounts/user/member.html"

    @cached_property
    def member(self) -> User:
        member = staff_member(self.kwargs["pk"])
        if member is None:
            raise Http404
        return member

    def get_success_url(self):
        return f"{LIST}{self.member.pk}/"

    def get_context_data(self, **kwargs):
        roles = RolesForm(auto_id="roles_%s", initial={"roles": self.member.roles, "agency": self.member.agency or ""})
        context = {
            "title": _("Staff account %(number)s") % {"number": self.member.number},
            "member": staff_row(self.member),
            "is_own": self.member.pk == self.request.user.pk,
            "roles_form": roles,
            "act_form": HallForm(auto_id="act_%s"),
            "opened_at": OPENED_AT,
        }
        return super().get_context_data(**context | kwargs)


class MemberView(MemberPage, BureauTemplatePage):
    """One member of the staff: roles, state, what can be done."""


class MemberAct(LeadsBack, MemberPage, BureauAct):
    """An act on one account; nobody handles the own one."""

    form_class = HallForm

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form")
        return super().get_context_data(refused_form=form, **{self.form_name: form} if self.form_name else {}, **kwargs)

    form_name = ""

    def address_of(self, result):
        return self.get_success_url()


class RolesView(MemberAct):
    """Give other roles."""

    form_class = RolesForm
    form_name = "roles_form"
    done = gettext_lazy("Saved. It counts from the next page on.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": "roles_%s"}

    def perform(self, answers):
        return staff.change_roles(self.member, **answers, actor=self.request.user, at=clock.instant())


class DeactivateView(MemberAct):
    """Shut an account."""

    done = gettext_lazy("The account is shut, and every session of it has ended.")

    def perform(self, answers):
        return staff.deactivate(self.member, actor=self.request.user, at=clock.instant())


class CodeView(LeadsBack, MemberPage, HandedOutOnce):
    """Hand out a code with which the owner starts anew: after a lost second factor, or after having been shut out."""

    form_class = HallForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(refused_form=kwargs.get("form"), **kwargs)

    def perform(self, answers):
        return staff.issue_code(self.member, actor=self.request.user, at=clock.instant())


@admin.register(User)
class StaffAccountAdmin(HallModelAdmin):
    """Only accounts of the staff; citizens' and operators' stand with the person and the unit."""

    sees = edits = Permission.MANAGE_STAFF

    def get_queryset(self, request):
        return staff_accounts()

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("<int:pk>/", desk(MemberView.as_view())),
            path("<int:pk>/roles/", desk(RolesView.as_view())),
            path("<int:pk>/deactivate/", desk(DeactivateView.as_view())),
            path("<int:pk>/code/", desk(CodeView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return StaffList.as_view()(request)

    def add_view(self, request, form_url="", extra_context=None):
        return AddView.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404
