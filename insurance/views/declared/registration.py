"""The registration of a unit as it was declared."""

from django.utils.translation import gettext as _

from accounts.views.said import said
from accounts.wording import worded
from insurance.rules.industries import injury_class_of
from insurance.rules.kinds import EMPLOYEE_INSURANCES
from insurance.services.unit_data import declared_data
from insurance.views.declared.known import KNOWN
from insurance.views.employer.unit_words import data_facts, day_or_nothing


def facts(declaration, line) -> list[tuple]:
    """Return what the unit declared, with the class that its industry proposes and the insurances the law names."""
    data, unit = declared_data(declaration), declaration.unit
    return [
        (_("Unit"), said(unit.name), KNOWN),
        (_("Credit code"), unit.credit_code, KNOWN),
        (_("Founded on"), day_or_nothing(unit.founded_on), KNOWN),
        *data_facts(data),
        (_("Risk class of work injury"), str(injury_class_of(data["industry"])), KNOWN),
        (_("Insurances"), worded(list(EMPLOYEE_INSURANCES)), KNOWN),
    ]
