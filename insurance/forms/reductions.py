"""The forms of a personnel reduction. Only shape is checked here: what is allowed is the service's business."""

from decimal import Decimal

from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.days import DayField
from insurance.forms.files import FilesField
from insurance.forms.months import MonthField, MonthSelect
from insurance.rules.kinds import EMPLOYEE_INSURANCES, Insurance
from insurance.wording import INSURANCE_NAMES
from insurance.wording_reasons import PROPOSER_NAMES, PROTECTION_NAMES
from insurance.wording_reductions import grouped_reasons

NOTE_CHARACTERS = 500


def reason_choices():
    return [("", _("Please choose")), *grouped_reasons()]


def named(names: dict) -> list[tuple[str, str]]:
    """Return codes with their names as the choices of a field."""
    return [(str(code), words) for code, words in names.items()]


class AskedFor:
    """A field that has to be filled in, but whose emptiness the service refuses, in one go with everything else."""

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)


class AskedText(AskedFor, forms.CharField):
    """A text that has to be filled in."""


class Acknowledged(AskedFor, forms.BooleanField):
    """A tick without which the service tells what has to be read first."""

    empty_values = (*forms.BooleanField.empty_values, False)


class AskedDay(AskedFor, DayField):
    """A day that has to be filled in."""


class ReductionForm(HallForm):
    """One person leaves.

    ``months`` are the stop months offered, with their words, ``by_rule`` what choosing none means; ``running`` is what
    can be ticked.
    """

    id_number = AskedText(
        label=_("Identity number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = AskedText(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = AskedText(
        label=_("Reason of the reduction"),
        help_text=_(
            "It decides on the person's unemployment benefit and is told to them."
            " What each reason brings is listed below."
        ),
        widget=forms.Select(choices=lazy(reason_choices, list)()),
    )
    proposed_by = forms.ChoiceField(
        label=_("Who proposed to end the contract"),
        help_text=_("For the reasons 12, 13 and 20."),
        choices=named(PROPOSER_NAMES),
        widget=forms.RadioSelect,
        required=False,
    )
    ended_on = AskedDay(
        label=_("Day the employment ended"),
        help_text=_(
            "The last day of the contract, the day of death, or the day on which the leave began, for example 2026-09-30."
        ),
    )
    stop_month = MonthField(
        label=_("Stop from month"),
        help_text=_("The first month that is not charged any more. Leave it as it is to follow the rule."),
        widget=MonthSelect,
        required=False,
    )
    insurances = forms.TypedMultipleChoiceField(
        label=_("Insurances to stop"),
        help_text=_("Nothing ticked means all that run. The large-sum supplement stops with medical insurance."),
        coerce=int,
        choices=named({code: INSURANCE_NAMES[code] for code in (*EMPLOYEE_INSURANCES, Insurance.SUPPLEMENT)}),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contract_from = DayField(label=_("Contract from"), required=False)
    contract_to = DayField(label=_("Contract until"), required=False)
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    years_in_unit = forms.DecimalField(
        label=_("Years in the unit"),
        min_value=Decimal(0),
        max_value=Decimal(60),
        max_digits=3,
        decimal_places=1,
        required=False,
    )
    protections = forms.MultipleChoiceField(
        label=_("Does one of these hold for the person"),
        help_text=_(
            "For the reasons 11, 17 and 18: while one holds, the contract cannot end"
            " (Labour Contract Law, articles 42 and 45)."
        ),
        choices=named(PROTECTION_NAMES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("Remark"),
        help_text=_("For the reasons 29 and 33 the new unit, for 39 an explanation."),
        max_length=NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "Only if you want to send some: JPEG, PNG or PDF, each up to 10 MB, at most 10. No paper is demanded."
        ),
        required=False,
    )
    acknowledged = Acknowledged(
        label=_("I have read what the hall points out, and the person knows of the end and its reason")
    )

    def __init__(self, *args, person_known: bool, months=(), by_rule="", running=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.person_known = person_known
        self.fields["stop_month"].widget.choices = [("", by_rule), *months]
        if person_known:
            del self.fields["id_number"], self.fields["name"]
        if running:
            self.fields["insurances"].choices = named({code: INSURANCE_NAMES[code] for code in running})

    @property
    def helper(self):
        helper = super().helper
        who = [] if self.person_known else [Fieldset(_("Who leaves"), Row("id_number", "name"))]
        helper.layout = Layout(
            *who,
            Fieldset(
                _("Why and when"),
                "reason",
                Row("ended_on", "stop_month"),
                Field("proposed_by", wrapper_class="in-columns"),
                Field("insurances", wrapper_class="in-columns"),
            ),
            Fieldset(
                _("Termination certificate, for the reasons 11 to 20"),
                Row("contract_from", "contract_to"),
                Row("post", "years_in_unit"),
                "protections",
            ),
            Fieldset(_("Remark and papers"), "note", "attachments"),
            "submission_key",
        )
        return helper


class CheckForm(HallForm):
    """What is sent from the page of checked answers; ``seen`` is the version on the screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    acknowledged = Acknowledged(label=_("I have read what the hall points out"))

    def __init__(self, *args, asks: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["acknowledged"]


class KeyForm(HallForm):
    """An act that needs no answers, only its one-time key."""


class TextForm(HallForm):
    """One text in a person's own words: a message, or why something is taken back."""

    text = AskedText(label=_("Text"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label="", hint="", asked=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = asked
        if label:
            self.fields["text"].label = label
        self.fields["text"].help_text = hint


class AttachForm(HallForm):
    """More papers for a declaration that is not decided yet."""

    attachments = FilesField(label=_("Papers"), help_text=_("JPEG, PNG or PDF, each up to 10 MB."))
