"""A unit's people as a table is compared with them: whose number it is, and whose it may have been."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accounts.rules import resident_id
from accounts.rules.person_name import comparable_name

DIGITS = re.compile(r"[0-9]+", re.ASCII)
LENGTH, OLD = 18, 15
LONG, SHORT = 12, 6
"""Characters of a number by which people are looked up."""


@dataclass(frozen=True, slots=True)
class RosterName:
    """Somebody of the unit: ``number`` as on record, ``public_id`` the personal number."""

    person_id: int
    number: str = field(repr=False)
    name: str = field(repr=False)
    public_id: str = ""


class Roster:
    """A unit's people, found by number, by personal number, and by name with what is left of a number."""

    def __init__(self, people: Iterable[RosterName]):
        self.by_number: dict[str, RosterName] = {}
        self.by_public_id: dict[str, RosterName] = {}
        self.by_name: dict[str, list[RosterName]] = defaultdict(list)
        self.by_part: dict[tuple[str, str], list[RosterName]] = defaultdict(list)
        for person in people:
            self.by_number[person.number] = person
            self.by_public_id[person.public_id] = person
            name = comparable_name(person.name)
            self.by_name[name].append(person)
            for part in parts_of(person.number):
                self.by_part[name, part].append(person)

    def alike(self, names: Iterable[str], text: str) -> Iterator[RosterName]:
        """Yield everybody with one of these names, comparable already, whose number may have become ``text``.

        Of a number that lost one character the beginning is whole, or the end, or both ends; of any other its beginning:
        so that in a roster of thousands of one name few are looked at. Of a power of ten there is only the name.
        """
        parts = parts_of(text) if len(text) == LENGTH - 1 else {text[:LONG]}
        is_whole = len(text) >= LONG and DIGITS.fullmatch(text[:LONG])
        for name in filter(None, names):
            found = self.by_name.get(name, ())
            if is_whole and len(found) > 1:
                near = {one.person_id: one for part in parts for one in self.by_part.get((name, part), ())}
                yield from near.values()
                yield from self.before_1999(name, text)
            else:
                yield from found

    def before_1999(self, name: str, text: str) -> Iterator[RosterName]:
        """Yield who had this number of 15 digits."""
        if len(text) == OLD and DIGITS.fullmatch(text):
            person = self.by_number.get(resident_id.convert_legacy(text))
            if person and comparable_name(person.name) == name and not person.number.startswith(text[:LONG]):
                yield person


def parts_of(number: str) -> set[str]:
    """Return the parts of a number of which one is whole whichever character of it gets lost."""
    return {number[:LONG], number[-LONG:], number[:SHORT] + number[-SHORT:]}
