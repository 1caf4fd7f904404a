"""How somebody likes to read; only what is sent changes."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.rules.errors import RuleBroken
from accounts.rules.preferences import LANGUAGES, SWITCH
from accounts.wording import sentence


class OneOf(forms.CharField):
    """One of the written ``values``, whatever its case; None when it was not sent."""

    def __init__(self, values: Mapping, *, code: str, **kwargs):
        super().__init__(required=False, max_length=20, **kwargs)
        self.values, self.code = values, code

    def clean(self, value):
        typed = super().clean(value).lower()
        if not typed:
            return None
        if typed not in self.values:
            raise ValidationError(sentence(RuleBroken(self.code)), code=self.code)
        return self.values[typed]


class PreferencesForm(forms.Form):
    """The switches of the header. ``next`` is the page they stand on."""

    language = OneOf(LANGUAGES, code="preferences.language", label=_("Language"))
    elder = OneOf(SWITCH, code="preferences.switch", label=_("Large type"))
    contrast = OneOf(SWITCH, code="preferences.switch", label=_("High contrast"))
    next = forms.CharField(required=False, max_length=500)
