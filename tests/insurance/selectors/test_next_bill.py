"""The bill to come: who is charged, on which wage, and what declared lines do to it."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.roles import Agency
from insurance.models import Declaration, DeclarationLine, DeclaredWage
from insurance.rules.kinds import EMPLOYEE_INSURANCES, DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.next_bill import next_bill
from insurance.selectors.wages import wages_of
from tests.factories.clock import NOW, TODAY
from tests.factories.declarations import DeclarationFactory
from tests.factories.parties import PersonFactory, UserFactory
from tests.factories.policy import UnitInjuryRateFactory, put_policy
from tests.factories.record import AreaFactory, employ

OCTOBER = Month(2026, 10)
ALL = [int(code) for code in EMPLOYEE_INSURANCES]
RATE = Decimal("0.16") + Decimal("0.005") + Decimal("0.004") + Decimal("0.085") + Decimal("0.008")
OWN = Decimal("0.08") + Decimal("0.005") + Decimal("0.02")


@pytest.fixture
def operator(db):
    put_policy(AreaFactory())
    return UserFactory(operator=True)


@pytest.fixture
def unit(operator):
    return operator.unit


def hired(unit, **also):
    person = PersonFactory()
    employ(person, unit, **also)
    return person


def bill(unit, *lines, on=TODAY):
    return next_bill(unit, OCTOBER, on=on, lines=lines)


def line(unit, person, kind, **fields) -> DeclarationLine:
    """Return a line that is stored nowhere."""
    declaration = Declaration(kind=kind, unit=unit, area=unit.registration.area)
    return DeclarationLine(declaration=declaration, person=person, unit=unit, insurances=ALL, **fields)


def wage_row(unit, person, wage_fen, from_month) -> DeclaredWage:
    by = UserFactory(operator=True, unit=unit)
    declaration = DeclarationFactory(reduction=True, lodged_by=by, parts__people=[PersonFactory()])
    return DeclaredWage.objects.create(
        person=person,
        unit=unit,
        from_month=from_month,
        wage_fen=wage_fen,
        declared_by=declaration.parts.first(),
    )


def test_everybody_who_is_charged_with_every_insurance(unit):
    hired(unit)
    hired(unit)
    hired(unit, since=date(2026, 11, 1))
    hired(unit, stop_month=date(2026, 10, 1), end_reason="14")
    found = bill(unit)
    assert found.people == 2
    assert found.unit_fen == 2 * 800_000 * RATE
    assert found.own_fen == 2 * 800_000 * OWN
    assert found.total_fen == sum(parts.total_fen for parts in found.by_agency.values())
    assert found.by_agency[Agency.MEDICAL].own_fen == 2 * 16_000


def test_nobody_is_charged_nothing(unit):
    assert (bill(unit).people, bill(unit).total_fen) == (0, 0)


def test_the_units_own_injury_rate_counts(unit):
    hired(unit)
    before = bill(unit)
    UnitInjuryRateFactory(unit=unit, factor=Decimal("0.50"))
    assert before.unit_fen - bill(unit).unit_fen == 800_000 * Decimal("0.002")


def test_a_declared_wage_counts_from_its_month_until_it_is_taken_back(unit):
    person = hired(unit)
    wage_row(unit, person, 900_000, date(2026, 11, 1))
    assert wages_of(unit, [person.pk], OCTOBER) == {person.pk: 800_000}
    row = wage_row(unit, person, 1_000_000, date(2026, 2, 1))
    assert wages_of(unit, [person.pk], OCTOBER) == {person.pk: 1_000_000}
    assert bill(unit).own_fen == 1_000_000 * OWN
    row.undone_at = NOW
    row.save()
    assert bill(unit).own_fen == 800_000 * OWN


def test_of_two_wages_from_one_month_the_later_entered_counts(unit):
    person = hired(unit)
    wage_row(unit, person, 1_200_000, date(2026, 1, 1))
    wage_row(unit, person, 1_000_000, date(2026, 1, 1))
    assert wages_of(unit, [person.pk], OCTOBER) == {person.pk: 1_000_000}


def test_another_units_wage_does_not_count(unit):
    person = hired(unit)
    wage_row(UserFactory(operator=True).unit, person, 1_200_000, date(2026, 1, 1))
    assert wages_of(unit, [person.pk], OCTOBER) == {person.pk: 800_000}


def test_lines_count_as_if_in_effect(unit):
    leaving, joining, raised = hired(unit), PersonFactory(), hired(unit)
    before = bill(unit)
    after = bill(
        unit,
        line(unit, leaving, DeclarationKind.REDUCTION, stop_month=date(2026, 10, 1)),
        line(unit, joining, DeclarationKind.INCREASE, start_month=date(2026, 9, 1), details={"wage_fen": 600_000}),
        line(unit, raised, DeclarationKind.INFO_CHANGE, start_month=date(2026, 10, 1), details={"wage_fen": 900_000}),
    )
    assert (before.people, after.people) == (2, 2)
    assert after.own_fen == (600_000 + 900_000) * OWN


def test_lines_of_a_later_month_do_not_count_yet(unit):
    leaving = hired(unit)
    later = line(unit, leaving, DeclarationKind.REDUCTION, stop_month=date(2026, 11, 1))
    assert bill(unit, later) == bill(unit)


def test_a_wage_for_somebody_who_is_not_charged_charges_nobody(unit):
    gone = hired(unit, stop_month=date(2026, 9, 1), end_reason="14")
    raised = line(unit, gone, DeclarationKind.BASES, start_month=date(2026, 1, 1), details={"wage_fen": 900_000})
    assert bill(unit, raised).people == 0


def test_what_an_agency_accepted_counts_for_its_insurances(unit, operator):
    leaving = hired(unit)
    declaration = DeclarationFactory(
        reduction=True, lodged_by=operator, parts__people=[leaving], parts__insurances=ALL, parts__state="accepted"
    )
    declaration.parts.filter(agency=Agency.MEDICAL).update(state="submitted")
    found = bill(unit)
    assert found.people == 1
    assert found.by_agency[Agency.HRSS].total_fen == 0
    assert found.by_agency[Agency.MEDICAL].own_fen == 16_000


def test_a_wage_not_declared_for_the_year_costs_110_per_cent(unit):
    person = hired(unit)
    wage_row(unit, person, 800_000, date(2025, 1, 1))
    found = bill(unit)
    assert found.estimated == 1
    assert found.own_fen == 800_000 * OWN * Decimal("1.1")
    assert bill(unit, on=date(2026, 3, 31)).estimated == 0
    declared = line(unit, person, DeclarationKind.BASES, start_month=date(2026, 1, 1), details={"wage_fen": 800_000})
    assert bill(unit, declared).estimated == 0


def test_statements_do_not_grow_with_people(unit, django_assert_max_num_queries):
    for _ in range(5):
        hired(unit)
    lines = [line(unit, PersonFactory(), DeclarationKind.INCREASE, start_month=date(2026, 9, 1)) for _ in range(5)]
    unit.registration  # noqa: B018
    with django_assert_max_num_queries(9):
        assert bill(unit, *lines).people == 10


def test_of_segments_with_different_wages_the_latest_counts_everywhere(unit):
    person = hired(unit)
    person.enrolments.filter(insurance=110).update(first_month=date(2025, 7, 1), wage_fen=700_000)
    assert wages_of(unit, [person.pk], OCTOBER) == {person.pk: 700_000}
    assert bill(unit).unit_fen == 700_000 * RATE
