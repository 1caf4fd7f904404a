"""An area's whole policy as one value, for tests of what stopping and resuming would mean."""

from datetime import date
from decimal import Decimal

from insurance.rules.area_policy import AreaPolicy, ContributionRate, LowerBound, Version
from insurance.rules.benefit_rule import Payer, RuleBook
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.policy_values import AverageWage
from tests.factories.policy_values import CALENDAR, FIRST, RESIDENT_WAIT, late_fee_rule, s4, source

YEARLY_FEN = 40_000


def policy_of(*rules) -> AreaPolicy:
    """Return an area in which these benefit rules are in force; S4 for both payers when none is named.

    Average wage 7,400.00, lower bound 4,440.00; employees' medical insurance is 10 per cent of the base, flexible
    persons pay 9; the resident scheme costs 400.00 a year.
    """
    rules = rules or (s4(Payer.UNIT), s4(Payer.FLEXIBLE))
    rates = {
        ("rates", Insurance.MEDICAL, EnrolmentKind.EMPLOYEE, 0): rate("0.08", "0.02"),
        ("rates", Insurance.MEDICAL, EnrolmentKind.FLEXIBLE, 0): rate("0", "0.09"),
        ("rates", Insurance.RESIDENT, EnrolmentKind.RESIDENT, 0): rate("0", "0", YEARLY_FEN),
    }
    values = rates | {
        ("late_fees",): late_fee_rule(),
        ("resident_waits",): RESIDENT_WAIT,
        ("bounds",): AverageWage(740_000, source("bounds")),
        ("lower_bounds",): LowerBound(444_000, source("bounds")),
    }
    book = RuleBook("379901", tuple((FIRST, None, rule) for rule in rules))
    return AreaPolicy("379901", book, {key: (always(value),) for key, value in values.items()}, CALENDAR)


def always(value) -> Version:
    return Version(date(2000, 1, 1), None, value)


def rate(unit: str, own: str, yearly_fen: int = 0) -> ContributionRate:
    return ContributionRate(Decimal(unit), Decimal(own), source("rates"), yearly_fen)
