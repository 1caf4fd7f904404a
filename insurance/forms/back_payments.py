"""The forms of paying back, beginning anew and joining alone. Only shape is checked here; the services know what is
allowed."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.files import FilesField
from insurance.forms.months import MonthField
from insurance.rules.kinds import Insurance
from insurance.wording import INSURANCE_NAMES

Choices = Iterable[tuple[str, str]]

JOINED = (Insurance.PENSION, Insurance.MEDICAL)


def insurance_code(value: str) -> Insurance:
    return Insurance(int(value))


class BackPaymentForm(HallForm):
    """Of which insurance a gap is paid back, and from which month on.

    ``insurances`` and ``months`` are what the page offers, as values with their words.
    """

    insurance = forms.TypedChoiceField(
        label=_("What do you want to pay back?"),
        choices=[(str(int(code)), INSURANCE_NAMES[code]) for code in (Insurance.MEDICAL, Insurance.PENSION)],
        coerce=insurance_code,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you want to pay back."),
            "invalid_choice": _("Choose one of the insurances listed."),
        },
    )
    first_month = MonthField(
        label=_("Paying back from which month?"),
        help_text=_("Everything from this month to the end of the gap is paid back."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the first month you pay back.")},
    )
    acknowledged = forms.BooleanField(
        label=_("I have read what this costs, what it brings and until when the quote holds"),
        error_messages={"required": _("Read the quote, then tick here.")},
    )

    def __init__(self, *args, insurances: Choices, months: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["insurance"].widget.choices = list(insurances)
        self.fields["first_month"].widget.choices = list(months)


class LevelField(forms.IntegerField):
    """A base of one of the levels, in fen; whether it is offered is the service's business."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=10_000_000, **kwargs)


def papers_field() -> FilesField:
    return FilesField(
        label=_("Papers"),
        help_text=_("None is demanded. JPEG, PNG or PDF, each up to 10 MB."),
        required=False,
    )


class JoiningForm(HallForm):
    """From which month somebody joins alone, on which base. ``months`` and ``levels`` are what the page offers."""

    start_month = MonthField(
        label=_("Paying from which month?"),
        help_text=_("The first month you pay for."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the first month you pay for.")},
    )
    base = LevelField(
        label=_("On which base?"),
        help_text=_("A share of last year's local average wage. A higher base means a higher pension later."),
        error_messages={
            "required": _("Choose the base."),
            "invalid": _("Choose one of the levels listed."),
            "min_value": _("Choose one of the levels listed."),
            "max_value": _("Choose one of the levels listed."),
        },
    )
    attachments = papers_field()

    def __init__(self, *args, months: Choices, levels: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["start_month"].widget.choices = list(months)
        self.fields["base"].widget.choices = list(levels)


class EnrolForm(JoiningForm):
    """Which insurances are joined. ``insurances`` are those the page offers."""

    insurances = forms.TypedMultipleChoiceField(
        label=_("What do you want to join?"),
        choices=[(str(int(code)), INSURANCE_NAMES[code]) for code in JOINED],
        coerce=insurance_code,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose what you want to join."),
            "invalid_choice": _("Choose one of the insurances listed."),
        },
    )
    acknowledged = forms.BooleanField(
        label=_("I have read what I will pay every month and when benefits begin"),
        error_messages={"required": _("Read what you will pay and when benefits begin, then tick here.")},
    )

    def __init__(self, *args, insurances: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["insurances"].widget.choices = list(insurances)


class ReEnrolForm(JoiningForm):
    """Beginning medical insurance anew."""

    acknowledged = forms.BooleanField(
        label=_("I have read what is lost when the gap is not paid back"),
        error_messages={"required": _("Read what is lost when the gap is not paid back, then tick here.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["base"].help_text = _("A share of last year's local average wage, kept within the bounds.")


class BaseRaiseForm(HallForm):
    """A higher base for the contribution year. ``levels`` are what the page offers."""

    base = LevelField(
        label=_("Which base?"),
        error_messages={
            "required": _("Choose the base."),
            "invalid": _("Choose one of the levels listed."),
            "min_value": _("Choose one of the levels listed."),
            "max_value": _("Choose one of the levels listed."),
        },
    )
    acknowledged = forms.BooleanField(
        label=_("I have read what I pay once and every month"),
        error_messages={"required": _("Read what you pay once and every month, then tick here.")},
    )

    def __init__(self, *args, levels: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["base"].widget.choices = list(levels)
