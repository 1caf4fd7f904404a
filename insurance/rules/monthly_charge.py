"""What somebody is charged for a month, every insurance side by side: who is charged, on which base, how much of it whom.

The same amounts as ``contribution_explained`` gives, without the reasons: made for a whole unit, so that who earns the
same and is insured for the same is reckoned once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.rules.roles import Agency
from insurance.rules.contribution import Bounds, contribution_amount, contribution_base, estimated_amount
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.money import fen
from insurance.rules.months import Month

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class MonthlyRate:
    """What one insurance takes a month: shares of the base of the unit and of the person, and a flat amount, in fen,
    that the person pays whatever the base."""

    unit: Decimal
    own: Decimal
    flat_fen: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What unit and person pay, in fen."""

    unit_fen: int = 0
    own_fen: int = 0

    @property
    def total_fen(self) -> int:
        return self.unit_fen + self.own_fen

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(self.unit_fen + other.unit_fen, self.own_fen + other.own_fen)

    def __sub__(self, other: "Parts") -> "Parts":
        return Parts(self.unit_fen - other.unit_fen, self.own_fen - other.own_fen)

    def __mul__(self, people: int) -> "Parts":
        return Parts(self.unit_fen * people, self.own_fen * people)


@dataclass(frozen=True, slots=True)
class MonthCharge:
    """One person's charge of a month: the base, in fen, and the parts of every insurance."""

    base_fen: int
    parts: Mapping[Insurance, Parts]

    def of(self, agency: Agency) -> Parts:
        """Return what goes to one agency."""
        return sum((parts for code, parts in self.parts.items() if AGENCY_OF[code] == agency), Parts())


def is_charged(first_month: date, stop_month: date | None, month: Month) -> bool:
    """Return whether an enrolment is charged for a month: from its first one up to, not including, ``stop_month``."""
    return first_month <= month.first_day and (stop_month is None or month.first_day < stop_month)


def monthly_share(yearly_fen: int) -> int:
    """Return the twelfth, in fen, of a flat amount a year, rounded half up."""
    return fen(Decimal(yearly_fen) / MONTHS_OF_A_YEAR)


@dataclass(frozen=True)
class Tariff:
    """Bounds and rates of a unit in one month. An insurance without a rate costs nothing."""

    bounds: Bounds
    rates: Mapping[Insurance, MonthlyRate]
    _known: dict = field(default_factory=dict, compare=False, repr=False)

    def charge(self, wage_fen: int | None, insurances: Collection[int], *, estimated: bool = False) -> MonthCharge:
        """Return what is charged on a declared wage, in fen a month, for these insurances.

        Without any wage the lower bound counts. ``estimated``: 110 per cent of every part, because the wage of the year
        was not declared in time. Source: Social Insurance Law of the PRC, articles 12, 62.
        """
        key = (wage_fen, tuple(insurances), estimated)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._reckoned(*key)
        return found

    def _reckoned(self, wage_fen: int | None, insurances: tuple[int, ...], estimated: bool) -> MonthCharge:
        base = self.bounds.lower if wage_fen is None else contribution_base(wage_fen, self.bounds)
        parts = {code: self._parts(base, code) for code in map(Insurance, insurances) if code in self.rates}
        return MonthCharge(base, {code: raised(part) for code, part in parts.items()} if estimated else parts)

    def _parts(self, base_fen: int, insurance: Insurance) -> Parts:
        rate = self.rates[insurance]
        return Parts(contribution_amount(base_fen, rate.unit), contribution_amount(base_fen, rate.own) + rate.flat_fen)


def raised(parts: Parts) -> Parts:
    """Return the parts of somebody whose wage was not declared, each rounded half up by itself."""
    return Parts(estimated_amount(parts.unit_fen), estimated_amount(parts.own_fen))
