"""The form with which somebody stops an insurance. Only shape is checked here; the service knows what is allowed."""

from collections.abc import Iterable

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.months import MonthField
from insurance.rules.reasons import CitizenReason
from insurance.rules.stops import Route
from insurance.wording_citizen import ROUTE_WORDS
from insurance.wording_reasons import CITIZEN_REASON_NAMES

ENROLMENT_CHARACTERS = 20
STATEMENT_CHARACTERS = 500


class StopRadio(forms.RadioSelect):
    """Choices of which some cannot be made now, because a declaration about them is under way."""

    blocked: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.blocked:
            option["attrs"]["disabled"] = True
        return option


class DefaultedChoiceField(forms.ChoiceField):
    """A choice that has an answer already: what is not sent counts as ``default``."""

    def __init__(self, *, default: str, **kwargs):
        super().__init__(initial=default, **kwargs)
        self.default = default

    def clean(self, value):
        return super().clean(value or self.default)


class StopForm(HallForm):
    """What stops, why, and from which month; for an employment also who is asked.

    ``enrolments``, ``reasons`` and ``months`` are what the page offers, as values with their words. Anything else may
    be sent and is answered by the access function or the service. ``employment`` tells whether a unit may be asked.
    """

    enrolment = forms.CharField(
        label=_("What do you want to stop?"),
        widget=StopRadio,
        validators=[MaxLengthValidator(ENROLMENT_CHARACTERS)],
        error_messages={"required": _("Choose what you want to stop.")},
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[(str(reason), words) for reason, words in CITIZEN_REASON_NAMES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the reason that fits best."),
            "invalid_choice": _("Choose one of the reasons listed."),
        },
    )
    stop_month = MonthField(
        label=_("From which month on?"),
        help_text=_("The first month that is not charged any more."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the first month that is not charged any more.")},
    )
    route = DefaultedChoiceField(
        label=_("Who is asked?"),
        choices=[(str(route), words) for route, words in ROUTE_WORDS.items()],
        widget=forms.RadioSelect,
        default=str(Route.UNIT),
    )
    statement = forms.CharField(
        label=_("Why can the unit not be asked?"),
        help_text=_(
            "Only where you ask the agency. For example: the unit no longer answers; it refuses to report that I left."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=STATEMENT_CHARACTERS,
        required=False,
    )
    acknowledged = forms.BooleanField(
        label=_("I have read what the stop will change for me"),
        error_messages={"required": _("Read what the stop changes, then tick here.")},
    )

    def __init__(
        self,
        *args,
        enrolments: Iterable[tuple[str, str]],
        reasons: Iterable[CitizenReason],
        months: Iterable[tuple[str, str]],
        employment: bool,
        blocked: Iterable[str] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["enrolment"].widget.choices = list(enrolments)
        self.fields["enrolment"].widget.blocked = frozenset(blocked)
        self.fields["reason"].widget.choices = [(str(reason), CITIZEN_REASON_NAMES[reason]) for reason in reasons]
        self.fields["stop_month"].widget.choices = list(months)
        self.employment = employment

    def clean_route(self) -> Route:
        return Route(self.cleaned_data["route"])
