"""What is read of the ledger is enough: the whole of it would give the same bars, in whatever order it was written."""

import random
from datetime import date

import pytest

from insurance.models import Assessment, Bill, ContributionLine
from insurance.rules.benefit_history import History, employee_history
from insurance.rules.benefit_rule import Payer
from insurance.rules.interruptions import Charge, Stay
from insurance.selectors.area_policy import area_policy
from insurance.selectors.benefits import benefits_of
from insurance.selectors.medical_records import medical_record, medical_records
from insurance.services import benefits
from insurance.services.policy_loading import load_policy
from tests.factories import PersonFactory, UnitFactory
from tests.factories.contributions import EMPLOYEE, FLEXIBLE
from tests.factories.lives import invented_life
from tests.factories.record import AreaFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

LIVES = 12
DAYS = [date(2020, 12, 31), date(2021, 3, 25), date(2021, 3, 26), date(2022, 8, 1), date(2026, 11, 22)]


def written(rng: random.Random, stays: list[Stay], charges: list[Charge]):
    """Write a life into the ledger, its charges in any order; return the person."""
    person, area = PersonFactory(), AreaFactory()
    for stay in stays:
        enrolment = {"unit": UnitFactory(), "kind": "employee"} if stay.payer == Payer.UNIT else {"kind": "flexible"}
        stop = stay.stop and stay.stop.first_day
        ended = {"terminated": stay.ended, "end_reason": "21" if stay.retired else "14"} if stop else {}
        first = stay.first.first_day
        EnrolmentFactory(person=person, insurance=310, first_month=first, stop_month=stop, **ended, **enrolment)
    charges = rng.sample(charges, len(charges))
    unit = UnitFactory()
    assessments = Assessment.objects.bulk_create(assessment(charge, area, person, unit) for charge in charges)
    ContributionLine.objects.bulk_create(
        ContributionLine(assessment=one, person=person, month=one.month, **(EMPLOYEE if one.unit_id else FLEXIBLE))
        for one in assessments
    )
    Bill.objects.bulk_create(bill(one, charge) for one, charge in zip(assessments, charges, strict=True))
    return person


def assessment(charge: Charge, area, person, unit) -> Assessment:
    payer = {"unit": unit} if charge.payer == Payer.UNIT else {"person": person}
    kind = "back_payment" if charge.repays else "regular"
    return Assessment(area=area, month=charge.month.first_day, kind=kind, **payer)


def bill(one: Assessment, charge: Charge) -> Bill:
    state = "issued" if charge.credited_on is None else "paid"
    dates = {"due_on": charge.due_on, "credited_on": charge.credited_on}
    return Bill(assessment=one, agency="medical", unit_total_fen=68_000, own_total_fen=16_000, state=state, **dates)


def bars(history: History) -> list[tuple]:
    return [(bar.state, bar.cause, bar.first_on, bar.until_on) for bar in history.periods]


def test_the_part_of_the_ledger_that_is_read_gives_the_bars_of_the_whole():
    load_policy()
    rng = random.Random(20261122)
    policy = area_policy(AreaFactory().pk)
    lives = {}
    for _ in range(LIVES):
        life = invented_life(rng)
        lives[written(rng, *life).pk] = life
    for on in DAYS:
        read = 0
        for person_id, _, record in medical_records(list(lives), on=on):
            stays, charges = lives[person_id]
            whole = bars(employee_history(stays, charges, policy.book, on=on))
            assert bars(benefits_of(record, policy, on=on).employee) == whole
            assert sorted(record.stays, key=lambda stay: stay.first) == stays
            read += len(record.charges)
        assert read < sum(len(charges) for _, charges in lives.values())
        benefits.recompute(lives, on=on)
        assert benefits.recompute(lives, on=on) == 0


def test_nobody_has_a_record_without_an_enrolment():
    assert medical_record(PersonFactory().pk, on=DAYS[0]) is None
