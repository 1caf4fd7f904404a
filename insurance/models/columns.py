"""Columns and conditions that several models share."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from insurance.rules.kinds import Insurance


def codes(enum):
    """Return the choices of a rules enum; the words for its members stand in wording."""
    return [(member.value, str(member.value)) for member in enum]


def insurance_field(**options) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(_("insurance"), choices=codes(Insurance), **options)


def fen_field(*args, **options) -> models.IntegerField:
    """Return a column for an amount on a line, in fen; up to 21 million yuan."""
    return models.IntegerField(*args, **options)


def first_of_month(name: str, column: str) -> models.CheckConstraint:
    """Return the constraint that ``column`` holds the first day of a month (or nothing)."""
    return models.CheckConstraint(name=name, condition=Q(**{column: None}) | Q(**{f"{column}__day": 1}))


class DateRange(Func):
    """``daterange(first, last)``: from ``first`` up to, not including, ``last``."""

    function = "daterange"
    output_field = DateRangeField()


def span(first: str, end: str) -> DateRange:
    """Return the half-open range of two date columns, for exclusion constraints."""
    return DateRange(first, end, Value("[)"))
