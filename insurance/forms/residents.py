"""The forms of the resident scheme's yearly payment. Only shape is checked here; the services know what is allowed."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import ChosenField, number_field, plain_input
from insurance.forms.payments import card_field, channel_field
from insurance.rules.personal_data import LONGEST_NAME
from insurance.rules.resident_payment import FAMILY
from insurance.wording_residents import RELATION_NAMES

MOST_CHARACTERS = 60_000


class ResidentPayForm(HallForm):
    """Whose year is paid, through which channel, with which of the payer's cards.

    ``channels`` and ``cards`` are pairs of code and words; ``ticked`` are the people chosen before anybody chooses.
    """

    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2000, max_value=2200)
    people = ChosenField(label=_("Whom do you pay for?"), required=False)
    everybody = forms.BooleanField(label=_("Everybody on the list who can be paid, up to 500"), required=False)
    channel = channel_field()
    card = card_field()

    def __init__(self, *args, channels: Sequence = (), cards: Sequence = (), ticked: Sequence[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = list(channels)
        self.fields["channel"].initial = channels[0][0] if channels else None
        self.fields["people"].initial = list(ticked)
        self.fields["card"].choices = [*cards, ("", _("Another card, or a wallet"))]
        self.fields["card"].initial = cards[0][0] if cards else ""
        if not cards:
            del self.fields["card"]
        if not channels:
            del self.fields["channel"]

    @property
    def ticked(self) -> set[str]:
        return set(self["people"].value() or [])


class FamilyForm(HallForm):
    """A member of the family, named as on the identity document."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, widget=plain_input())
    id_number = number_field(_("Identity number"), help_text=_("As on the identity card or in the household register."))
    relation = forms.ChoiceField(
        label=_("What is this person to you?"),
        choices=[(str(relation), RELATION_NAMES[relation]) for relation in FAMILY],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what this person is to you.")},
    )


class EndProxyForm(HallForm):
    """Somebody is no longer paid for; nothing but the one-time key."""


class ResidentListForm(HallForm):
    """People of a village or neighbourhood, a line each."""

    rows = forms.CharField(
        label=_("Names and identity numbers"),
        help_text=_(
            "One person on a line: the name, then the identity number. Two columns can be copied from a table and pasted here,"
            " up to 500 people."
        ),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Write at least one person: name and identity number on a line.")},
    )

    def clean_rows(self) -> list[tuple[int, str]]:
        """Return the lines that hold anything, numbered as they were typed."""
        lines = enumerate(self.cleaned_data["rows"].splitlines(), start=1)
        return [(number, line) for number, line in lines if line.strip()]


class AgentForm(HallForm):
    """A unit that is to file and pay for residents."""

    credit_code = number_field(_("Unified social credit code"))


class SubsidyFileForm(HallForm):
    """A file of people in groups."""

    file = forms.FileField(
        label=_("File of the authority"),
        help_text=_("CSV in UTF-8 or GB18030, up to 5 MB and 20,000 rows"),
        widget=forms.FileInput({"accept": ".csv"}),
    )


class DecideForm(HallForm):
    """Rows that somebody else has loaded, and what becomes of them."""

    rows = ChosenField(label=_("Rows"), error_messages={"required": _("Choose at least one row.")})
    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
