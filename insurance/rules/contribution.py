"""What one person owes for one insurance and one month: base and amounts.

Rates and bounds are law and come in as parameters; bounds are the published figures, never computed again from the
average wage. Each amount is rounded half up on its own, unit and person apart, before anything is added up. What goes to
the personal account is taken from the person's part first.
"""

from dataclasses import dataclass
from decimal import Decimal

from insurance.rules.explanation import Source, Step, formula, step
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


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of the base: what unit and person pay, and what of both goes to the personal account."""

    unit: Decimal
    person: Decimal
    to_account: Decimal = Decimal(0)
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class SplitContribution:
    """Base and the four ways of one insurance and month, in fen: who pays, pooled fund or personal account."""

    base_fen: int
    unit_to_pool_fen: int
    unit_to_account_fen: int
    person_to_pool_fen: int
    person_to_account_fen: int
    explanation: Step

    @property
    def unit_fen(self) -> int:
        return self.unit_to_pool_fen + self.unit_to_account_fen

    @property
    def person_fen(self) -> int:
        return self.person_to_pool_fen + self.person_to_account_fen

    @property
    def total_fen(self) -> int:
        return self.unit_fen + self.person_fen


def contribution_explained(
    wage_fen: int, bounds: Bounds, rates: Rates, *, bounds_source: Source | None = None, unit: int = 1
) -> SplitContribution:
    """Return what is owed for one insurance and month on a declared wage in fen, with the four ways it goes.

    Rounded half up to ``unit`` fen like ``contribution``, whose amounts these are.
    """
    base = step(bounded_wage, wage_fen=wage_fen, lower_fen=bounds.lower, upper_fen=bounds.upper, source=bounds_source)
    given = {"base_fen": base.result, "rounding_fen": unit}
    own = step(person_part, person_rate=rates.person, source=rates.source, **given)
    employer = step(unit_part, unit_rate=rates.unit, source=rates.source, **given)
    ways = step(
        four_ways,
        unit_fen=employer.result,
        person_fen=own.result,
        person_rate=rates.person,
        account_rate=rates.to_account,
        source=rates.source,
        **given,
    )
    due = step(both_parts, base, employer, own, ways, unit_fen=employer.result, person_fen=own.result)
    return SplitContribution(base.result, *ways.result, due)


@formula("contribution.base")
def bounded_wage(*, wage_fen: int, lower_fen: int, upper_fen: int) -> int:
    """Return the base of a wage, in fen."""
    return contribution_base(wage_fen, Bounds(lower_fen, upper_fen))


@formula("contribution.unit")
def unit_part(*, base_fen: int, unit_rate: Decimal, rounding_fen: int) -> int:
    """Return what the unit pays, in fen."""
    return contribution_amount(base_fen, unit_rate, unit=rounding_fen)


@formula("contribution.person")
def person_part(*, base_fen: int, person_rate: Decimal, rounding_fen: int) -> int:
    """Return what the person pays, in fen."""
    return contribution_amount(base_fen, person_rate, unit=rounding_fen)


@formula("contribution.ways")
def four_ways(
    *,
    base_fen: int,
    unit_fen: int,
    person_fen: int,
    person_rate: Decimal,
    account_rate: Decimal,
    rounding_fen: int,
) -> tuple[int, int, int, int]:
    """Return, in fen, unit to pool, unit to account, person to pool, person to account; the pool gets the rest."""
    from_person = min(account_rate, person_rate)
    own_account = contribution_amount(base_fen, from_person, unit=rounding_fen)
    unit_account = min(contribution_amount(base_fen, account_rate - from_person, unit=rounding_fen), unit_fen)
    return unit_fen - unit_account, unit_account, person_fen - own_account, own_account


@formula("contribution")
def both_parts(*, unit_fen: int, person_fen: int) -> int:
    """Return what is due altogether, in fen; each part was rounded by itself."""
    return unit_fen + person_fen


def estimated_amount(last_month: int) -> int:
    """Return what is due, in fen, from a unit that did not declare: 110 per cent of the month before.

    Settled when the declaration follows. Source: Social Insurance Law of the PRC, article 62.
    """
    return fen(last_month * ESTIMATE_FACTOR)
