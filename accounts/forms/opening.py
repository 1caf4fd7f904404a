"""The steps to a password of one's own: who, proof, password. Shape only."""

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import BaseInput, Submit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from accounts.forms.fields import (
    LONGEST_NUMBER,
    EitherField,
    activation_code_field,
    number_field,
    password_field,
    plain_input,
    sms_code_field,
)
from accounts.rules.document_number import read_card_number, read_document_number
from accounts.rules.errors import RuleBroken
from accounts.wording import sentence


class OtherButton(BaseInput):
    """A button that sends the form with another wish, and does not look like the main one."""

    input_type = "submit"
    field_classes = "btn"


class StepForm(HallForm):
    """One step, drawn with its own button."""

    button = _("Continue")
    other_buttons: dict[str, str] = {}

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        others = [OtherButton(name, words) for name, words in self.other_buttons.items()]
        helper.layout.append(FormActions(Submit("submit", self.button), *others))
        return helper


class NumbersForm(StepForm):
    """Who it is: the number of the identity document and, where a text message is wanted, of the card.

    ``on`` is the day by which an identity number's age is judged.
    """

    id_number = number_field(_("ID number"), help_text=_("As on your identity document"), autocomplete="username")
    card_number = number_field(
        _("Social security card number"),
        help_text=_("8 or 9 characters on the front of the card. Leave it empty when you have an activation code."),
        required=False,
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_id_number(self) -> str:
        return read_or_refuse(read_document_number, self.cleaned_data["id_number"], on=self.on)

    def clean_card_number(self) -> str:
        typed = self.cleaned_data["card_number"]
        return read_or_refuse(read_card_number, typed) if typed else ""


class MessageProofForm(StepForm):
    """A code from the message or from the counter, one of the two; or the wish for another message."""

    other_buttons = {"send_again": _("Send another message"), "start_again": _("Start again")}
    use_required_attribute = False
    sms_code = sms_code_field()
    activation_code = EitherField(
        label=_("Activation code"),
        help_text=_("Only if you have one from the counter or by post: 12 characters, for example 7K3M-Q2WD-90XA"),
        max_length=LONGEST_NUMBER,
        widget=plain_input(),
    )

    def clean(self):
        answers = super().clean()
        if "send_again" in self.data:
            return answers
        if not self.errors and not answers.get("sms_code") and not answers.get("activation_code"):
            raise ValidationError(sentence(RuleBroken("code.missing")), code="code.missing")
        return answers


class CodeProofForm(StepForm):
    """A code from the counter or the post."""

    other_buttons = {"start_again": _("Start again")}
    activation_code = activation_code_field()


class OperatorCodeForm(StepForm):
    """An operator with the code from the counter."""

    credit_code = number_field(_("Unified social credit code"), help_text=_("18 characters, on the business licence"))
    operator = number_field(_("Operator name"), autocomplete="username")
    activation_code = activation_code_field()


class NewPasswordForm(StepForm):
    """A password of one's own, twice."""

    button = _("Save the password")
    new_password = password_field(
        _("New password"),
        help_text=_(
            "At least 10 characters. Several words are easy to remember; do not use your ID number, birthday, phone"
            " number or name."
        ),
        autocomplete="new-password",
    )
    new_password_again = password_field(_("New password once more"), autocomplete="new-password")

    def clean(self):
        answers = super().clean()
        refuse_unequal(self)
        return answers


class ChangePasswordForm(NewPasswordForm):
    """The password in use, and the new one twice."""

    button = _("Change the password")
    password = password_field(_("Password in use"))
    field_order = ["password", "new_password", "new_password_again"]


def refuse_unequal(form) -> None:
    """Put an error beside the second password when the two differ."""
    first, again = form.cleaned_data.get("new_password"), form.cleaned_data.get("new_password_again")
    if first is not None and again is not None and first != again:
        problem = RuleBroken("password.not_the_same")
        form.add_error("new_password_again", ValidationError(sentence(problem), code=problem.code))


def read_or_refuse(reader, typed: str, **facts) -> str:
    """Return what ``reader`` makes of a typed number; its broken rule becomes the field's error."""
    try:
        return reader(typed, **facts)
    except RuleBroken as problem:
        raise ValidationError(sentence(problem), code=problem.code) from None
