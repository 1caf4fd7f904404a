"""The forms by which a unit declares something of itself. Only shape is checked here."""

import re

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import password_field, plain_input
from accounts.forms.opening import read_or_refuse
from accounts.rules.document_number import read_document_number
from accounts.rules.roles import OperatorRight
from insurance.forms.days import DayField
from insurance.forms.files import FilesField
from insurance.forms.reductions import Acknowledged
from insurance.rules.unit_standing import CancellationReason
from insurance.rules.unit_types import UnitType
from insurance.wording_industries import grouped_industries
from insurance.wording_reductions import OPERATOR_RIGHT_NAMES
from insurance.wording_units import CANCELLATION_REASON_NAMES, FIELD_NAMES, UNIT_TYPE_NAMES

ACCOUNT = re.compile(r"[0-9]{8,32}", re.ASCII)
POSTCODE = re.compile(r"[0-9]{6}", re.ASCII)
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,18}[0-9]", re.ASCII)
CHOOSE = ("", _("Please choose"))


def text(name: str, *, most: int = 100, help_text="", required: bool = True) -> forms.CharField:
    """Return a field for one of the unit's data in words."""
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(
        label=FIELD_NAMES[name], max_length=most, help_text=help_text, required=required, widget=widget
    )


def number(name: str, *, help_text="", required: bool = True) -> forms.CharField:
    """Return a field for one of the unit's data that is copied from a document."""
    return forms.CharField(
        label=FIELD_NAMES[name], max_length=40, help_text=help_text, required=required, widget=plain_input()
    )


def industry_choices() -> list:
    return [CHOOSE, *grouped_industries()]


class UnitDataForm(HallForm):
    """What the forms of a unit's data have in common: how a number, a phone, an account is written.

    ``on`` is the day by which an identity number's age is judged; ``kept`` says of sealed answers given before how they
    are shown, and that an empty field keeps them.
    """

    def __init__(self, *args, on, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        for name, shown in (kept or {}).items():
            self.fields[name].required = False
            self.fields[name].help_text = _("Leave it empty to keep %(shown)s.") % {"shown": shown}

    def clean_representative_number(self) -> str:
        typed = self.cleaned_data["representative_number"]
        return read_or_refuse(read_document_number, typed, on=self.on) if typed else ""

    def clean_bank_account(self) -> str:
        digits = re.sub(r"[\s-]", "", self.cleaned_data["bank_account"])
        return fitting(ACCOUNT, digits, _("An account number has 8 to 32 digits. Compare it with the bank's paper."))

    def clean_postcode(self) -> str:
        return fitting(POSTCODE, self.cleaned_data["postcode"], _("A postcode has 6 digits."))

    def clean_contact_phone(self) -> str:
        words = _("Write the phone with its area code, for example 0799-8210066, or the 11 digits of a mobile phone.")
        return fitting(PHONE, self.cleaned_data["contact_phone"], words)


def fitting(shape: re.Pattern, typed: str, words: str) -> str:
    """Return what was typed if it has the shape; nothing is nothing."""
    if typed and not shape.fullmatch(typed):
        raise ValidationError(words, code="invalid")
    return typed


class RegistrationForm(UnitDataForm):
    """What a unit completes when it registers; what the registry or the counter entered stands there already."""

    unit_type = forms.ChoiceField(
        label=FIELD_NAMES["unit_type"], choices=[CHOOSE, *((str(kind), UNIT_TYPE_NAMES[kind]) for kind in UnitType)]
    )
    industry = forms.ChoiceField(
        label=FIELD_NAMES["industry"],
        help_text=_("The main business on the licence. The group is the risk class of work injury that is proposed."),
        choices=lazy(industry_choices, list)(),
    )
    address = text("address", most=200)
    postcode = text("postcode", most=10)
    representative_name = text("representative_name")
    representative_number = number("representative_number")
    contact_name = text("contact_name", help_text=_("Whom the agency calls about declarations and bills."))
    contact_phone = text("contact_phone", most=20)
    bank_name = text("bank_name", help_text=_("The bank and branch that keeps the unit's basic account."))
    bank_account = number(
        "bank_account", help_text=_("From it contributions are paid; pages show its last four digits only.")
    )
    acknowledged = Acknowledged(label=_("I have read what the hall points out, and the data are true"))

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("The unit"), Row("unit_type", "industry"), Row("address", "postcode")),
            Fieldset(_("Who represents it"), Row("representative_name", "representative_number")),
            Fieldset(_("Whom the agency reaches"), Row("contact_name", "contact_phone")),
            Fieldset(_("From where it pays"), Row("bank_name", "bank_account")),
            "submission_key",
        )
        return helper


class ContactForm(UnitDataForm):
    """What counts at once: contact and address."""

    contact_name = text("contact_name")
    contact_phone = text("contact_phone", most=20)
    address = text("address", most=200)
    postcode = text("postcode", most=10)

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Row("contact_name", "contact_phone"),
            Row("address", "postcode"),
            "submission_key",
        )
        return helper


class ReviewedForm(UnitDataForm):
    """What the agency looks at: name, representative, bank."""

    name = text("name", most=200)
    representative_name = text("representative_name", required=False)
    representative_number = number("representative_number", required=False)
    bank_name = text("bank_name", required=False)
    bank_account = number("bank_account", required=False)
    changed_on = DayField(
        label=_("Day of the change"),
        help_text=_("For a new name or representative, as on the licence. For example 2026-09-30."),
        required=False,
    )
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "Only if you want to send some: JPEG, PNG or PDF, each up to 10 MB. The agency compares with the registry."
        ),
        required=False,
    )
    password = password_field(
        _("Your password"),
        help_text=_("Once more, for representative and bank: nobody changes them at an open screen."),
    )
    acknowledged = Acknowledged(label=_("I have read what the hall points out, and the data are true"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset(
                _("Name and representative"), "name", Row("representative_name", "representative_number"), "changed_on"
            ),
            Fieldset(_("Bank"), Row("bank_name", "bank_account")),
            Fieldset(_("Papers and password"), "attachments", "password"),
            "submission_key",
        )
        return helper


class CancellationForm(HallForm):
    """The end of a unit's registration."""

    reason = forms.ChoiceField(
        label=_("Why the unit ends"),
        choices=[CHOOSE, *((str(reason), CANCELLATION_REASON_NAMES[reason]) for reason in CancellationReason)],
    )
    ended_on = DayField(label=_("Day of the end"))
    note = forms.CharField(label=_("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "The proof of the liquidation, when the unit was dissolved, went bankrupt or was closed and no registry has"
            " reported it. JPEG, PNG or PDF, each up to 10 MB."
        ),
        required=False,
    )
    acknowledged = Acknowledged(label=_("I have read what the hall points out, and the registration shall end"))

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(Row("reason", "ended_on"), "note", "attachments", "submission_key")
        return helper

    def clean(self):
        answers = super().clean()
        if answers.get("reason") == CancellationReason.OTHER and not answers.get("note"):
            self.add_error("note", ValidationError(_("Say in a sentence how the unit ended."), code="required"))
        return answers


def rights_field() -> forms.MultipleChoiceField:
    """Return the ticks of what an operator may do."""
    return forms.MultipleChoiceField(
        label=_("Rights"),
        choices=[(str(right), OPERATOR_RIGHT_NAMES[right]) for right in OperatorRight],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class InvitationForm(HallForm):
    """A colleague is invited to act for the unit."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    id_number = forms.CharField(label=_("Identity number"), max_length=40, widget=plain_input())
    operator = forms.CharField(
        label=_("Operator name"),
        help_text=_("For signing in, within the unit. Letters and digits, easy to remember."),
        max_length=60,
        widget=plain_input(),
    )
    rights = rights_field()
    handing = forms.ChoiceField(
        label=_("How the colleague gets the code"),
        choices=[
            ("person", _("I hand it over in person: it is shown to me once")),
            ("phone", _("By text message to the phone on file of the colleague")),
        ],
        initial="person",
        widget=forms.RadioSelect,
    )


class RightsForm(HallForm):
    """What an operator may do from now on."""

    rights = rights_field()
