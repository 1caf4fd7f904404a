"""Numbers that belong to nobody: the demo's area code exists nowhere, so no number made here can be a real person's."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from accounts.rules import credit_code, resident_id
from accounts.rules.resident_id import Sex

AREA = "379901"
SEQUENCE_PAIRS = range(150, 450)
"""Half of the sequence numbers of the crowd, 300 to 899; people with a story of their own have 900 and above."""

FIRST_PHONE = 5_000_000


@dataclass
class Numbers:
    """Hands out every number once."""

    rng: Random
    taken: set[str] = field(default_factory=set)
    cards: int = 0
    phones: int = FIRST_PHONE

    def identity(self, born_on: date, sex: Sex) -> str:
        while True:
            sequence = 2 * self.rng.choice(SEQUENCE_PAIRS) + (sex == Sex.MALE)
            number = resident_id.compose(AREA, born_on, sequence)
            if number not in self.taken:
                self.taken.add(number)
                return number

    def card(self) -> str:
        self.cards += 1
        return f"Y{self.cards:08d}"

    def phone(self) -> str:
        self.phones += 1
        return f"1990{self.phones:07d}"


def unit_code(number: int, area: str = AREA, registry: str = "91") -> str:
    """Return the credit code of the demo's unit ``number``; ``registry`` is who registered it and as what (91: market
    supervision, an enterprise; 54: civil affairs, a village or neighbourhood committee)."""
    return credit_code.compose(registry, area, f"MA9{number:05d}")
