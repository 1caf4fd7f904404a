"""Looking up what is payable: number and name, as they stand on the card."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import number_field


class PayableForm(forms.Form):
    """Whose contributions are looked up. It changes nothing, so it needs no one-time key."""

    insured_number = number_field(
        _("Medical insurance number"),
        help_text=_(
            "The identity number, the number on the social security card, or the old medical insurance number."
        ),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("As on the identity card."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper
