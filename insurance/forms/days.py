"""Days in forms: a field that understands the ways people write a day, and the form that asks for one."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1986, 1, 1)
"""Before the first contributions of the labour-contract scheme there is nothing to look up."""

DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]


EXAMPLE = _("For example 2026-09-30 or 20260930.")

FIRST_THINKABLE, LAST_THINKABLE = date(1900, 1, 1), date(2199, 12, 31)
"""A day outside these is a slip of the hand; limits and months are never counted from it."""


class DayField(forms.DateField):
    """A day, written YYYY-MM-DD; other ways of writing it in figures are understood.

    A plain field: the browsers' own date field is three fields in one for the keyboard, forgets half a day that was
    typed wrong, and asks the old to turn the pages of a calendar back by decades.
    """

    default_error_messages = {
        "invalid": _("This is no day of the calendar. Write it as year-month-day, for example 2026-09-30."),
        "day.far": _("The year cannot be right. Look at it again; a day that is not fixed yet is left empty."),
    }

    def __init__(self, *, help_text=EXAMPLE, **kwargs):
        typed = forms.DateInput(attrs={"autocomplete": "off", "maxlength": 12, "class": "day-input"}, format="%Y-%m-%d")
        super().__init__(widget=typed, input_formats=DAY_FORMATS, help_text=help_text, **kwargs)

    def to_python(self, value) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_THINKABLE <= day <= LAST_THINKABLE:
            raise ValidationError(self.error_messages["day.far"], code="day.far")
        return day


class OnDayForm(forms.Form):
    """The day for which the record is shown; ``latest`` is the last one that can be asked for."""

    on = DayField(label=_("Show for the day"), error_messages={"required": _("Choose a day first.")})

    def __init__(self, *args, latest: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.latest = latest

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if not EARLIEST <= day <= self.latest:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                code="day.out_of_range",
                params={"first": EARLIEST.isoformat(), "last": self.latest.isoformat()},
            )
        return day


YEARS_AHEAD = 3
"""How far ahead coming back can be imagined; by then rules will have changed."""


class ReturnDayForm(forms.Form):
    """The day on which somebody would come back, everything paid and credited; not before ``earliest``."""

    resume_on = DayField(
        label=_("If you come back, everything credited on"), help_text=_("Only to look; nothing is declared by it.")
    )

    def __init__(self, *args, earliest: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.earliest = earliest

    def clean_resume_on(self) -> date:
        day = self.cleaned_data["resume_on"]
        latest = self.earliest.replace(year=self.earliest.year + YEARS_AHEAD, day=1)
        if not self.earliest <= day <= latest:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                code="day.out_of_range",
                params={"first": self.earliest.isoformat(), "last": latest.isoformat()},
            )
        return day


class EmployeeReturnDayForm(ReturnDayForm):
    """The same, asked by the unit about somebody who leaves."""

    resume_on = DayField(
        label=_("If the employee comes back, everything credited on"),
        help_text=_("Only to look; nothing is declared by it."),
    )
