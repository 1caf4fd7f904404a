"""The forms of the resident scheme's yearly payment. Only shape is checked here; the services know what is allowed."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import ChosenField, number_field, plain_input
from insurance.forms.batches import AskedFile
from insurance.forms.payments import card_field, channel_field
from insurance.forms.reductions import AskedText
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
    """People of a village or neighbourhood: by a table, by lines, or both; the service refuses that there is nobody."""

    file = AskedFile(
        label=_("Your table"),
        help_text=_("Excel (.xlsx, .xls) or CSV, up to %(rows)s people and %(megabytes)s MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    rows = AskedText(
        label=_("Or names and identity numbers"),
        help_text=_("One person on a line: the name, then the identity number. Two columns of a table can be pasted."),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args, most: int, megabytes: int, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = field.help_text % {"rows": most, "megabytes": megabytes}

    def clean_rows(self) -> list[tuple[int, str]]:
        """Return the lines that hold anything, numbered as they were typed."""
        lines = enumerate(self.cleaned_data["rows"].splitlines(), start=1)
        return [(number, line) for number, line in lines if line.strip()]


class AgentForm(HallForm):
    """A unit that is to file and pay for residents."""

    credit_code = number_field(_("Unified social credit code"))


class DecideForm(HallForm):
    """Rows that somebody else has loaded, and what becomes of them."""

    rows = ChosenField(label=_("Rows"), error_messages={"required": _("Choose at least one row.")})
    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
