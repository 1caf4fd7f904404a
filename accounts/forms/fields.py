"""Fields of the doors: numbers, passwords and codes, with what browsers and phones need to help."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NUMBER = 60
LONGEST_PASSWORD = 1024
PLAIN = {"autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}


def plain_input(autocomplete: str = "off") -> forms.TextInput:
    """Return an input that no keyboard corrects."""
    return forms.TextInput({**PLAIN, "autocomplete": autocomplete})


def number_field(label, *, help_text="", autocomplete="off", required=True) -> forms.CharField:
    """Return a field for a number that is copied from a document; kept as typed when something is wrong."""
    widget = plain_input(autocomplete)
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_NUMBER, widget=widget, required=required
    )


def password_field(label, *, help_text="", autocomplete="current-password") -> forms.CharField:
    """Return a field for a password: never shown again, spaces belong to it, pasting and password managers work."""
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_PASSWORD, strip=False, widget=widget)


LONGEST_CHOICE = 20


class ChosenField(forms.MultipleChoiceField):
    """Values that the page offered. What it offers no more is answered by the service, which knows why; what no page can have
    offered was not chosen."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        return [one for one in super().to_python(value) if one.isprintable() and len(one) <= LONGEST_CHOICE]

    def valid_value(self, value):
        return True


class EitherField(forms.CharField):
    """One of several fields of which one is needed: not marked as optional, and whether one is there the form says."""

    def validate(self, value):
        if value:
            super().validate(value)


def sms_code_field() -> forms.CharField:
    """Return a field into which phones offer to put the code they have just received."""
    widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"})
    return EitherField(label=_("Code by text message"), max_length=20, widget=widget)


def activation_code_field() -> forms.CharField:
    """Return a field for the twelve characters from the counter or the post."""
    return number_field(_("Activation code"), help_text=_("12 characters, for example 7K3M-Q2WD-90XA"))
