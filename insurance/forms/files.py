"""Forms and fields for files."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm


class LoadFileForm(HallForm):
    """A file of rows that the exchange desk loads; ``label`` says whose file it is."""

    file = forms.FileField(
        help_text=_("CSV in UTF-8 or GB18030, up to 5 MB and 20,000 rows"),
        widget=forms.FileInput({"accept": ".csv"}),
    )

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = label


class FilesInput(forms.FileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": ".jpg,.jpeg,.png,.pdf", **(attrs or {})})


class FilesField(forms.Field):
    """Every file that was chosen, as a list. Whether a file can be taken is the service's business."""

    widget = FilesInput

    def clean(self, value) -> list:
        files = [file for file in value or () if file is not None]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return files


class AskedFiles(FilesField):
    """Files without which something is refused: by the service, which knows whether some were sent before."""

    def clean(self, value) -> list:
        return super().clean(value) if any(value or ()) else []
