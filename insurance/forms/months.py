"""A field for a month, written YYYY-MM at the edge and a ``Month`` behind it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from insurance.rules.months import Month

EARLIEST_YEAR = 1900


class MonthField(forms.Field):
    """A month; whether it is allowed is the service's business."""

    default_error_messages = {"invalid": _("Write the month as year and month, for example 2026-09.")}

    def to_python(self, value) -> Month | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Month):
            return value
        try:
            month = Month.parse(str(value).strip())
            if month.year < EARLIEST_YEAR:
                raise ValueError(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return month

    def prepare_value(self, value):
        return str(value) if isinstance(value, Month) else value


class MonthSelect(forms.Select):
    """A choice among months that keeps showing what was sent, even when it is none of them."""

    def optgroups(self, name, value, attrs=None):
        known = {str(code) for code, _words in self.choices}
        strangers = [sent for sent in value if sent and sent not in known]
        return [
            *super().optgroups(name, value, attrs),
            *((None, [self.create_option(name, sent, sent, True, 0, attrs=attrs)], 0) for sent in strangers),
        ]
