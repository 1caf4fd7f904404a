"""Asking about a look at one's own record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm


class AskForm(HallForm):
    """A question about the look ``entry``. Whether it may be asked is the service's business."""

    entry = forms.CharField(widget=forms.HiddenInput, max_length=20)
    text = forms.CharField(
        label=_("What would you like to know?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you would like to know.")},
    )
