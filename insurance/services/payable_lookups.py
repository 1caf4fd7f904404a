"""Somebody asks, without signing in, what is payable: counted, slowed, on record for the person.

Whoever guesses learns nothing: a number that does not exist and a name that does not fit are answered alike.
"""

from datetime import datetime

from accounts.fields import blind_index
from accounts.models.parties import Person
from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number
from accounts.services import logins
from accounts.services.logins import Door
from insurance.models.lookups import PayableLookup
from insurance.selectors.payable import person_named


def look_up(number: str, name: str, *, address: str | None, at: datetime) -> Person:
    """Return the person with this number and name.

    Raises RuleBroken: ``login.wait`` after too many failures, ``lookup.no_match``. Not to be called inside a transaction:
    what failed has to be counted.
    """
    index = logins.subject_index(Door.PAYABLE, normalise_number(number)[:60])
    attempt = logins.begin_attempt(Door.PAYABLE, index, address=address, at=at)
    person = person_named(number, name)
    PayableLookup.objects.create(
        person=person, at=at, address_index=blind_index(address, purpose="payable.lookup") if address else None
    )
    if person is None:
        raise RuleBroken("lookup.no_match")
    logins.succeed(attempt.pk)
    return person
