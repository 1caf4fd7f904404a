"""A termination certificate as the service issues it for an accepted reduction."""

from accounts.models import Person, User
from accounts.rules.roles import Agency
from insurance.models import Certificate
from insurance.services import certificates
from tests.factories.clock import NOW
from tests.factories.declarations import DeclarationFactory
from tests.factories.parties import PersonFactory, UserFactory

CONTRACT = {"contract_from": "2024-01-01", "contract_to": "2026-12-31", "post": "会计", "years_in_unit": "2.5"}


def certified(operator: User | None = None, person: Person | None = None) -> Certificate:
    """Return the certificate of somebody who resigned; no enrolments are made."""
    reduction = DeclarationFactory(
        reduction=True,
        lodged_by=operator or UserFactory(operator=True),
        parts__people=[person or PersonFactory()],
        parts__state="accepted",
        parts__details=dict(CONTRACT),
    )
    [certificate] = certificates.issue(reduction.parts.get(agency=Agency.HRSS), at=NOW)
    return certificate
