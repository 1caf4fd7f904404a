"""缴费档次: the levels between the bounds from which somebody in flexible employment chooses the contribution base."""

from dataclasses import dataclass
from decimal import Decimal

from insurance.rules.contribution import Bounds, contribution_base
from insurance.rules.money import fen

LEVELS = (60, 80, 100, 150, 200, 300)
"""In per cent of the average monthly wage that the area publishes (Social Insurance Law of the PRC, article 12)."""


@dataclass(frozen=True, slots=True)
class BaseLevel:
    """One level: per cent of the average wage, and the monthly base it comes to, in fen."""

    percent: int
    base_fen: int


def base_levels(average_wage_fen: int, bounds: Bounds) -> tuple[BaseLevel, ...]:
    """Return the levels with their bases, in fen: kept within the published bounds, each base once."""
    levels: dict[int, BaseLevel] = {}
    for percent in LEVELS:
        base = contribution_base(fen(Decimal(average_wage_fen) * percent / 100), bounds)
        levels.setdefault(base, BaseLevel(percent, base))
    return tuple(levels.values())
