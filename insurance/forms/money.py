"""Forms of the bureau about money: proposals, decisions, the day and fund of postings."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import ChosenField
from insurance.rules.refunds import BEFORE_COVER, RefundReason
from insurance.wording_books import REFUND_REASON_NAMES


class PayerForm(HallForm):
    """Whose bills the money is to pay."""

    payer = forms.CharField(
        label=_("Unit or person"),
        max_length=30,
        help_text=_("Number (U…, P…) or credit code of the unit"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class WhyForm(HallForm):
    """Why something is proposed."""

    text = forms.CharField(label=_("Explanation"), max_length=500, widget=forms.Textarea({"rows": 3}))


class PlacingForm(WhyForm):
    """The bills that money in suspense is to pay."""

    bills = ChosenField(label=_("Bills"))
    field_order = ["bills", "text"]

    def __init__(self, *args, bills, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bills"].choices = bills


class RefundForm(WhyForm):
    """How much is to be given back, and why."""

    amount = forms.DecimalField(
        label=_("Amount (yuan)"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2, localize=False
    )
    reason = forms.ChoiceField(label=_("Kind of reason"))
    field_order = ["amount", "reason", "text"]

    def __init__(self, *args, before_cover=False, **kwargs):
        super().__init__(*args, **kwargs)
        fit = [one for one in RefundReason if (one in BEFORE_COVER) == before_cover]
        self.fields["reason"].choices = [(str(one), REFUND_REASON_NAMES[one]) for one in fit]


class EndOfBillForm(WhyForm):
    """Which paper allows a write-off or a cancellation, and why."""

    document = forms.CharField(label=_("Document"), max_length=200, help_text=_("Issuer and number"))
    field_order = ["document", "text"]


class AnswerForm(HallForm):
    """Why a proposal is rejected."""

    answer = forms.CharField(label=_("Reason for rejecting"), max_length=500, widget=forms.Textarea({"rows": 3}))


class TransferForm(HallForm):
    """The bank's reference of a transfer that gave money back."""

    reference = forms.CharField(label=_("Reference of the bank"), max_length=64)
