"""What was charged for a person, and how many months of it were credited."""

from datetime import date

import pytest

from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.standing import Standing
from insurance.selectors.contribution_history import Credited, credited_months, history, lines_between
from tests.factories import TODAY, PersonFactory, UnitFactory
from tests.factories.contributions import BASE, EMPLOYEE, RESIDENT, charge, charge_months

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


def credited(person, on=TODAY):
    return credited_months(history(person.pk, on=on), on=on)


def test_a_line_tells_every_insurance_with_its_two_parts(person):
    unit = UnitFactory()
    charge(person, "2026-08", unit=unit)
    [line] = lines_between(person.pk, Month(2026, 1), Month(2026, 12), on=TODAY)
    assert (line.month, line.unit_name, line.total) == (Month(2026, 8), unit.name, 298_300)
    told = {share.insurance: (share.base, share.unit, share.own) for share in line.shares}
    assert told == {
        Insurance.PENSION: (BASE, 128_000, 64_000),
        Insurance.MEDICAL: (BASE, 68_000, 16_000),
        Insurance.SUPPLEMENT: (None, None, 700),
        Insurance.UNEMPLOYMENT: (BASE, 4_000, 4_000),
        Insurance.INJURY: (BASE, 7_200, None),
        Insurance.MATERNITY: (BASE, 6_400, None),
    }


def test_an_insurance_stands_as_the_bill_of_its_agency(person):
    assessment = charge(person, "2026-08")
    assessment.bills.filter(agency="medical").update(state="issued", credited_on=None, paid_on=None, paid_fen=0)
    [line] = lines_between(person.pk, Month(2026, 8), Month(2026, 8), on=TODAY)
    assert {share.insurance: share.standing for share in line.shares} == {
        Insurance.PENSION: Standing.CREDITED,
        Insurance.MEDICAL: Standing.MISSING,
    }
    assert line.standing == Standing.MISSING


def test_nothing_of_anybody_else_is_told(person):
    charge(PersonFactory(), "2026-08")
    assert history(person.pk, on=TODAY) == []


def test_months_are_counted_in_all_and_without_a_break(person):
    charge_months(person, "2025-11", "2026-02")
    charge_months(person, "2026-04", "2026-08")
    assert credited(person)[Insurance.PENSION] == Credited(Month(2026, 8), continuous=5, cumulative=9)


def test_a_month_counts_once_however_many_units_paid_for_it(person):
    charge(person, "2026-08", unit=UnitFactory())
    charge(person, "2026-08", unit=UnitFactory())
    assert credited(person)[Insurance.INJURY].cumulative == 1


@pytest.mark.parametrize("standing", ["paid", "due", "missing", "cancelled"])
def test_only_credited_months_count(person, standing):
    charge(person, "2026-08", standing=standing)
    assert credited(person) == {}


def test_what_was_credited_later_did_not_count_then(person):
    charge_months(person, "2026-01", "2026-03")
    assert credited(person, on=date(2026, 3, 1))[Insurance.PENSION].cumulative == 2


def test_a_refunded_month_counts_no_more(person):
    unit = UnitFactory()
    charge_months(person, "2026-07", "2026-08", unit=unit)
    charge(person, "2026-08", unit=unit, kind="refund", parts={name: -amount for name, amount in EMPLOYEE.items()})
    assert credited(person)[Insurance.PENSION] == Credited(Month(2026, 7), continuous=1, cumulative=1)


def test_the_resident_scheme_counts_years(person):
    charge(person, "2025-01", parts=RESIDENT)
    charge(person, "2026-01", parts=RESIDENT)
    assert credited(person)[Insurance.RESIDENT].cumulative == 2
