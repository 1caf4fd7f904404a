"""A city with one of everything and an account for every visitor, for the tests that go through all pages."""

from dataclasses import dataclass

from accounts.models import User
from accounts.rules.roles import Agency, Role
from tests.factories.parties import PersonFactory, UnitFactory, UserFactory
from tests.factories.record import AreaFactory, employ, enrol_flexible
from tests.visits import Visitor


@dataclass(frozen=True)
class City:
    """Who comes, and the numbers of the things that belong to the citizen and to the operator's unit."""

    users: dict[Visitor, User | None]
    things: dict[str, str]


def visitors() -> dict[Visitor, User | None]:
    """Return an account for every visitor; strangers have none."""
    return {
        Visitor.ANYBODY: None,
        Visitor.CITIZEN: UserFactory(),
        Visitor.STRANGER: UserFactory(),
        Visitor.OPERATOR: UserFactory(operator=True),
        Visitor.OUTSIDER: UserFactory(operator=True),
        Visitor.CLERK: UserFactory(clerk=True, agency=Agency.HRSS),
        Visitor.OTHER_CLERK: UserFactory(clerk=True, agency=Agency.MEDICAL),
        Visitor.SUPERVISOR: UserFactory(supervisor=True, agency=Agency.HRSS),
        Visitor.CASHIER: UserFactory(staff=True, roles=[Role.CASHIER]),
        Visitor.POLICY_EDITOR: UserFactory(staff=True, roles=[Role.POLICY_EDITOR]),
        Visitor.CONTENT_EDITOR: UserFactory(staff=True, roles=[Role.CONTENT_EDITOR]),
        Visitor.EXCHANGE_OPERATOR: UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR]),
        Visitor.AUDITOR: UserFactory(auditor=True),
        Visitor.SECURITY: UserFactory(security=True),
    }
