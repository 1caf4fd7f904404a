"""The form with which somebody goes on with an insurance. Only shape is checked here; the service knows what is allowed."""

from collections.abc import Iterable

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.months import MonthField
from insurance.forms.stops import ENROLMENT_CHARACTERS, StopRadio


class ResumeForm(HallForm):
    """What goes on, and from which month.

    ``enrolments`` and ``months`` are what the page offers, as values with their words. Anything else may be sent and is
    answered by the access function or the service.
    """

    enrolment = forms.CharField(
        label=_("What do you want to resume?"),
        widget=StopRadio,
        validators=[MaxLengthValidator(ENROLMENT_CHARACTERS)],
        error_messages={"required": _("Choose what you want to resume.")},
    )
    resume_month = MonthField(
        label=_("Paying again from which month?"),
        help_text=_("The first month you pay for again."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the first month you pay for again.")},
    )
    acknowledged = forms.BooleanField(
        label=_("I have read when benefits return and what the gap means"),
        error_messages={"required": _("Read when benefits return and what the gap means, then tick here.")},
    )

    def __init__(
        self,
        *args,
        enrolments: Iterable[tuple[str, str]],
        months: Iterable[tuple[str, str]],
        blocked: Iterable[str] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["enrolment"].widget.choices = list(enrolments)
        self.fields["enrolment"].widget.blocked = frozenset(blocked)
        self.fields["resume_month"].widget.choices = list(months)
