"""Signing in: shape only. What is wrong with an attempt is said by one sentence, the same for all."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import number_field, password_field


class DoorForm(forms.Form):
    """A form that lets somebody in; ``next`` is where they wanted to go."""

    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.add_input(Submit("submit", _("Sign in")))
        return helper


class CitizenLoginForm(DoorForm):
    id_number = number_field(
        _("ID number or card number"),
        help_text=_("Your resident ID number, or the number of your social security card"),
        autocomplete="username",
    )
    password = password_field(_("Password"))


class OperatorLoginForm(DoorForm):
    credit_code = number_field(
        _("Unified social credit code"),
        help_text=_("18 characters, on the business licence"),
        autocomplete="organization",
    )
    operator = number_field(_("Operator name"), autocomplete="username")
    password = password_field(_("Password"))


class StaffLoginForm(DoorForm):
    username = number_field(_("User name"), autocomplete="username")
    password = password_field(_("Password"))
    otp_token = forms.CharField(
        label=_("Number of the authenticator"),
        help_text=_("6 digits that change every 30 seconds; or one of your recovery codes"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
    )
