"""Entitlement as stored: it follows the ledger, the acts and the days, and nothing is written that is right already."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from insurance.models import BenefitPeriod, BenefitSweep, Bill, Enrolment, PolicyVersion
from insurance.rules.months import Month
from insurance.selectors.area_policy import area_policy
from insurance.selectors.benefits import medical_picture
from insurance.selectors.medical_records import medical_record
from insurance.services import benefits, declarations, stops
from insurance.services.due import run_due
from insurance.services.policy_loading import load_policy
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import RESIDENT, charge
from tests.factories.record import AreaFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def policy(db):
    load_policy()


@pytest.fixture
def employee():
    """Somebody employed since January 2024 whose March 2026 was paid late, on 10 April."""
    person, unit = PersonFactory(), UnitFactory()
    employ(person, unit)
    charge(person, "2024-01", unit=unit, credited_on=date(2024, 1, 20))
    charge(person, "2026-03", unit=unit, credited_on=date(2026, 4, 10))
    return person


def stored(person) -> list[tuple]:
    rows = BenefitPeriod.objects.filter(person=person).order_by("first_on")
    return list(rows.values_list("state", "cause", "first_on", "until_on"))


def shown(person, on=TODAY) -> list[tuple]:
    found = medical_picture(person.pk, on=on).benefits.employee.periods
    return [(bar.state, bar.cause, bar.first_on, bar.until_on) for bar in found]


def test_what_is_stored_is_what_is_shown(employee):
    assert benefits.recompute([employee.pk], on=TODAY) == 5
    assert stored(employee) == shown(employee)
    assert stored(employee)[2:] == [
        ("suspended", "arrears", date(2026, 3, 1), date(2026, 4, 10)),
        ("waiting", "after_gap", date(2026, 4, 10), date(2026, 5, 1)),
        ("entitled", "insured", date(2026, 5, 1), None),
    ]
    suspended = BenefitPeriod.objects.get(person=employee, state="suspended")
    assert (suspended.first_unpaid, suspended.credited_on) == (date(2026, 3, 1), date(2026, 4, 10))
    assert (suspended.stop_rule.family, suspended.restore_rule.payer) == ("S4", "unit")


def test_a_second_time_writes_nothing(employee):
    benefits.recompute([employee.pk], on=TODAY)
    keys = set(BenefitPeriod.objects.values_list("pk", flat=True))
    assert benefits.recompute([employee.pk], on=TODAY) == 0
    assert set(BenefitPeriod.objects.values_list("pk", flat=True)) == keys


def test_only_the_bars_that_differ_are_written(employee):
    benefits.recompute([employee.pk], on=TODAY)
    charge(employee, "2026-08", unit=UnitFactory(), standing="missing")
    kept = set(BenefitPeriod.objects.filter(until_on__lt=TODAY).values_list("pk", flat=True))
    assert benefits.recompute([employee.pk], on=TODAY) == 2
    assert kept <= set(BenefitPeriod.objects.values_list("pk", flat=True))
    assert stored(employee)[-1] == ("suspended", "arrears", date(2026, 8, 1), None)


def test_a_declaration_that_takes_effect_changes_what_is_stored():
    citizen = UserFactory()
    enrol_flexible(citizen.person)
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=310)
    lodged = stops.lodge_stop(enrolment, reason="hardship", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)
    part = lodged.parts.get()
    declarations.accept(
        part.pk, actor=UserFactory(clerk=True, agency="medical"), version=part.version, at=NOW, on=TODAY
    )
    run_due(on=date(2026, 10, 1), at=NOW)
    assert stored(citizen.person)[-1] == ("none", "stopped", date(2026, 10, 1), None)


def test_a_bill_that_passes_its_day_is_noticed_once_that_day(employee):
    benefits.sweep(on=date(2026, 9, 25))
    charge(employee, "2026-09", unit=UnitFactory(), standing="due")
    assert stored(employee)[-1][0] == "entitled"
    assert benefits.sweep(on=date(2026, 9, 25)) is None
    assert benefits.sweep(on=date(2026, 9, 26)) == 2
    assert stored(employee)[-1] == ("suspended", "arrears", date(2026, 9, 1), None)
    assert benefits.sweep(on=date(2026, 9, 26)) is None
    assert list(BenefitSweep.objects.order_by("swept_on").values_list("rows_written", flat=True)) == [5, 2]


def test_at_the_turn_of_the_year_every_resident_is_looked_at():
    person = EnrolmentFactory(resident=True, first_month=date(2025, 1, 1)).person
    charge(person, "2025-01", parts={"resident_own": 40_000}, credited_on=date(2024, 11, 5))
    benefits.sweep(on=date(2025, 12, 31))
    assert stored(person)[-1][3] == date(2026, 1, 1)
    charge(person, "2026-01", parts={"resident_own": 40_000}, credited_on=date(2025, 11, 5))
    assert benefits.sweep(on=date(2026, 1, 1)) == 1
    assert stored(person)[-1][3] == date(2027, 1, 1)


def test_at_the_turn_of_the_year_who_stops_in_the_next_is_looked_at_too():
    person = EnrolmentFactory(
        resident=True, first_month=date(2026, 1, 1), stop_month=date(2027, 3, 1), end_reason="14"
    ).person
    charge(person, "2026-01", parts=RESIDENT, credited_on=date(2025, 11, 5))
    charge(person, "2027-01", parts=RESIDENT, credited_on=date(2026, 11, 5))
    benefits.sweep(on=date(2026, 12, 31))
    benefits.sweep(on=date(2027, 1, 3))
    assert stored(person)[0] == ("entitled", "insured", date(2026, 1, 1), date(2027, 3, 1))


def test_a_bill_without_a_last_day_is_noticed_when_its_month_is_over(employee):
    charge(employee, "2026-09", unit=UnitFactory(), standing="missing")
    Bill.objects.filter(state="issued").update(due_on=None)
    benefits.sweep(on=date(2026, 9, 28))
    assert stored(employee)[-1][0] == "entitled"
    assert benefits.sweep(on=date(2026, 10, 1)) == 2
    assert stored(employee)[-1] == ("suspended", "arrears", date(2026, 9, 1), None)


@pytest.mark.parametrize("swept", [[28], [1, 15, 28], [1, 30]], ids=["once", "often", "to the last day"])
def test_days_without_a_sweep_are_made_up_for(employee, swept):
    """Whatever days were swept before: afterwards what is stored is what is shown."""
    newcomer = EnrolmentFactory(insurance=310, first_month=date(2026, 8, 1)).person
    resident = EnrolmentFactory(resident=True, first_month=date(2026, 1, 1)).person
    charge(resident, "2026-01", parts=RESIDENT, credited_on=date(2025, 11, 5))
    charge(employee, "2026-09", unit=UnitFactory(), standing="due")
    for day in swept:
        benefits.sweep(on=date(2026, 9, day))
    for on in (date(2026, 10, 2), date(2027, 1, 4)):
        benefits.sweep(on=on)
        for person in (employee, newcomer):
            assert stored(person) == shown(person, on)
    assert stored(resident)[-1] == ("none", "year_unpaid", date(2027, 1, 1), date(2028, 1, 1))
    assert benefits.recompute([employee.pk, newcomer.pk, resident.pk], on=on) == 0


def test_an_enrolment_taken_back_does_not_move_anybody_to_another_area(employee):
    elsewhere = AreaFactory(code="379902", name_zh="海云市", name_en="Haiyun")
    month = date(2026, 9, 1)
    Enrolment.objects.filter(person=employee, insurance=310).update(
        stop_month=date(2026, 8, 1), covered_until=date(2026, 8, 1), end_reason="14"
    )
    void = {"stop_month": month, "covered_from": month, "covered_until": month, "end_reason": "14"}
    EnrolmentFactory(person=employee, area=elsewhere, insurance=310, first_month=month, **void)
    assert medical_record(employee.pk, on=TODAY).area_id == AreaFactory().pk


def test_the_database_refuses_two_bars_over_one_day(employee):
    benefits.recompute([employee.pk], on=TODAY)
    with pytest.raises(IntegrityError, match="one_benefit_a_day"), transaction.atomic():
        BenefitPeriod.objects.create(
            person=employee, scheme="employee", first_on=date(2026, 4, 1), state="none", cause="stopped"
        )


# The policy an area has in force is read once --------------------------------------------------------------------------


def test_policy_is_read_once_and_again_when_it_changes(django_assert_max_num_queries):
    area = AreaFactory()
    before = area_policy(area.pk)
    with django_assert_max_num_queries(1):
        assert area_policy(area.pk) is before
    area.name_en = "Yunzhou City"
    area.save(update_fields=["name_en"])
    assert area_policy(area.pk) is not before


def test_without_a_mark_nothing_is_remembered():
    area = AreaFactory()
    PolicyVersion.objects.all().delete()
    assert area_policy(area.pk) is not area_policy(area.pk)
    PolicyVersion.objects.create(pk=1, version=uuid4())
    assert area_policy(area.pk) is area_policy(area.pk)


def test_a_picture_takes_three_statements(employee, django_assert_num_queries):
    area_policy(AreaFactory().pk)
    with django_assert_num_queries(3):
        medical_picture(employee.pk, on=TODAY)


def test_a_bill_paid_in_part_restores_nothing(employee):
    charge(employee, "2026-07", unit=UnitFactory(), standing="missing")
    Bill.objects.filter(state="issued", agency="medical").update(state="part_paid", paid_fen=1)
    benefits.recompute([employee.pk], on=TODAY)
    assert stored(employee)[-1][:2] == ("suspended", "arrears")
