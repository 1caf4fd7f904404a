"""A year of contributions: its months, its lines, its sums."""

from datetime import date

import pytest

from insurance.rules.kinds import Insurance
from insurance.rules.standing import Standing
from insurance.selectors.contribution_years import contribution_year
from tests.factories import TODAY, EnrolmentFactory, PersonFactory, UnitFactory, employ, enrol_flexible
from tests.factories.contributions import EMPLOYEE, RESIDENT, charge, charge_months

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


def year_of(person, year=2026):
    return contribution_year(person.pk, year, on=TODAY)


def states(person, year=2026) -> str:
    """Return the twelve months as letters: credited, paid, due, missing, ahead, none."""
    return "".join(str(cell.state)[0] for cell in year_of(person, year).cells)


def test_every_month_stands_as_its_money_does(person):
    enrol_flexible(person, since=date(2026, 3, 1))
    charge_months(person, "2026-03", "2026-06")
    charge(person, "2026-07", standing="missing")
    charge(person, "2026-08", standing="paid")
    charge(person, "2026-09", standing="due")
    assert states(person) == "nnccccmpdaaa"


def test_an_insured_month_that_nobody_charged_is_missing(person):
    enrol_flexible(person, since=date(2026, 6, 1))
    charge(person, "2026-06")
    assert states(person) == "nnnnncmmaaaa"


def test_one_yearly_payment_covers_the_rest_of_a_residents_year(person):
    EnrolmentFactory(person=person, resident=True, first_month=date(2026, 3, 1))
    charge(person, "2026-03", parts=RESIDENT)
    assert states(person) == "nncccccccccc"


def test_a_resident_who_has_not_paid_is_not_covered(person):
    EnrolmentFactory(person=person, resident=True, first_month=date(2026, 1, 1))
    charge(person, "2026-01", parts=RESIDENT, standing="missing")
    assert states(person) == "m" * 12


def test_a_back_payment_settles_a_month(person):
    enrol_flexible(person, since=date(2026, 6, 1))
    charge(person, "2026-06", kind="back_payment")
    assert states(person)[5] == "c"


def test_a_refund_on_its_way_makes_no_month_unpaid(person):
    unit = UnitFactory()
    charge(person, "2026-06", unit=unit)
    back = {name: -amount for name, amount in EMPLOYEE.items()}
    charge(person, "2026-06", unit=unit, kind="refund", standing="due", parts=back)
    assert states(person)[5] == "c"


def test_two_payers_of_one_month_add_up(person):
    first, second = UnitFactory(), UnitFactory()
    employ(person, first)
    charge(person, "2026-08", unit=first)
    charge(person, "2026-08", unit=second, parts={"injury_unit": 900}, standing="missing")
    cell = year_of(person).cells[7]
    assert (cell.amount, cell.state) == (299_200, Standing.MISSING)
    assert len(year_of(person).lines) == 2


def test_sums_are_told_by_insurance_and_part(person):
    charge(person, "2026-07", unit=UnitFactory())
    charge(person, "2026-08", unit=UnitFactory(), standing="missing")
    year = year_of(person)
    by_insurance = {total.insurance: total for total in year.totals}
    pension, injury = by_insurance[Insurance.PENSION], by_insurance[Insurance.INJURY]
    assert (pension.unit, pension.own, pension.credited) == (256_000, 128_000, 192_000)
    assert (injury.unit, injury.own) == (14_400, None), "the law knows no own part"
    assert (year.total, year.unit + year.own, year.credited) == (596_600, 596_600, 298_300)


def test_the_latest_year_with_a_line_is_shown_first(person):
    charge(person, "2024-08")
    charge(person, "2023-08")
    year = contribution_year(person.pk, None, on=TODAY)
    assert (year.year, year.years) == (2024, (2024, 2023))


def test_somebody_without_any_line_sees_the_present_year(person):
    year = contribution_year(person.pk, None, on=TODAY)
    assert (year.year, year.years, year.lines) == (2026, (), ())


def test_lines_stand_with_the_latest_month_first(person):
    charge_months(person, "2026-01", "2026-04")
    assert [line.month.number for line in year_of(person).lines] == [4, 3, 2, 1]
