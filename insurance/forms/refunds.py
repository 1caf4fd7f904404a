"""The form in which a person asks money back; what is allowed is the service's business."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.files import FilesField
from insurance.forms.reductions import named
from insurance.rules.refunds import TEXT_CHARACTERS, RefundReason
from insurance.wording_refunds import ASK_REASON_NAMES


class AskRefundForm(HallForm):
    """Why the money is wanted back; ``reasons`` are those that the bill allows."""

    reason = forms.ChoiceField(label=_("Why you want the money back"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What the agency should know"),
        help_text=_("For example since when, or where the person is insured now."),
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "None is demanded: the agency looks in the record first and asks if something is missing."
            " JPEG, PNG or PDF, each up to 10 MB, at most 10."
        ),
        required=False,
    )

    def __init__(self, *args, reasons: Iterable[RefundReason] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = named({reason: ASK_REASON_NAMES[reason] for reason in reasons})
