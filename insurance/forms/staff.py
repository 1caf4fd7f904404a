"""The filters of a roster."""

from django import forms
from django.utils.translation import gettext_lazy as _

from insurance.rules.kinds import EMPLOYEE_INSURANCES
from insurance.wording import INSURANCE_NAMES


class FindStaffForm(forms.Form):
    """Somebody of the unit, by name or by a number. Sent by POST: names and numbers never stand in an address."""

    q = forms.CharField(
        label=_("Name, identity number or person number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class RosterFilterForm(forms.Form):
    """Which part of the roster is shown."""

    insurance = forms.TypedChoiceField(
        label=_("Insured for"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("any insurance")), *((str(int(code)), INSURANCE_NAMES[code]) for code in EMPLOYEE_INSURANCES)],
    )
    size = forms.TypedChoiceField(
        label=_("Rows on a page"), coerce=int, empty_value=20, required=False, choices=[("20", "20"), ("50", "50")]
    )
