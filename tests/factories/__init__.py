"""Plain valid things to test with; a state is a trait, nothing a test reads is random.

``TODAY`` is the business day of the tests. Numbers are fictitious: area 379901 belongs to no real place.
"""

from tests.factories.clock import NOW, TODAY
from tests.factories.declarations import DeclarationFactory
from tests.factories.parties import PersonFactory, UnitFactory, UserFactory
from tests.factories.record import AreaFactory, BillFactory, CardFactory, EnrolmentFactory, employ, enrol_flexible

__all__ = [
    "NOW",
    "TODAY",
    "AreaFactory",
    "BillFactory",
    "CardFactory",
    "DeclarationFactory",
    "EnrolmentFactory",
    "PersonFactory",
    "UnitFactory",
    "UserFactory",
    "employ",
    "enrol_flexible",
]
