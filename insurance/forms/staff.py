"""The filters of a roster."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.forms.months import MonthField
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import EMPLOYEE_INSURANCES
from insurance.wording import INSURANCE_NAMES
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES


class FindStaffForm(forms.Form):
    """Somebody of the unit, by name or by a number. Sent by POST: names and numbers never stand in an address."""

    q = forms.CharField(
        label=_("Name, identity number or person number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


def month_input() -> forms.TextInput:
    return forms.TextInput(
        attrs={"autocomplete": "off", "maxlength": 7, "placeholder": "2026-09", "class": "day-input"}
    )


class RosterFilterForm(forms.Form):
    """Which part of the roster is shown, and in which order. What it does not know is left aside."""

    KEPT = ("status", "insurance", "employment", "wage", "joined", "left")

    status = forms.ChoiceField(
        choices=[(code, code) for code in ("running", "stopping", "left", "all")], required=False
    )
    insurance = forms.TypedChoiceField(
        label=_("Insured for"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("any insurance")), *((str(int(code)), INSURANCE_NAMES[code]) for code in EMPLOYEE_INSURANCES)],
    )
    employment = forms.ChoiceField(
        label=_("Kind of employment"),
        required=False,
        choices=[("", _("any kind")), *((str(kind), EMPLOYMENT_KIND_NAMES[kind]) for kind in EmploymentKind)],
    )
    wage = forms.ChoiceField(
        label=_("Wage of this year"),
        required=False,
        choices=[
            ("", pgettext_lazy("wages", "declared or not")),
            ("declared", pgettext_lazy("wages", "declared")),
            ("undeclared", pgettext_lazy("wages", "not declared")),
        ],
    )
    joined = MonthField(label=_("Joined in month"), required=False, widget=month_input())
    left = MonthField(label=_("Left in month"), required=False, widget=month_input())
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("order", "by person number")),
            ("newest", pgettext_lazy("order", "who came last first")),
            ("name", pgettext_lazy("order", "by name")),
        ],
    )
    size = forms.TypedChoiceField(
        label=_("Rows on a page"), coerce=int, empty_value=20, required=False, choices=[("20", "20"), ("50", "50")]
    )
