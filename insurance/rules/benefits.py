"""A person's medical entitlement in both schemes, from the facts on record; and the same facts after an act.

What-if and the real act run the same code: both change the facts with the functions below and read the result with
``benefits``. Nothing here is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from insurance.rules.benefit_history import WEIGHT, History, Period, employee_history
from insurance.rules.benefit_rule import Payer, RuleBook
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.rules.resident_history import ResidentStay, RuleOn, YearCharge, resident_history


class Scheme(StrEnum):
    """Which medical insurance a bar of the time line belongs to."""

    EMPLOYEE = "employee"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True)
class MedicalRecord:
    """What is on record about one person's medical insurance in one area.

    ``charges`` hold the first charge of each stay and every one that came late, never, or as a back payment.
    """

    born_year: int
    stays: tuple[Stay, ...] = ()
    charges: tuple[Charge, ...] = ()
    resident_stays: tuple[ResidentStay, ...] = ()
    year_charges: tuple[YearCharge, ...] = ()

    def with_stop(self, first: Month, stop: Month, *, ended: bool = False, retired: bool = False) -> "MedicalRecord":
        """Return the record after the running stay that began in ``first`` was closed; ``stop`` is not charged."""
        stays = tuple(
            replace(stay, stop=stop, ended=ended, retired=retired)
            if stay.first == first and stay.stop is None
            else stay
            for stay in self.stays
        )
        return replace(self, stays=stays)

    def with_resident_stop(self, stop: Month) -> "MedicalRecord":
        """Return the record after the running resident enrolment was closed."""
        stays = tuple(replace(stay, stop=stop) if stay.stop is None else stay for stay in self.resident_stays)
        return replace(self, resident_stays=stays)

    def with_stay(self, payer: Payer, first: Month, *, credited_on: date | None = None) -> "MedicalRecord":
        """Return the record after a stay was begun; ``credited_on`` is the first credit where it is supposed."""
        stays = (*self.stays, Stay(payer, first, None))
        if credited_on is None:
            return replace(self, stays=stays)
        return replace(self, stays=stays, charges=(*self.charges, Charge(first, None, credited_on, payer)))

    def with_repaid(self, months: tuple[Month, ...], credited_on: date) -> "MedicalRecord":
        """Return the record after months were paid back together, all credited on one day."""
        repaid = tuple(Charge(month, None, credited_on, self.payer_of(month), repays=True) for month in months)
        return replace(self, charges=(*self.charges, *repaid))

    def employee_years(self, on: date) -> frozenset[int]:
        """Return the years up to that of a day in which somebody was enrolled in employee medical insurance."""
        lived = (stay for stay in self.stays if stay.stop is None or stay.stop > stay.first)
        return frozenset(
            year
            for stay in lived
            for year in range(stay.first.year, min(on.year, (stay.stop - 1).year if stay.stop else on.year) + 1)
        )

    def payer_of(self, month: Month) -> Payer:
        before = [stay.payer for stay in sorted(self.stays, key=lambda stay: stay.first) if stay.first <= month]
        return before[-1] if before else Payer.UNIT


@dataclass(frozen=True, slots=True)
class Benefits:
    """Entitlement from employee medical insurance and as a resident."""

    employee: History
    resident: History

    def on(self, day: date) -> Period | None:
        """Return the bar that decides on a day: whichever scheme gives more; None for who was never enrolled."""
        found = [period for period in (self.employee.on(day), self.resident.on(day)) if period]
        return min(found, key=lambda period: WEIGHT[period.state], default=None)

    def histories(self) -> Iterator[tuple[Scheme, History]]:
        """Yield the history of each scheme."""
        yield Scheme.EMPLOYEE, self.employee
        yield Scheme.RESIDENT, self.resident


def benefits(record: MedicalRecord, book: RuleBook, rule_on: RuleOn, *, on: date) -> Benefits:
    """Return the entitlement as known on a day; ``book`` and ``rule_on`` are the rules of the area through time."""
    return Benefits(
        employee=employee_history(record.stays, record.charges, book, on=on),
        resident=resident_history(
            record.resident_stays,
            record.year_charges,
            rule_on,
            born_year=record.born_year,
            on=on,
            insured_years=record.employee_years(on),
        ),
    )
