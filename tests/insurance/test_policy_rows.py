"""What the database forbids of policy: two answers for one day, approving one's own entry, changing what is in force."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models import BenefitRule, CalendarDay, LateFee, UnitInjuryRate
from tests.factories import UnitFactory, UserFactory
from tests.factories.policy import (
    BaseBoundFactory,
    BenefitRuleFactory,
    LateFeeFactory,
    ResidentWaitFactory,
    UnemploymentFactory,
    UnitInjuryRateFactory,
    from_day,
)
from tests.factories.record import AreaFactory, DocumentFactory

pytestmark = pytest.mark.django_db

ENDED = DateRange(date(2020, 1, 1), date(2026, 1, 1))


def refused_by(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (BenefitRuleFactory, "benefit_rule"),
        (LateFeeFactory, "late_fee"),
        (ResidentWaitFactory, "resident_wait"),
        (UnemploymentFactory, "unemployment_duration"),
        (BaseBoundFactory, "base_bound"),
    ],
)
class TestEveryTable:
    def test_one_row_a_day(self, make, constraint):
        make(in_force=ENDED)
        make(in_force=from_day(2026))
        with refused_by(f"{constraint}_one_a_day"):
            make(in_force=from_day(2025, 12, 31))

    def test_who_entered_it_does_not_approve_it(self, make, constraint):
        person = UserFactory(clerk=True)
        with refused_by(f"{constraint}_four_eyes"):
            make(entered_by=person, approved_by=person)

    def test_two_people_may(self, make, constraint):
        assert make(entered_by=UserFactory(clerk=True), approved_by=UserFactory(supervisor=True)).pk

    @pytest.mark.parametrize("never", [DateRange(None, None), DateRange(date(2026, 1, 1), date(2026, 1, 1))])
    def test_it_begins(self, make, constraint, never):
        with refused_by(f"{constraint}_begins"):
            make(in_force=never)


def test_each_way_of_paying_has_its_own_benefit_rule():
    BenefitRuleFactory(payer="unit")
    assert BenefitRuleFactory(payer="flexible").pk


@pytest.mark.parametrize("tiers", [[], {}, "0-60"])
def test_a_benefit_rule_has_tiers(tiers):
    with refused_by("benefit_rule_has_tiers"):
        BenefitRuleFactory(tiers=tiers)


@pytest.mark.parametrize("pieces", [[], {}, "12"])
def test_a_scale_has_pieces(pieces):
    with refused_by("unemployment_duration_has_pieces"):
        UnemploymentFactory(pieces=pieces)


@pytest.mark.parametrize("values", [{"due_day": 0}, {"due_day": 32}, {"daily_rate": 1}])
def test_a_late_fee_is_possible(values):
    with refused_by("late_fee_is_possible"):
        LateFeeFactory(**values)


@pytest.mark.parametrize("values", [{"opens_month": 13}, {"closes_day": 0}])
def test_a_season_lies_in_a_year(values):
    with refused_by("resident_wait_season"):
        ResidentWaitFactory(**values)


# The rate of one unit


@pytest.mark.parametrize(
    ("injury_class", "factor"), [(1, "1.00"), (1, "1.20"), (1, "1.50"), (2, "0.50"), (5, "0.80"), (8, "1.50")]
)
def test_the_rate_of_a_unit_floats(injury_class, factor):
    assert UnitInjuryRateFactory(injury_class=injury_class, factor=Decimal(factor)).pk


@pytest.mark.parametrize(
    ("injury_class", "factor"), [(1, "0.80"), (1, "0.50"), (2, "0.90"), (8, "2.00"), (0, "1.00"), (9, "1.00")]
)
def test_it_floats_only_within_its_class(injury_class, factor):
    with refused_by("unit_injury_rate_floats_within_its_class"):
        UnitInjuryRateFactory(injury_class=injury_class, factor=Decimal(factor))


def test_a_unit_has_one_rate_a_day():
    unit = UnitFactory()
    UnitInjuryRateFactory(unit=unit, in_force=ENDED)
    UnitInjuryRateFactory(unit=unit, in_force=from_day(2026))
    assert UnitInjuryRateFactory(in_force=from_day(2026)).pk, "another unit has its own"
    with refused_by("unit_injury_rate_one_a_day"):
        UnitInjuryRateFactory(unit=unit, in_force=from_day(2025))


def test_who_enters_the_rate_of_a_unit_does_not_approve_it():
    person = UserFactory(clerk=True)
    with refused_by("unit_injury_rate_four_eyes"):
        UnitInjuryRateFactory(entered_by=person, approved_by=person)


# Nothing in force is changed


def changed(row, **values) -> int:
    return type(row).objects.filter(pk=row.pk).update(**values)


def test_an_open_row_may_be_closed():
    assert changed(LateFeeFactory(), in_force=ENDED) == 1
    assert LateFee.objects.get().in_force == ENDED


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (ENDED, DateRange(date(2020, 1, 1), None)),
        (ENDED, DateRange(date(2020, 1, 1), date(2026, 2, 1))),
        (from_day(2020), from_day(2021)),
        (from_day(2020), DateRange(date(2021, 1, 1), date(2026, 1, 1))),
        (from_day(2020), DateRange(date(2020, 1, 1), date(2020, 1, 1))),
    ],
)
def test_a_closed_row_stays_closed_and_a_beginning_stays(was, becomes):
    row = LateFeeFactory(in_force=was)
    with refused_by("policy is never changed"):
        changed(row, in_force=becomes)


@pytest.mark.parametrize("values", [{"due_day": 20}, {"article": "1"}, {"daily_rate": Decimal("0.0006")}])
def test_closing_changes_nothing_else(values):
    row = LateFeeFactory()
    with refused_by("policy is never changed"):
        changed(row, in_force=ENDED, **values)


def test_tiers_are_not_edited():
    row = BenefitRuleFactory()
    with refused_by("policy is never changed"):
        changed(row, tiers=[{**row.tiers[0], "wait_months": 2}])


def test_a_closed_row_is_not_deleted():
    row = BenefitRuleFactory(in_force=ENDED)
    with refused_by("policy is never changed"):
        BenefitRule.objects.filter(pk=row.pk).delete()


def test_the_rate_of_a_unit_is_not_deleted():
    UnitInjuryRateFactory()
    with refused_by("policy is never changed"):
        UnitInjuryRate.objects.all().delete()


def test_the_working_calendar_stays_editable():
    day = CalendarDay.objects.create(day=date(2026, 10, 1), kind="holiday", document=DocumentFactory())
    day.kind = CalendarDay.Kind.WORKDAY
    day.save()
    assert day.delete()[0] == 1


def test_an_area_with_policy_is_not_deleted():
    area = AreaFactory()
    with pytest.raises(IntegrityError):
        area.delete()
