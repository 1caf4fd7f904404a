"""The form of a correction. Only shape is checked here: what is allowed is the service's business."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.files import FilesField
from insurance.forms.reductions import AskedFor, AskedText


class AskedPeople(AskedFor, forms.MultipleChoiceField):
    """People of whom at least one has to be ticked."""


class CorrectionForm(HallForm):
    """``people`` are the public numbers and names of whom it may be about, ``mistakes`` what can have been wrong."""

    people = AskedPeople(label=_("Whom it is about"), widget=forms.CheckboxSelectMultiple)
    wrong = AskedText(label=_("What was wrong"), widget=forms.RadioSelect)
    text = AskedText(
        label=_("How the mistake came about"),
        help_text=_("In at least 10 characters: what was declared by mistake, and what is right."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "Only if you want to send some: JPEG, PNG or PDF, each up to 10 MB, at most 10. No paper is demanded."
        ),
        required=False,
    )

    def __init__(self, *args, people, mistakes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people
        self.fields["wrong"].widget.choices = mistakes

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("What is corrected"), "people", "wrong", "text"),
            Fieldset(_("Papers"), "attachments"),
            "submission_key",
        )
        return helper
