"""The form in which an employee contests the reason of a reduction; what is allowed is the service's business."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.files import FilesField
from insurance.forms.reductions import AskedText, named
from insurance.rules.disputes import DISPUTABLE
from insurance.wording_reasons import PROPOSER_NAMES, REDUCTION_REASON_NAMES


def reasons():
    return [(code, REDUCTION_REASON_NAMES[code]) for code in DISPUTABLE]


class DisputeForm(HallForm):
    """What somebody holds for right, and why."""

    claimed_reason = AskedText(label=_("What really happened"), widget=forms.RadioSelect(choices=lazy(reasons, list)()))
    proposed_by = forms.ChoiceField(
        label=_("Who proposed to end the contract"),
        help_text=_("Only where it was ended by agreement or in the probation period."),
        choices=named(PROPOSER_NAMES),
        widget=forms.RadioSelect,
        required=False,
    )
    text = AskedText(
        label=_("Tell what happened"),
        help_text=_("In at least 10 characters. Your unit and the agency read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "Only if you have some, as a notice of dismissal, messages or the agreement: JPEG, PNG or PDF, each up to 10 MB,"
            " at most 10. Only the agency sees them."
        ),
        required=False,
    )

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            "claimed_reason", Field("proposed_by", wrapper_class="in-columns"), "text", "attachments", "submission_key"
        )
        return helper
