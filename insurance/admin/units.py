"""Units: registration, staff, arrears, and the operators who act for them. The first operator is entered here."""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, BureauPage, BureauTemplatePage, HandedOutOnce, LeadsBack
from accounts.forms.base import HallForm
from accounts.forms.fields import number_field
from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.roles import OperatorRight, Permission
from accounts.services import codes, operators
from accounts.wording_bureau import RIGHT_NAMES
from insurance.admin.unregistered import UnregisteredView
from insurance.forms.days import DayField
from insurance.rules.unit_types import UnitType
from insurance.selectors.policy import served_areas
from insurance.selectors.unit_file import (
    arrears_of,
    operators_of,
    staff_of,
    unit_numbered,
    units_matching,
)
from insurance.services import unit_opening
from insurance.wording_desk import UNIT_STATUS_NAMES
from insurance.wording_units import UNIT_TYPE_NAMES

LIST = "/admin/accounts/unit/"


class OperatorForm(HallForm):
    """A person who will act for the unit."""

    operator = number_field(gettext_lazy("Operator name"), help_text=gettext_lazy("For signing in, within the unit"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"),
        choices=[(right.value, RIGHT_NAMES[right]) for right in OperatorRight],
        initial=[right.value for right in OperatorRight],
        widget=forms.CheckboxSelectMultiple,
    )


class NewUnitForm(HallForm):
    """A unit whose licence lies on the counter, with the person who will act for it first."""

    credit_code = number_field(gettext_lazy("Unified social credit code"), help_text=gettext_lazy("As on the licence"))
    name = forms.CharField(label=gettext_lazy("Name of the unit"), max_length=200)
    founded_on = DayField(label=gettext_lazy("Founded on"))
    unit_type = forms.ChoiceField(
        label=gettext_lazy("Kind of body"), choices=[(str(kind), UNIT_TYPE_NAMES[kind]) for kind in UnitType]
    )
    area = forms.ChoiceField(label=gettext_lazy("Pooling area"))
    operator = number_field(gettext_lazy("Operator name"), help_text=gettext_lazy("For signing in, within the unit"))
    operator_name = forms.CharField(label=gettext_lazy("Name of the operator"), max_length=100)
    licence_seen = forms.BooleanField(label=gettext_lazy("I have seen the licence and the operator's identity card"))

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas


class UnitsList(BureauList):
    """Units by name or credit code."""

    permission = Permission.VIEW_UNITS
    template_name = "admin/accounts/unit/list.html"
    page_size = 25
    filters = ("q",)

    def rows(self, wanted):
        return units_matching(wanted["q"])

    def get_context_data(self, **kwargs):
        may_open = self.request.user.may(Permission.MANAGE_OPERATORS)
        context = super().get_context_data(title=_("Units"), may_open=may_open, **kwargs)
        context["units"] = [(unit, UNIT_STATUS_NAMES.get(status_of(unit), "")) for unit in context["rows"]]
        return context


def status_of(unit: Unit) -> int | None:
    registration = getattr(unit, "registration", None)
    return registration and registration.status


class UnitPage(BureauPage):
    """A page about one unit."""

    permission = Permission.VIEW_UNITS
    template_name = "admin/accounts/unit/unit.html"

    @cached_property
    def unit(self) -> Unit:
        unit = unit_numbered(self.kwargs["public_id"])
        if unit is None:
            raise Http404
        return unit

    def get_success_url(self):
        return f"{LIST}{self.unit.public_id}/"

    def get_context_data(self, **kwargs):
        may_manage = self.request.user.may(Permission.MANAGE_OPERATORS)
        context = {
            "title": _("Unit %(number)s") % {"number": self.unit.public_id},
            "unit": self.unit,
            "status": UNIT_STATUS_NAMES.get(status_of(self.unit), ""),
            "staff": staff_of(self.unit, on=clock.today()),
            "arrears": arrears_of(self.unit, on=clock.today()),
            "operators": [operator_row(user) for user in operators_of(self.unit)],
            "may_manage": may_manage,
            "may_register_workers": self.request.user.may(Permission.DECIDE_DECLARATIONS),
            "operator_form": OperatorForm(auto_id="operator_%s"),
            "act_form": HallForm(auto_id="act_%s"),
            "opened_at": "/accounts/activate/employer/",
        }
        return super().get_context_data(**context | kwargs)


def operator_row(user: User) -> dict:
    """Return an operator as the unit's page shows them."""
    state = "shut" if not user.is_active else "open" if user.activated_at else "waiting"
    return {"user": user, "state": state, "rights": [RIGHT_NAMES[OperatorRight(right)] for right in user.rights]}


class UnitView(UnitPage, BureauTemplatePage):
    """One unit."""


class UnitAct(LeadsBack, UnitPage):
    """An act on a unit's operators."""

    permission = Permission.MANAGE_OPERATORS
    form_class = HallForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(refused_form=kwargs.get("form"), **kwargs)


class AddOperatorView(UnitAct, HandedOutOnce):
    """Enter an operator whose licence was seen, and hand out the code that opens the account."""

    form_class = OperatorForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": "operator_%s"}

    def get_context_data(self, **kwargs):
        return super().get_context_data(operator_form=kwargs["form"], **kwargs)

    def perform(self, answers):
        actor, at = self.request.user, clock.instant()
        operator = operators.add_operator(
            self.unit,
            username=answers["operator"],
            name=answers["name"],
            rights=[OperatorRight(right) for right in answers["rights"]],
            actor=actor,
            at=at,
        )
        return codes.issue_operator_code(operator, actor=actor, at=at)


class NewUnitView(HandedOutOnce):
    """Enter a unit that no registry has reported, with its first operator, and hand out the code."""

    permission = Permission.MANAGE_OPERATORS
    form_class = NewUnitForm
    template_name = "admin/accounts/unit/new.html"
    success_url = LIST

    def get_form_kwargs(self):
        self.areas = served_areas()
        choices = [(area.code, area.name_en if get_language() == "en" else area.name_zh) for area in self.areas]
        return super().get_form_kwargs() | {"areas": choices}

    def perform(self, answers):
        return unit_opening.open_at_counter(
            answers["credit_code"],
            answers["name"],
            founded_on=answers["founded_on"],
            area=next(area for area in self.areas if area.code == answers["area"]),
            unit_type=UnitType(answers["unit_type"]),
            operator=answers["operator"],
            operator_name=answers["operator_name"],
            actor=self.request.user,
            at=clock.instant(),
            on=clock.today(),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Enter a unit"), opened_at="/accounts/activate/employer/", **kwargs)


class OperatorAct(UnitAct):
    """An act on one operator of the unit."""

    @cached_property
    def operator(self) -> User:
        operator = next((user for user in operators_of(self.unit) if user.pk == self.kwargs["pk"]), None)
        if operator is None:
            raise Http404
        return operator


class OperatorCodeView(OperatorAct, HandedOutOnce):
    """Hand out a new code: the operator forgot the password, or lost the first code."""

    def perform(self, answers):
        return codes.issue_operator_code(self.operator, actor=self.request.user, at=clock.instant())


class RemoveOperatorView(OperatorAct, BureauAct):
    """Remove an operator; every session ends with this act."""

    done = gettext_lazy("Removed. Every session of the operator has ended, and the unit has been told.")

    def perform(self, answers):
        return operators.remove_operator(self.operator, actor=self.request.user, at=clock.instant())

    def address_of(self, result):
        return self.get_success_url()


@admin.register(Unit)
class UnitAdmin(HallModelAdmin):
    """Units are looked at; their data come from registration and exchange."""

    sees = Permission.VIEW_UNITS

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("new/", desk(NewUnitView.as_view())),
            path("<str:public_id>/operators/", desk(AddOperatorView.as_view())),
            path("<str:public_id>/unregistered/", desk(UnregisteredView.as_view())),
            path("<str:public_id>/operators/<int:pk>/code/", desk(OperatorCodeView.as_view())),
            path("<str:public_id>/operators/<int:pk>/remove/", desk(RemoveOperatorView.as_view())),
            *[url for url in super().get_urls() if getattr(url, "name", "")],
            path("<str:public_id>/", desk(UnitView.as_view())),
        ]

    def changelist_view(self, request, extra_context=None):
        return UnitsList.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404
