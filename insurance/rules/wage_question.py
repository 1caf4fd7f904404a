"""What somebody and the unit pay in a month on a wage, insurance by insurance, and what another wage would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from insurance.rules.contribution import Bounds, Rates, SplitContribution, contribution_base, contribution_explained
from insurance.rules.explanation import Source
from insurance.rules.kinds import Insurance
from insurance.rules.money import fen

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Charged:
    """How one insurance is charged: shares of the base, or a flat ``yearly_fen`` of the person; amounts in fen."""

    insurance: Insurance
    rates: Rates
    yearly_fen: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """One insurance in one month, in fen; ``split`` is None for a flat amount."""

    charged: Charged
    unit_fen: int
    own_fen: int
    split: SplitContribution | None

    @property
    def total_fen(self) -> int:
        return self.unit_fen + self.own_fen

    @property
    def account_fen(self) -> int:
        """What of it goes to the personal account."""
        return self.split.unit_to_account_fen + self.split.person_to_account_fen if self.split else 0


@dataclass(frozen=True, slots=True)
class WageAnswer:
    """What a wage costs in a month, in fen; the totals are sums of the rows."""

    wage_fen: int
    base_fen: int
    bounds: Bounds
    rows: tuple[Due, ...]

    @property
    def unit_fen(self) -> int:
        return sum(row.unit_fen for row in self.rows)

    @property
    def own_fen(self) -> int:
        return sum(row.own_fen for row in self.rows)

    @property
    def total_fen(self) -> int:
        return self.unit_fen + self.own_fen

    @property
    def account_fen(self) -> int:
        return sum(row.account_fen for row in self.rows)


def wage_answer(
    wage_fen: int, bounds: Bounds, charged: Iterable[Charged], *, bounds_source: Source | None = None
) -> WageAnswer:
    """Return what is paid in a month on a wage in fen; each part is rounded by itself before anything is added up."""
    rows = tuple(_due(wage_fen, bounds, one, bounds_source) for one in charged)
    return WageAnswer(wage_fen, contribution_base(wage_fen, bounds), bounds, rows)


def _due(wage_fen: int, bounds: Bounds, charged: Charged, bounds_source: Source | None) -> Due:
    if charged.yearly_fen:
        return Due(charged, 0, fen(Decimal(charged.yearly_fen) / MONTHS), None)
    split = contribution_explained(wage_fen, bounds, charged.rates, bounds_source=bounds_source)
    return Due(charged, split.unit_fen, split.person_fen, split)
