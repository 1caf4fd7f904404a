"""A form that asks about one day; sent by GET, so that the answer has an address."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1986, 1, 1)
"""Before the first contributions of the labour-contract scheme there is nothing to look up."""

DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]


class OnDayForm(forms.Form):
    """The day for which the record is shown; ``latest`` is the last one that can be asked for."""

    on = forms.DateField(
        label=_("Show for the day"),
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day first."),
            "invalid": _("This is no day of the calendar. Write it as year-month-day, for example 2026-09-30."),
        },
    )

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
