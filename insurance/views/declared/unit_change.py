"""A change of a unit's data as it was declared."""

from datetime import date

from django.utils.translation import gettext as _

from insurance.services.unit_data import declared_data
from insurance.views.employer.unit_words import data_facts, day_or_nothing


def facts(declaration, line) -> list[tuple]:
    """Return what changes, and since when."""
    day = declaration.details.get("changed_on")
    return [
        *data_facts(declared_data(declaration)),
        (_("Day of the change"), day_or_nothing(day and date.fromisoformat(day))),
    ]
