"""The form of a personnel increase. Only shape is checked here: what is allowed is the service's business."""

import re

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.calculator import YuanField
from insurance.forms.days import DayField
from insurance.forms.files import FilesField
from insurance.forms.months import MonthField, MonthSelect
from insurance.forms.reductions import NOTE_CHARACTERS, Acknowledged, AskedDay, AskedFor, AskedText, named
from insurance.rules.employment_kinds import EmploymentKind
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES, HOUSEHOLD_NAMES

PHONE = re.compile(r"[0-9+() -]{5,20}", re.ASCII)


class AskedYuan(AskedFor, YuanField):
    """An amount that has to be filled in."""


class IncreaseForm(HallForm):
    """One person joins. ``months`` are the start months offered, with their words, ``by_rule`` what choosing none means.

    ``asks``: whether the number and the name have to be typed; of somebody known before, only a name that nobody has
    checked yet may be corrected.
    """

    id_number = AskedText(
        label=_("Identity number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = AskedText(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    started_on = AskedDay(
        label=_("First working day"),
        help_text=_("At the latest the end of next month. For example 2026-09-01."),
    )
    employment_kind = forms.TypedChoiceField(
        label=_("Kind of employment"),
        coerce=EmploymentKind,
        choices=named(EMPLOYMENT_KIND_NAMES),
        initial=EmploymentKind.CONTRACT,
    )
    contract_from = DayField(label=_("Contract from"), required=False)
    contract_to = DayField(label=_("Contract until"), help_text=_("Empty if it is open-ended."), required=False)
    wage = AskedYuan(
        label=_("Monthly wage (yuan)"),
        help_text=_("Of the first month, before deductions."),
    )
    start_month = MonthField(
        label=_("Charged from month"),
        help_text=_("Leave it as it is to follow the rule."),
        widget=MonthSelect,
        required=False,
    )
    household = forms.ChoiceField(
        label=_("Registered residence"), choices=[("", _("Not stated")), *named(HOUSEHOLD_NAMES)], required=False
    )
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Phone of the person"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        required=False,
    )
    note = forms.CharField(
        label=_("Remark"), max_length=NOTE_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    attachments = FilesField(
        label=_("Papers"),
        help_text=_(
            "Only if you want to send some: JPEG, PNG or PDF, each up to 10 MB, at most 10. No paper is demanded."
        ),
        required=False,
    )
    acknowledged = Acknowledged(label=_("I have read what the hall points out"))

    def __init__(self, *args, asks: tuple[str, ...], months=(), by_rule="", **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = asks
        self.fields["start_month"].widget.choices = [("", by_rule), *months]
        for name in {"id_number", "name"}.difference(asks):
            del self.fields[name]

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Write the phone in figures, for example 13800001234."), code="invalid")
        return phone

    @property
    def helper(self):
        helper = super().helper
        who = [Fieldset(_("Who joins"), Row(*self.asks))] if self.asks else []
        helper.layout = Layout(
            *who,
            Fieldset(_("The work"), Row("started_on", "employment_kind"), Row("contract_from", "contract_to"), "post"),
            Fieldset(_("Wage and start"), Row("wage", "start_month")),
            Fieldset(_("About the person"), Row("household", "phone")),
            Fieldset(_("Remark and papers"), "note", "attachments"),
            "submission_key",
        )
        return helper
