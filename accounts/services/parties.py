"""People who are named to us before we know them: put on record as provisional, confirmed when an agency accepts them."""

from collections.abc import Collection, Sequence

from accounts.models.parties import Person, identity_index
from accounts.rules.resident_id import ResidentId


def newcomer(number: ResidentId, name: str) -> Person:
    """Return a person who is not on record, not stored: birth date and sex as the number tells them.

    The number must tell a birth date, as all but the old foreign card's do.
    """
    assert number.birth_on, "this document tells no birth date"
    return Person(
        identity_type=number.identity_type,
        identity_number=number.number,
        identity_index=identity_index(number.identity_type, number.number),
        name=" ".join(name.split()),
        sex=number.sex,
        born_on=number.birth_on,
        is_provisional=True,
    )


def announce(people: Sequence[Person]) -> dict:
    """Store people who are not on record yet, and return everybody by the blind index of the number.

    Whoever somebody else has announced in the same moment is not stored twice. The name of a provisional person is the
    one given here: who may rename one is the caller's business. Two statements, and one for names that changed.
    """
    new = sorted((one for one in people if one.pk is None), key=lambda one: one.identity_index)
    Person.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    wanted = {one.identity_index: one for one in people}
    stored = {one.identity_index: one for one in Person.objects.filter(identity_index__in=wanted)}
    renamed = [one for index, one in stored.items() if one.is_provisional and one.name != wanted[index].name]
    for one in renamed:
        one.name = wanted[one.identity_index].name
    Person.objects.bulk_update(renamed, ["name"], batch_size=1000)
    return stored


def confirm(people: Collection[int]) -> None:
    """People whom an agency has accepted are on record like everybody else; one statement."""
    Person.objects.filter(pk__in=people, is_provisional=True).update(is_provisional=False)
