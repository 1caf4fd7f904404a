"""Forms of the bureau about bank files and channel statements."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.base import HallForm
from insurance.forms.days import DayField


def csv_field(label: str, help_text: str) -> forms.FileField:
    return forms.FileField(label=label, help_text=help_text, widget=forms.FileInput({"accept": ".csv"}))


class BankFileForm(HallForm):
    """A bank's list of transfers."""

    file = csv_field(_("File of the bank"), _("CSV in UTF-8 or GB18030, up to 5 MB and 5,000 rows"))


class StatementForm(HallForm):
    """A channel's statement of a day."""

    channel = forms.ChoiceField(label=_("Channel"))
    day = DayField(label=pgettext_lazy("of a statement", "Day"))
    file = csv_field(_("Statement of the channel"), _("CSV in UTF-8 or GB18030, up to 5 MB and 5,000 rows"))

    def __init__(self, *args, channels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channels


class ExplanationForm(HallForm):
    """What became of a difference."""

    text = forms.CharField(
        label=_("What was found out"), max_length=500, widget=forms.Textarea({"rows": 2, "lang": "zh-CN"})
    )
