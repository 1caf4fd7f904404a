"""Asking for a roster as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.rules.roster_exports import ExportFormat


class RosterExportForm(HallForm):
    """The kind of file, and whether identity numbers are whole. The filters come along from the roster."""

    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(ExportFormat.WORKBOOK, _("Excel workbook (.xlsx)")), (ExportFormat.CSV, _("CSV for programs"))],
        initial=ExportFormat.WORKBOOK,
        widget=forms.RadioSelect,
    )
    with_numbers = forms.BooleanField(
        label=_("With whole identity numbers"),
        help_text=_("Otherwise they are masked as on the page."),
        required=False,
    )
    purpose = forms.CharField(
        label=_("What the whole numbers are needed for"),
        help_text=_("Noted with your name and the time. Leave it empty for masked numbers."),
        max_length=200,
        required=False,
    )
