"""The work-injury rate of one unit: the rate of its industry class, floated by its own record of injuries.

Class 1 floats only upwards, to 120 or 150 per cent; classes 2 to 8 also downwards, to 80 or 50 per cent. The agency sets
the factor of a unit (Social Insurance Law, article 34).
"""

from dataclasses import dataclass
from decimal import Decimal

from insurance.rules.explanation import Citation, Source, Step, formula, step
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW

LOWEST_CLASS = 1
HIGHEST_CLASS = 8
FACTORS_UPWARDS = (Decimal("1.00"), Decimal("1.20"), Decimal("1.50"))
FACTORS = (Decimal("0.50"), Decimal("0.80"), *FACTORS_UPWARDS)


@dataclass(frozen=True, slots=True)
class InjuryRate:
    """What a unit pays of the base, 0.003 being 0.3 per cent."""

    rate: Decimal
    explanation: Step


def factors_of(injury_class: int) -> tuple[Decimal, ...]:
    """Return the factors a unit of an industry class may have; ValueError for a class there is not."""
    if not LOWEST_CLASS <= injury_class <= HIGHEST_CLASS:
        raise ValueError(f"no such industry class: {injury_class}")
    return FACTORS_UPWARDS if injury_class == LOWEST_CLASS else FACTORS


def unit_injury_rate(
    class_rate: Decimal, injury_class: int, factor: Decimal, *, source: Source | None = None
) -> InjuryRate:
    """Return the rate of a unit; ``class_rate`` is its area's rate of the class, ``source`` the row it comes from.

    Raises ValueError for a factor that a unit of this class cannot have. Source: Social Insurance Law of the PRC,
    articles 33 to 35.
    """
    if factor not in factors_of(injury_class):
        raise ValueError(f"class {injury_class} does not float to {factor}")
    rate = step(floated_rate, class_rate=class_rate, injury_class=injury_class, factor=factor, source=source)
    return InjuryRate(rate.result, rate)


@formula("injury_rate", Citation(SOCIAL_INSURANCE_LAW, "34"))
def floated_rate(*, class_rate: Decimal, injury_class: int, factor: Decimal) -> Decimal:
    """Return the rate of the class times the factor of the unit."""
    return class_rate * factor
