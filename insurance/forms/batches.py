"""The forms of declaring by workbook. Only shape is checked here."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.reductions import Acknowledged, AskedFor, named
from insurance.wording_batches import SCOPE_NAMES


class Meaning(AskedFor, forms.ChoiceField):
    """What a heading means; the service refuses that a column it needs is nowhere."""


class AskedFile(AskedFor, forms.FileField):
    """A file that has to be chosen; the service refuses that it is missing or empty."""


class UploadForm(HallForm):
    """One workbook."""

    file = AskedFile(
        label=_("Your table"),
        help_text=_("Excel (.xlsx, .xls) or CSV, up to %(rows)s rows and %(megabytes)s MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, rows: int, megabytes: int, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = field.help_text % {"rows": f"{rows:,}", "megabytes": megabytes}


class ChooseForm(HallForm):
    """What of a checked table is declared; ``seen`` is the check that was on the screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    scope = forms.ChoiceField(
        label=_("What is declared"),
        choices=named(SCOPE_NAMES),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is declared.")},
    )
    acknowledged = Acknowledged(label=_("I have read what the hall points out, and the people know of it"))

    def __init__(self, *args, asks: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["acknowledged"]

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            "scope", *(name for name in ("acknowledged",) if name in self.fields), "seen", "submission_key"
        )
        return helper


class ColumnsForm(HallForm):
    """What the headings of a table mean: one choice for each heading, by its place in the file."""

    def __init__(self, *args, headings: list[str], columns: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        for place, heading in enumerate(headings):
            if heading.strip():
                self.fields[f"column_{place}"] = Meaning(label=heading, choices=[("", _("not needed")), *columns])

    @property
    def meant(self) -> dict[int, str]:
        """The columns that were chosen, by the place of their headings."""
        answers = self.cleaned_data
        return {int(name[7:]): column for name, column in answers.items() if name.startswith("column_") and column}
