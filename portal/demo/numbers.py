"""Numbers that belong to nobody: the demo's area code exists nowhere, so no number made here can be a real person's."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from accounts.rules import credit_code, resident_id
from accounts.rules.resident_id import Sex

AREA = "379901"
NAMED_SEQUENCES = range(900, 1000)
"""Sequence numbers of people with a story of their own; everybody else stays below."""

FIRST_SEQUENCE = 300


@dataclass
class Numbers:
    """Hands out every number once."""

    rng: Random
    taken: set[str] = field(default_factory=set)
    units: int = 0
    cards: int = 0
    phones: int = 0

    def identity(self, born_on: date, sex: Sex) -> str:
        while True:
            sequence = self.rng.randrange(FIRST_SEQUENCE, NAMED_SEQUENCES.start)
            sequence += (sequence % 2 == 1) != (sex == Sex.MALE)
            number = resident_id.compose(AREA, born_on, min(sequence, NAMED_SEQUENCES.start - 1 - (sex != Sex.MALE)))
            if number not in self.taken:
                self.taken.add(number)
                return number

    def credit_code(self) -> str:
        self.units += 1
        return unit_code(self.units)

    def card(self) -> str:
        self.cards += 1
        return f"Y{self.cards:08d}"

    def phone(self) -> str:
        self.phones += 1
        return f"1990{self.phones:07d}"


def unit_code(number: int, area: str = AREA) -> str:
    """Return the credit code of the demo's unit ``number``."""
    return credit_code.compose("91", area, f"MA9{number:05d}")
