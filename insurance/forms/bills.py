"""The forms of bills: the day for which the late fee is shown, finding somebody on a bill, asking to pay later."""

from datetime import date

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.base import HallForm
from insurance.forms.days import DayField
from insurance.forms.files import AskedFiles
from insurance.forms.reductions import Acknowledged, AskedFor, AskedText, named
from insurance.wording_bills import DIFFICULTY_NAMES

TEXT_MOST = 1000


class SettledOnForm(forms.Form):
    """The day on which all of a bill would be paid; ``earliest`` is today, a year ahead the last one."""

    on = DayField(
        label=_("If everything is paid on"),
        help_text=_("Only to look. For example 2026-09-30."),
        error_messages={"required": _("Choose a day first.")},
    )

    def __init__(self, *args, earliest: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.earliest = earliest

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        latest = self.earliest.replace(year=self.earliest.year + 1, day=1)
        if not self.earliest <= day <= latest:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                code="day.out_of_range",
                params={"first": self.earliest.isoformat(), "last": latest.isoformat()},
            )
        return day


class AskedChoices(AskedFor, forms.MultipleChoiceField):
    """Several choices of which one has to be made."""


class DeferralForm(HallForm):
    """A unit asks to pay bills later; ``bills`` are those it may name, number and words."""

    bills = AskedChoices(label=_("Bills to be paid later"), widget=forms.CheckboxSelectMultiple)
    until = DayField(
        label=_("Defer until"),
        help_text=_("At most one year after the due day of the earliest bill. For example 2027-03-31."),
    )
    difficulty = forms.ChoiceField(
        label=pgettext_lazy("difficulty", "What happened"),
        choices=[("", _("Please choose")), *named(DIFFICULTY_NAMES)],
    )
    text = AskedText(
        label=_("Why the unit cannot pay now"),
        help_text=_("What happened and when, what it did to the business, and from what the bills will be paid."),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    attachments = AskedFiles(
        label=_("Papers"),
        help_text=_(
            "What proves the event and the difficulty: an official notice, photographs, accounts. JPEG, PNG or PDF, each up"
            " to 10 MB."
        ),
    )
    acknowledged = Acknowledged(label=_("I have read what the hall points out, and what is declared is true"))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bills"].choices = choices

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("Which bills, until when"), "bills", "until"),
            Fieldset(_("The difficulty"), "difficulty", "text", "attachments"),
            "submission_key",
        )
        return helper
