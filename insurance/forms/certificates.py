"""Checking a certificate: number and code, as they stand on the paper."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import number_field


class VerifyForm(forms.Form):
    """What is typed from a certificate. It changes nothing, so it needs no one-time key."""

    number = number_field(_("Certificate number"), help_text=_("For example C2609100000123"))
    code = number_field(
        _("Check code"), help_text=_("13 letters and digits beside the square code, for example 7K3M-Q2WD-90XA5")
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper
