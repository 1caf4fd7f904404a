"""The form every change goes through: shape only, with a one-time key against double sending."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

NO_KEY = _("This page is too old to be sent. What you wrote stands here: please send it once more.")


class KeyInput(forms.HiddenInput):
    """The one-time key; a page that came without one is shown again with a new one, so that it can be sent."""

    def format_value(self, value) -> str:
        try:
            return str(uuid.UUID(str(value)))
        except ValueError:
            return str(uuid.uuid4())


class HallForm(forms.Form):
    """A change form. Whether the act is allowed is the service's business; here only shape is checked."""

    submission_key = forms.UUIDField(
        widget=KeyInput, initial=uuid.uuid4, error_messages={"required": NO_KEY, "invalid": NO_KEY}
    )

    @property
    def helper(self) -> FormHelper:
        """The fields without the form tag: the page's template holds the form element and its buttons."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        return helper
