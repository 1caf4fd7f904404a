"""The forms with which data of a person are changed. Only shape is checked here; the services know what is allowed."""

from collections.abc import Iterable

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import password_field, plain_input, sms_code_field
from insurance.forms.calculator import YuanField
from insurance.forms.files import FilesField
from insurance.forms.months import MonthField, MonthSelect
from insurance.forms.reductions import Acknowledged, named
from insurance.rules.personal_data import LONGEST_ADDRESS, LONGEST_NAME
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES, HOUSEHOLD_NAMES

KEEP = _("As it is")


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("New name"),
        help_text=_("As on the identity document. The agency looks at it, so a picture of the document is needed."),
        max_length=LONGEST_NAME,
        required=False,
        widget=plain_input(),
    )


def phone_field(help_text) -> forms.CharField:
    return forms.CharField(
        label=_("New mobile phone"),
        help_text=help_text,
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )


def papers_field() -> FilesField:
    return FilesField(
        label=_("Papers"),
        help_text=_("For a new name: the identity document. JPEG, PNG or PDF, each up to 10 MB."),
        required=False,
    )


class UnitChangeForm(HallForm):
    """What a unit changes about one of its staff; what stays empty stays as it is. ``months`` are those a new wage can
    count from."""

    name = name_field()
    phone = phone_field(_("Only for people without an account in the hall: codes go to this phone."))
    employment_kind = forms.ChoiceField(
        label=_("Kind of employment"), choices=[("", KEEP), *named(EMPLOYMENT_KIND_NAMES)], required=False
    )
    wage = YuanField(
        label=_("New wage, yuan a month"),
        help_text=_("If it lowers the contribution base, the agency looks at it first."),
        required=False,
    )
    wage_from = MonthField(label=_("The wage counts from"), widget=MonthSelect, required=False)
    attachments = papers_field()
    acknowledged = Acknowledged(label=_("I have read what the hall points out"))

    def __init__(self, *args, months: Iterable[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wage_from"].widget.choices = list(months)

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("The person"), Row("name", "phone"), "attachments"),
            Fieldset(_("The employment"), "employment_kind", Row("wage", "wage_from")),
            "submission_key",
        )
        return helper


class OwnChangeForm(HallForm):
    """What somebody changes about themselves; what stays empty stays as it is. A new phone is proved with the password
    and the code that is sent to it; ``corrects``: it was proved already.
    """

    name = name_field()
    phone = phone_field(_("Codes and messages go there. First have a code sent to it."))
    password = password_field(_("Your password"), help_text=_("Only for a new phone."))
    sms_code = sms_code_field()
    address = forms.CharField(
        label=_("New address"),
        help_text=_("Where letters reach you: city, district, street, number."),
        max_length=LONGEST_ADDRESS,
        required=False,
    )
    household = forms.ChoiceField(
        label=_("Registered residence"), choices=[("", KEEP), *named(HOUSEHOLD_NAMES)], required=False
    )
    attachments = papers_field()

    PROOFS = ("password", "sms_code")

    def __init__(self, *args, corrects: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.PROOFS:
            self.fields[name].required = False
        if corrects:
            for name in ("phone", *self.PROOFS):
                del self.fields[name]
