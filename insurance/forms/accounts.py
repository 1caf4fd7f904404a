"""Forms about a medical account: printing a year, answering a question. Only shape is checked here."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm


class StatementForm(HallForm):
    """The year to print."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args, years: Sequence[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class MovementAnswerForm(HallForm):
    """The answer to a question about a movement."""

    text = forms.CharField(
        label=_("Answer"),
        help_text=_("The person reads it beside the movement. Say where it comes from and what they can do."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )
