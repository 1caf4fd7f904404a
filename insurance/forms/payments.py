"""The form that begins a payment, wherever bills are shown, and the one that ends it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import ChosenField


def channel_field() -> forms.ChoiceField:
    """Return the field for the channel through which an order is paid."""
    gone = {"invalid_choice": _("This way to pay is not offered any more. Choose one that is listed.")}
    return forms.ChoiceField(label=_("How to pay"), widget=forms.RadioSelect, error_messages=gone)


def card_field() -> forms.ChoiceField:
    """Return the field for one of the payer's bound cards."""
    gone = {"invalid_choice": _("This card is not bound any more. Choose one that is listed.")}
    return forms.ChoiceField(label=_("Bound card"), required=False, widget=forms.RadioSelect, error_messages=gone)


class PayForm(HallForm):
    """Which bills are paid through which channel.

    ``bills`` are what asks for money (``PayableBill`` of selectors/payments.py), ``channels`` what is on offer, ``cards`` a
    person's bound cards as pairs of code and words. What is overdue and free is ticked first; with nothing overdue, all
    that is free. ``seen`` carries what the page said each bill costs.
    """

    bills = ChosenField(label=_("Bills to pay"), required=False)
    channel = channel_field()
    card = card_field()
    seen = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)

    def __init__(self, *args, bills: Sequence, channels: Sequence = (), cards: Sequence = (), chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = list(bills)
        self.fields["bills"].choices = [(bill.number, bill.number) for bill in self.offers]
        self.fields["channel"].choices = [(one.code, one.name) for one in channels]
        self.fields["channel"].initial = channels[0].code if channels else None
        self.fields["bills"].initial = preselected(self.offers) if chosen is None else list(chosen)
        self.fields["card"].choices = [("", _("Another card, or a wallet")), *cards]
        if not cards:
            del self.fields["card"]

    def clean_seen(self) -> dict[str, int]:
        """Return what the page said each bill costs, in fen; whatever is not readable was not said."""
        pairs = (one.partition(":") for one in self.cleaned_data["seen"].split())
        return {number: int(fen) for number, _colon, fen in pairs if fen.isascii() and fen.isdigit() and len(fen) < 16}

    @property
    def seen_now(self) -> str:
        """Return what every bill costs as it is shown now, to be sent along."""
        return " ".join(f"{bill.number}:{bill.total_fen}" for bill in self.offers)

    @property
    def rows(self) -> list[dict]:
        """Return every bill with whether it is ticked, for drawing; one that an order holds has nothing to tick."""
        ticked = set(self["bills"].value() or [])
        return [{"bill": bill, "is_ticked": bill.number in ticked and not bill.held_by} for bill in self.offers]

    @property
    def ticked_fen(self) -> int:
        return sum(row["bill"].total_fen for row in self.rows if row["is_ticked"])

    @property
    def can_pay(self) -> bool:
        return bool(self.fields["channel"].choices) and any(not bill.held_by for bill in self.offers)


def preselected(bills: Sequence) -> list[str]:
    """Return the numbers of what is overdue, or of everything where nothing is; never what another order holds."""
    free = [bill for bill in bills if not bill.held_by]
    return [bill.number for bill in free if bill.is_overdue] or [bill.number for bill in free]


class CancelForm(HallForm):
    """A payer does not want to pay an order; nothing but the one-time key."""
