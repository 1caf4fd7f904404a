"""A field for several files at once."""

from django import forms
from django.core.exceptions import ValidationError


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
