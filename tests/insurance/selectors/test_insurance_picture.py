"""How every insurance stands on a day."""

from datetime import date

import pytest

from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.selectors.insurance_picture import Status, insurance_picture
from tests.factories import (
    TODAY,
    DeclarationFactory,
    EnrolmentFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.contributions import charge

pytestmark = pytest.mark.django_db

FIVE_AND_RESIDENT = [110, 310, 210, 410, 510, 390]


@pytest.fixture
def person():
    return PersonFactory()


def rows_of(person, on=TODAY):
    return insurance_picture(person.pk, on=on, today=TODAY)


def row_of(person, insurance=Insurance.PENSION, on=TODAY):
    [row] = [row for row in rows_of(person, on) if row.insurance == insurance]
    return row


def test_the_five_insurances_and_the_resident_scheme_are_always_listed(person):
    rows = rows_of(person)
    assert [row.insurance for row in rows] == FIVE_AND_RESIDENT
    assert {row.status for row in rows} == {Status.NEVER}


def test_what_runs_is_insured(person):
    unit = UnitFactory()
    employ(person, unit)
    row = row_of(person)
    assert (row.status, row.segment.unit_name, row.stops_from) == (Status.INSURED, unit.name, None)
    assert row_of(person, Insurance.RESIDENT).status == Status.NEVER


def test_work_injury_at_two_units_takes_two_rows(person):
    first, second = UnitFactory(), UnitFactory()
    employ(person, first)
    EnrolmentFactory(person=person, unit=second, insurance=Insurance.INJURY, kind="employee")
    injury = [row for row in rows_of(person) if row.insurance == Insurance.INJURY]
    assert {row.segment.unit_name for row in injury} == {first.name, second.name}


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2023, 12, 31), Status.BEGINS),
        (date(2024, 1, 1), Status.STOPPING),
        (date(2026, 6, 30), Status.STOPPING),
        (date(2026, 7, 1), Status.STOPPED),
    ],
)
def test_a_chosen_day_shows_how_things_stood(person, on, status):
    EnrolmentFactory(person=person, stopped=True)
    assert row_of(person, on=on).status == status


def test_retirement_ends_for_good(person):
    EnrolmentFactory(person=person, stopped=True, end_reason="21", terminated=True)
    assert row_of(person).status == Status.ENDED


def test_of_what_is_over_only_the_last_time_is_told(person):
    EnrolmentFactory(person=person, stop_month=date(2024, 6, 1), end_reason="14")
    later = EnrolmentFactory(person=person, first_month=date(2025, 1, 1), stop_month=date(2026, 2, 1), end_reason="14")
    assert row_of(person).segment.number == later.number


@pytest.mark.parametrize(("on", "status"), [(TODAY, Status.STOPPING), (date(2026, 10, 1), Status.STOPPED)])
def test_an_accepted_stop_is_known_before_its_day(on, status):
    user = UserFactory()
    enrol_flexible(user.person)
    DeclarationFactory(lodged_by=user, parts__state="accepted")
    row = row_of(user.person, on=on)
    assert (row.status, row.stops_from) == (status, Month(2026, 10))
    assert row_of(user.person, Insurance.MEDICAL, on=on).status == Status.INSURED


def test_a_submitted_stop_changes_nothing_yet():
    user = UserFactory()
    enrol_flexible(user.person)
    declaration = DeclarationFactory(lodged_by=user)
    row = row_of(user.person)
    assert (row.status, row.step.number) == (Status.INSURED, declaration.number)


def test_of_a_past_day_nothing_is_under_way():
    user = UserFactory()
    enrol_flexible(user.person)
    DeclarationFactory(lodged_by=user)
    assert row_of(user.person, on=date(2026, 9, 9)).step is None


def test_the_base_is_the_one_last_charged_by_that_payer(person):
    unit = UnitFactory()
    employ(person, unit)
    charge(person, "2026-07", unit=unit)
    row = row_of(person)
    assert (row.base, row.credited.cumulative) == (800_000, 1)
