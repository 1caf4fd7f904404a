"""The form every change goes through: shape only, with a one-time key against double sending."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms


class HallForm(forms.Form):
    """A change form. Whether the act is allowed is the service's business; here only shape is checked."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def helper(self) -> FormHelper:
        """The fields without the form tag: the page's template holds the form element and its buttons."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        return helper
