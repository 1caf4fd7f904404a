"""Entitlements recomputed by two at once, beside an act, and by somebody killed in the middle."""

from datetime import date

import pytest

from insurance.models import BenefitPeriod, BenefitSweep, Enrolment
from insurance.rules.months import Month
from insurance.selectors.benefits import medical_picture
from insurance.services import benefits, declarations, stops
from insurance.services.due import run_due
from insurance.services.policy_loading import load_policy
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import charge
from tests.factories.record import AreaFactory
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 3
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def policy():
    load_policy()


def employees(count: int) -> list:
    """Return people whose March 2026 was paid late; each has five bars."""
    people = [PersonFactory() for _ in range(count)]
    for person in people:
        unit = UnitFactory()
        employ(person, unit)
        charge(person, "2024-01", unit=unit, credited_on=date(2024, 1, 20))
        charge(person, "2026-03", unit=unit, credited_on=date(2026, 4, 10))
    return people


def stored(person) -> list[tuple]:
    rows = BenefitPeriod.objects.filter(person=person, scheme="employee").order_by("first_on")
    return list(rows.values_list("state", "cause", "first_on", "until_on"))


def shown(person, on) -> list[tuple]:
    found = medical_picture(person.pk, on=on).benefits.employee.periods
    return [(bar.state, bar.cause, bar.first_on, bar.until_on) for bar in found]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_recompute_at_once_and_one_writes(round_):
    people = employees(3)
    keys = [person.pk for person in people]
    outcomes = at_once(
        lambda: benefits.recompute(keys, on=TODAY),
        lambda: benefits.recompute_area(AreaFactory().pk, on=TODAY),
    )
    assert sorted(outcomes) == [0, 15]
    assert all(stored(person) == shown(person, TODAY) for person in people)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_an_act_beside_a_recomputation_of_the_area_is_not_lost(round_):
    citizen = UserFactory()
    enrol_flexible(citizen.person)
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=310)
    lodged = stops.lodge_stop(enrolment, reason="hardship", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)
    part = lodged.parts.get()
    clerk = UserFactory(clerk=True, agency="medical")
    declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=TODAY)
    at_once(
        lambda: declarations.take_effect(part.pk, at=NOW, on=OCTOBER),
        lambda: benefits.recompute_area(enrolment.area_id, on=OCTOBER),
        lambda: benefits.sweep(on=OCTOBER),
    )
    assert stored(citizen.person)[-1] == ("none", "stopped", OCTOBER, None)
    assert stored(citizen.person) == shown(citizen.person, OCTOBER)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_sweeps_of_a_day_note_it_once(round_):
    [person] = employees(1)
    at_once(*[lambda: benefits.sweep(on=TODAY)] * 2)
    assert BenefitSweep.objects.count() == 1
    assert stored(person) == shown(person, TODAY)


def test_who_is_killed_in_the_middle_leaves_whole_people_and_is_made_up_for(monkeypatch):
    people = employees(3)
    read = benefits.medical_records

    def killed_at_the_last(person_ids, *, on):
        if people[-1].pk in person_ids:
            raise ConnectionError("killed")
        return read(person_ids, on=on)

    with monkeypatch.context() as trouble:
        trouble.setattr(benefits, "BATCH", 2)
        trouble.setattr(benefits, "medical_records", killed_at_the_last)
        with pytest.raises(ConnectionError):
            benefits.sweep(on=TODAY)
    assert [len(stored(person)) for person in people] == [5, 5, 0]
    assert not BenefitSweep.objects.exists()

    swept = next(done for done in run_due(on=TODAY, at=NOW) if done.job == "days swept for benefits")
    assert (swept.done, swept.failed) == (1, ())
    assert BenefitSweep.objects.get().rows_written == 5
    assert all(stored(person) == shown(person, TODAY) for person in people)
