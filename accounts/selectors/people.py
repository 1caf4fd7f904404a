"""People found by the staff: by document, by name, by the number of the hall.

Whom a unit has only named in a draft is nobody's business yet: such people are met in the declaration alone.
"""

from accounts.models.parties import Person
from accounts.rules.person_name import same_person_name
from accounts.selectors.accounts import indexes_of

KNOWN = Person.objects.filter(is_provisional=False)

MOST_NAMESAKES = 20
"""People of one name that are offered to choose from; with more, the identity number has to be asked for."""


def person_numbered(public_id: str) -> Person | None:
    """Return the person with this public number (``P00000042``)."""
    return KNOWN.filter(public_id=public_id.strip().upper()).first()


def person_with_document(number: str, *, name: str = "") -> Person | None:
    """Return the person with this document number; with ``name``, only when it is the name on record."""
    person = KNOWN.filter(identity_index__in=indexes_of(number)).first()
    if person is None or (name.strip() and not same_person_name(name, person.name)):
        return None
    return person


def people_named(name: str) -> list[Person]:
    """Return the people of exactly this name, the oldest first, at most one more than can be offered."""
    return list(KNOWN.filter(name=name.strip()).order_by("born_on", "pk")[: MOST_NAMESAKES + 1])
