"""The form by which a unit takes back what took effect."""

from crispy_forms.layout import Layout
from django import forms

from insurance.forms.reductions import TextForm

CHOSEN, EVERYBODY = "chosen", "everybody"
MOST_PEOPLE = 5000


class NumbersField(forms.Field):
    """Numbers of people ticked elsewhere on the page, each ours or nobody's."""

    widget = forms.MultipleHiddenInput

    def clean(self, value) -> list[str]:
        return [text for text in (value or ())[:MOST_PEOPLE] if text.isascii() and text.isalnum() and len(text) <= 20]


class UndoForm(TextForm):
    """``people`` are public numbers, drawn as ticks beside the people; without any, everybody is meant.

    ``scope`` is the button: for the people ticked, or for everybody whatever is ticked. The reason is drawn only where one
    is ``asked`` for.
    """

    people = NumbersField(required=False)
    scope = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    @property
    def helper(self):
        helper = super().helper
        helper.render_hidden_fields = False
        helper.layout = Layout(*["text"] * self.fields["text"].required, "submission_key")
        return helper
