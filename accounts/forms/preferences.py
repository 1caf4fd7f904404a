"""How somebody likes to read; only what is sent changes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules.preferences import LANGUAGES, SWITCH


def one_of(values, label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[(value, value) for value in values], required=False)


class PreferencesForm(forms.Form):
    """The switches of the header. ``next`` is the page they stand on."""

    language = one_of(LANGUAGES, _("Language"))
    elder = one_of(SWITCH, _("Large type"))
    contrast = one_of(SWITCH, _("High contrast"))
    next = forms.CharField(required=False)

    def clean_language(self) -> str:
        return LANGUAGES.get(self.cleaned_data["language"], "")

    def clean_elder(self) -> bool | None:
        return SWITCH.get(self.cleaned_data["elder"])

    def clean_contrast(self) -> bool | None:
        return SWITCH.get(self.cleaned_data["contrast"])
