"""What one person owes for one insurance and one month: base and amounts.

Rates and bounds are law and come in as parameters; bounds are the published figures, never computed again from the
average wage. Each amount is rounded half up on its own, unit and person apart, before anything is added up.
"""

from dataclasses import dataclass
from decimal import Decimal

from insurance.rules.money import fen

ESTIMATE_FACTOR = Decimal("1.10")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lower and upper bound of the monthly contribution base in force, in fen."""

    lower: int
    upper: int

    def __post_init__(self):
        assert 0 < self.lower <= self.upper, (self.lower, self.upper)


@dataclass(frozen=True, slots=True)
class Contribution:
    """Base and the two amounts of one insurance and month, in fen."""

    base: int
    employer: int
    personal: int

    @property
    def total(self) -> int:
        return self.employer + self.personal


def contribution_base(wage: int, bounds: Bounds) -> int:
    """Return the base (缴费基数), in fen, of a declared monthly wage in fen: the wage, kept within the bounds."""
    assert wage >= 0, wage
    return min(max(wage, bounds.lower), bounds.upper)


def contribution_amount(base: int, rate: Decimal, *, unit: int = 1) -> int:
    """Return ``base`` fen times ``rate`` (0.08 means eight per cent), rounded half up to whole units of ``unit`` fen.

    Most areas round to the fen (1); some to ten fen or to the yuan (100).
    """
    assert 0 <= rate < 1, rate
    return fen(base * rate / unit) * unit


def contribution(
    wage: int, bounds: Bounds, *, employer_rate: Decimal, personal_rate: Decimal, unit: int = 1
) -> Contribution:
    """Return what an employer and a person owe for one insurance and month on a declared wage in fen."""
    base = contribution_base(wage, bounds)
    return Contribution(
        base,
        employer=contribution_amount(base, employer_rate, unit=unit),
        personal=contribution_amount(base, personal_rate, unit=unit),
    )


def estimated_amount(last_month: int) -> int:
    """Return what is due, in fen, from a unit that did not declare: 110 per cent of the month before.

    Settled when the declaration follows. Source: Social Insurance Law of the PRC, article 62.
    """
    return fen(last_month * ESTIMATE_FACTOR)
