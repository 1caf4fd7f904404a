"""A month is assessed: who is charged what, once, equal to the rule and to the bill that was announced."""

import random
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken
from insurance.models import (
    Assessment,
    AssessmentRun,
    Bill,
    ClosedMonth,
    ContributionLine,
    DeclaredWage,
    Enrolment,
    Posting,
)
from insurance.rules.months import Month
from insurance.selectors import assessment_sample
from insurance.selectors.next_bill import next_bill
from insurance.services import assessing
from insurance.services.assessing import assess
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.policy import UnitInjuryRateFactory, put_policy
from tests.factories.record import AreaFactory, EnrolmentFactory

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


@pytest.fixture
def area(db):
    area = AreaFactory()
    put_policy(area)
    return area


def run(area, month=SEPTEMBER, *, on=TODAY, actor=None) -> AssessmentRun:
    return assess(area, month, actor=actor, at=NOW, on=on)


def amounts_of(person, month=SEPTEMBER) -> dict[str, int]:
    """Return what is charged for a person in a month, all rows together."""
    found: dict[str, int] = {}
    for line in ContributionLine.objects.filter(person=person, month=month.first_day):
        for column in ("pension_unit", "pension_own", "unemployment_unit", "unemployment_own", "injury_unit",
                       "medical_unit", "medical_own", "supplement_own", "maternity_unit"):  # fmt: skip
            if getattr(line, column) is not None:
                found[column] = found.get(column, 0) + getattr(line, column)
    return {column: amount for column, amount in found.items() if amount}


def test_a_unit_gets_one_bill_from_each_agency(area):
    unit = UnitFactory()
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        employ(person, unit)
    found = run(area)
    assert (found.state, found.payers_done, found.payers_total, found.people, found.bills) == ("finished", 1, 1, 3, 2)
    bills = {bill.agency: bill for bill in Bill.objects.filter(assessment__unit=unit)}
    assert {agency: (bill.unit_total_fen, bill.own_total_fen) for agency, bill in bills.items()} == {
        "hrss": (3 * 135_200, 3 * 68_000),
        "medical": (3 * 74_400, 3 * 16_000),
    }
    assert {(bill.state, bill.issued_on, bill.due_on) for bill in bills.values()} == {
        ("issued", TODAY, date(2026, 9, 25))
    }
    assert found.unit_fen == 3 * (135_200 + 74_400)
    assert found.own_fen == 3 * (68_000 + 16_000)


def test_charges_are_posted_fund_by_fund(area):
    unit = UnitFactory()
    employ(PersonFactory(), unit)
    run(area)
    posted = Posting.objects.filter(bill__assessment__unit=unit).values_list("kind", "insurance", "amount_fen")
    assert sorted(posted) == [
        ("charge", 110, 192_000),
        ("charge", 210, 8_000),
        ("charge", 310, 84_000),
        ("charge", 410, 3_200),
        ("charge", 510, 6_400),
    ]


def test_a_second_run_changes_nothing(area):
    employ(PersonFactory(), UnitFactory())
    first = run(area)
    before = (Assessment.objects.count(), Bill.objects.count(), Posting.objects.count())
    again = assess(area, SEPTEMBER, actor=None, at=NOW.replace(year=2027), on=date(2027, 1, 5))
    assert (again.pk, again.finished_at, again.people) == (first.pk, first.finished_at, 1)
    assert (Assessment.objects.count(), Bill.objects.count(), Posting.objects.count()) == before


def test_somebody_who_pays_alone_is_charged_on_the_base_chosen_for_each_insurance(area):
    person = PersonFactory()
    EnrolmentFactory(person=person, insurance=110, wage_fen=900_000)
    EnrolmentFactory(person=person, insurance=310, wage_fen=1)
    run(area)
    line = ContributionLine.objects.get(person=person)
    assert (line.hrss_base_fen, line.medical_base_fen) == (900_000, 456_000)
    assert (line.pension_unit, line.pension_own) == (0, 180_000)
    assert Assessment.objects.get().person == person


def test_a_pause_keeps_the_base_chosen_before(area):
    person = PersonFactory()
    EnrolmentFactory(person=person, insurance=110, wage_fen=900_000, stop_month=date(2026, 5, 1), end_reason="x",
                     covered_until=date(2026, 5, 1))  # fmt: skip
    EnrolmentFactory(person=person, insurance=110, first_month=date(2026, 8, 1))
    run(area)
    assert ContributionLine.objects.get(person=person).hrss_base_fen == 900_000


def test_residents_and_those_who_left_are_not_charged(area):
    EnrolmentFactory(resident=True)
    EnrolmentFactory(stopped=True)
    EnrolmentFactory(first_month=OCTOBER.first_day)
    unit = UnitFactory()
    employ(PersonFactory(), unit, stop_month=SEPTEMBER.first_day, end_reason="14", covered_until=date(2026, 9, 1))
    found = run(area)
    assert (found.people, found.payers_total, Assessment.objects.count()) == (0, 0, 0)


def test_a_unit_that_closed_is_not_charged_any_more(area):
    unit = UnitFactory(closed_on=date(2026, 9, 3))
    employ(PersonFactory(), unit)
    assert run(area).people == 0


def test_half_a_fen_is_rounded_up_row_by_row(area):
    unit = UnitFactory()
    person = PersonFactory()
    for one in employ(person, unit):
        Enrolment.objects.filter(pk=one.pk).update(wage_fen=500_100)
    run(area)
    assert amounts_of(person)["unemployment_unit"] == 2_501


def random_unit(dice, area):
    """Return a unit of random people, wages, insurances and declared wages."""
    unit = UnitFactory()
    if dice.random() < 0.5:
        UnitInjuryRateFactory(unit=unit, factor=Decimal(dice.choice(["0.50", "0.80", "1.00", "1.20", "1.50"])))
    part = DeclarationFactory(
        reduction=True, lodged_by=UserFactory(operator=True), parts__people=[PersonFactory()]
    ).parts.first()
    for _ in range(dice.randint(1, 12)):
        person = PersonFactory()
        wage = dice.choice([None, 0, 455_999, 456_001, 2_280_000, 9_000_000, dice.randint(300_000, 2_500_000)])
        codes = dice.choice([(110, 210, 310, 410, 510), (110, 210, 310, 330, 410, 510), (410,), (310, 330)])
        Enrolment.objects.bulk_create(
            Enrolment(
                person=person, unit=unit, area=area, insurance=code, kind="employee", wage_fen=wage,
                first_month=date(2024, 1, 1), covered_from=date(2024, 1, 1),
            )
            for code in codes
        )  # fmt: skip
        for month in (date(2025, 3, 1), date(2026, 1, 1), date(2026, 11, 1)):
            if dice.random() < 0.3:
                DeclaredWage.objects.create(
                    person=person, unit=unit, from_month=month, wage_fen=dice.randint(300_000, 2_500_000),
                    declared_by=DeclarationFactory(reduction=True, lodged_by=part.lodged_by,
                                                   parts__people=[PersonFactory()]).parts.first(),
                    undone_at=NOW if dice.random() < 0.3 else None,
                )  # fmt: skip
    return unit


def test_random_units_are_charged_what_their_next_bill_announced(area):
    dice = random.Random(20261001)
    units = [random_unit(dice, area) for _ in range(8)]
    announced = {unit.pk: next_bill(unit, SEPTEMBER, on=TODAY) for unit in units}
    run(area)
    for unit in units:
        bills = Bill.objects.filter(assessment__unit=unit)
        forecast = announced[unit.pk]
        assert sum(bill.unit_total_fen for bill in bills) == forecast.unit_fen
        assert sum(bill.own_total_fen for bill in bills) == forecast.own_fen
        assert ContributionLine.objects.filter(assessment__unit=unit).count() == forecast.people
    assert sum(forecast.estimated for forecast in announced.values()) > 0


def test_a_line_that_differs_from_the_rule_stops_the_run_and_leaves_nothing(area, monkeypatch):
    employ(PersonFactory(), UnitFactory())
    real = assessment_sample.amounts_of
    monkeypatch.setattr(
        assessment_sample, "amounts_of", lambda charge: [(c, a + (c == "pension_own")) for c, a in real(charge)]
    )
    with pytest.raises(assessment_sample.LineDiffers, match="2026-09 unit"):
        run(area)
    assert not Assessment.objects.exists()
    assert AssessmentRun.objects.get().state == "running"


def test_an_interrupted_run_goes_on_with_who_is_left(area, monkeypatch):
    monkeypatch.setattr(assessing, "AT_ONCE", 5)
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        employ(person, UnitFactory())
    real, calls = assessing.charge, []

    def dies(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(assessing, "charge", dies)
    with pytest.raises(KeyboardInterrupt):
        run(area)
    assert AssessmentRun.objects.get().payers_done == 1
    found = run(area, on=date(2026, 9, 20))
    assert (found.payers_done, found.payers_total, found.people, found.assessed_on) == (3, 3, 3, TODAY)
    assert {tuple(sorted(amounts_of(person))) for person in people} == {
        ("injury_unit", "maternity_unit", "medical_own", "medical_unit", "pension_own", "pension_unit",
         "unemployment_own", "unemployment_unit")
    }  # fmt: skip


REFUSED = [
    (Month(2026, 10), "assess.future"),
    (Month(2026, 6), "assess.closed"),
    (Month(2026, 9), "assess.earlier_first"),
]


@pytest.mark.parametrize(("month", "code"), REFUSED)
def test_months_are_assessed_one_after_the_other(area, month, code):
    ClosedMonth.objects.create(area=area, month=date(2026, 6, 1), closed_on=date(2026, 7, 10))
    run(area, Month(2026, 7))
    with pytest.raises(RuleBroken, match=code):
        run(area, month)


def test_a_unit_without_a_work_injury_rate_stops_the_run_with_its_number(area):
    unit = UnitFactory(registration__injury_class=None, registration__status=0)
    employ(PersonFactory(), unit)
    with pytest.raises(RuleBroken, match="assess.no_injury_rate"):
        run(area)
    assert AssessmentRun.objects.get().fault == {"code": "assess.no_injury_rate", "facts": {"unit": unit.public_id}}


def test_who_may_not_is_refused(area):
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        run(area, actor=UserFactory(clerk=True))
    assert not AssessmentRun.objects.exists()


def test_the_run_is_traced_with_who_began_it(area):
    cashier = UserFactory(staff=True, roles=["cashier"])
    run(area, actor=cashier)
    assert list(AuditEntry.objects.filter(actor=cashier).order_by("pk").values_list("action", flat=True)) == [
        "assessment.begun",
        "assessment.finished",
    ]
