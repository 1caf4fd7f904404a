"""The forms with which somebody binds a bank card and says what becomes of it. Only shape is checked here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import LONGEST_PASSWORD, EitherField, number_field, plain_input, sms_code_field
from insurance.rules.bank_cards import BANKS
from insurance.rules.personal_data import LONGEST_NAME
from insurance.wording_residents import BANK_NAMES


class BindCardForm(HallForm):
    """A card, its holder, and the two proofs: the password, then the code that was sent to the phone on file."""

    number = number_field(_("Card number"), help_text=_("16 to 19 digits; spaces do not matter."))
    bank = forms.ChoiceField(label=_("Bank"), choices=[(bank, BANK_NAMES[bank]) for bank in BANKS])
    holder = forms.CharField(
        label=_("Name of the holder"),
        help_text=_("Only a card in your own name is bound."),
        max_length=LONGEST_NAME,
        widget=plain_input("cc-name"),
    )
    password = EitherField(
        label=_("Your password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    sms_code = sms_code_field()


class CardActForm(HallForm):
    """What becomes of a bound card."""

    act = forms.ChoiceField(choices=[("first", "first"), ("remove", "remove")])
