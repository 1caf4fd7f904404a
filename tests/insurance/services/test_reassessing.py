"""What changed after a month was assessed: new rows beside the old ones, each once, whatever the order."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models import (
    Assessment,
    BaseBound,
    Bill,
    ContributionLine,
    DeclaredWage,
    Enrolment,
    Posting,
    Reassessment,
)
from insurance.rules.months import Month
from insurance.selectors.assessment_sample import Sampled, expected_of
from insurance.selectors.month_policy import month_policy
from insurance.selectors.wage_differences import COLUMNS
from insurance.services.assessing import assess
from insurance.services.reassessing import reassess
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.policy import UnitInjuryRateFactory, put_policy
from tests.factories.record import AreaFactory, DocumentFactory, EnrolmentFactory

AUGUST, SEPTEMBER, OCTOBER = Month(2026, 8), Month(2026, 9), Month(2026, 10)
LATER = date(2026, 10, 12)
WHOLE = {"hrss": (135_200, 68_000), "medical": (74_400, 16_000)}
"""What an employee of 8,000 yuan costs: unit and own part by agency."""


@pytest.fixture
def area(db):
    area = AreaFactory()
    put_policy(area)
    return area


@pytest.fixture
def unit(area):
    unit = UnitFactory()
    employ(PersonFactory(), unit)
    return unit


def run(area, month=SEPTEMBER, *, on=TODAY):
    return assess(area, month, actor=None, at=NOW, on=on)


def again(area, *, on=TODAY) -> int:
    return reassess(area, at=NOW, on=on)


def added(kind) -> dict[str, tuple[int, int]]:
    bills = Bill.objects.filter(assessment__kind=kind, state="issued")
    return {bill.agency: (bill.unit_total_fen, bill.own_total_fen) for bill in bills}


def end(person, month) -> None:
    Enrolment.objects.filter(person=person).update(stop_month=month, covered_until=month, end_reason="14")


def declare(person, unit, wage_fen, since) -> DeclaredWage:
    part = DeclarationFactory(
        reduction=True, lodged_by=UserFactory(operator=True), parts__people=[PersonFactory()]
    ).parts.first()
    return DeclaredWage.objects.create(
        person=person, unit=unit, from_month=since.first_day, wage_fen=wage_fen, declared_by=part
    )


def test_who_is_enrolled_later_is_charged_by_a_supplement_that_names_the_month(area, unit):
    run(area)
    employ(PersonFactory(), unit, since=SEPTEMBER.first_day)
    assert again(area) == 1
    made = Assessment.objects.get(kind="supplement")
    assert made.corrects == Assessment.objects.get(kind="regular")
    assert added("supplement") == WHOLE
    assert again(area) == 0


def test_who_begins_in_a_unit_without_anybody_needs_no_regular_assessment(area, unit):
    run(area)
    person = PersonFactory()
    employ(person, UnitFactory(), since=SEPTEMBER.first_day)
    assert again(area) == 1
    assert Assessment.objects.get(kind="supplement").corrects is None


def test_what_was_charged_and_is_not_owed_is_given_back_and_pays_what_is_open(area, unit):
    person = PersonFactory()
    employ(person, unit, since=SEPTEMBER.first_day)
    run(area)
    end(person, SEPTEMBER.first_day)
    assert again(area) == 1
    notes = Bill.objects.filter(assessment__kind="refund")
    assert {(b.agency, b.unit_total_fen, b.own_total_fen, b.state) for b in notes} == {
        ("hrss", -135_200, -68_000, "paid"),
        ("medical", -74_400, -16_000, "paid"),
    }
    assert Posting.objects.filter(kind="offset").exists()
    assert again(area) == 0


def test_somebody_taken_back_and_taken_on_again_is_charged_once_more(area, unit):
    person = PersonFactory()
    employ(person, unit, since=SEPTEMBER.first_day)
    run(area)
    end(person, SEPTEMBER.first_day)
    again(area)
    Enrolment.objects.filter(person=person).update(stop_month=None, covered_until=None, end_reason="")
    assert again(area) == 1
    assert added("supplement") == WHOLE


def test_a_wage_that_is_declared_for_an_assessed_month_makes_a_difference(area, unit):
    run(area)
    person = Enrolment.objects.filter(unit=unit).first().person
    declare(person, unit, 1_000_000, SEPTEMBER)
    assert again(area) == 1
    assert added("difference") == {"hrss": (33_800, 17_000), "medical": (18_600, 4_000)}
    assert again(area) == 0


def test_bounds_that_begin_in_assessed_months_make_differences_for_whom_they_change(area, unit):
    poor, alone = PersonFactory(), PersonFactory()
    for one in employ(poor, unit):
        Enrolment.objects.filter(pk=one.pk).update(wage_fen=100_000)
    EnrolmentFactory(person=alone, insurance=310)
    run(area, AUGUST, on=date(2026, 8, 10))
    run(area)
    old = BaseBound.objects.get(area=area, in_force__contains=TODAY)
    old.in_force = DateRange(old.in_force.lower, SEPTEMBER.first_day)
    old.save(update_fields=["in_force"])
    BaseBound.objects.create(
        area=area, document=DocumentFactory(), in_force=DateRange(SEPTEMBER.first_day, None), lower_fen=500_000,
        upper_fen=2_500_000, average_wage_fen=800_000,
    )  # fmt: skip
    assert again(area) == 2
    changed = ContributionLine.objects.filter(assessment__kind="difference")
    assert {(line.person_id, line.month) for line in changed} == {
        (poor.pk, SEPTEMBER.first_day), (alone.pk, SEPTEMBER.first_day)
    }  # fmt: skip
    assert changed.get(person=poor).pension_own == (500_000 - old.lower_fen) * 8 // 100
    assert (again(area), Reassessment.objects.count()) == (0, 0)


def test_a_rate_of_one_unit_that_begins_in_assessed_months_makes_a_difference(area, unit):
    run(area)
    UnitInjuryRateFactory(unit=unit, factor=Decimal("0.50"))
    assert again(area) == 1
    assert ContributionLine.objects.get(assessment__kind="difference").injury_unit == -1_600


def test_months_before_the_first_run_are_left_as_they_were_taken_over(area, unit):
    person = PersonFactory()
    charge(person, "2026-07", unit=unit)
    run(area, AUGUST, on=date(2026, 8, 10))
    employ(person, unit, since=date(2026, 7, 1))
    again(area)
    assert set(ContributionLine.objects.filter(person=person, month="2026-07-01").values_list("assessment__kind")) == {
        ("regular",)
    }


def test_the_next_run_looks_at_what_changed_first(area, unit):
    run(area)
    employ(PersonFactory(), unit, since=SEPTEMBER.first_day)
    found = run(area, OCTOBER, on=LATER)
    assert (found.corrected, found.people) == (1, 2)
    due = Bill.objects.filter(assessment__kind="supplement").values_list("due_on", flat=True)
    assert set(due) == {date(2026, 10, 26)}
    assert again(area, on=LATER) == 0


def test_an_open_difference_of_wages_is_issued_by_the_next_run(area, unit):
    regular = charge(Enrolment.objects.filter(unit=unit).first().person, "2026-08", unit=unit)
    difference = Assessment.objects.create(
        area=area, unit=unit, month=AUGUST.first_day, kind="difference", corrects=regular
    )
    ContributionLine.objects.create(
        assessment=difference, person=PersonFactory(), month=AUGUST.first_day, pension_own=700, pension_unit=1_400
    )
    waiting = Bill.objects.create(assessment=difference, agency="hrss", unit_total_fen=1_400, own_total_fen=700)
    run(area)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.issued_on, waiting.due_on) == ("issued", TODAY, date(2026, 9, 25))
    assert waiting.postings.get().amount_fen == 2_100


def test_what_was_paid_back_for_a_gap_is_never_reckoned_again(area, unit):
    person = PersonFactory()
    run(area)
    charge(person, "2026-09", unit=unit, kind="back_payment")
    employ(person, unit, since=SEPTEMBER.first_day)
    again(area)
    lines = ContributionLine.objects.filter(person=person).exclude(assessment__kind="back_payment")
    assert not lines.exists()


class Story:
    """A unit, its people and what happens to them, by chance."""

    def __init__(self, area, dice):
        self.area, self.dice = area, dice
        self.units = [UnitFactory(), UnitFactory()]
        self.people = [PersonFactory() for _ in range(5)]
        self.month, self.on = AUGUST, date(2026, 8, 8)
        assess(area, AUGUST, actor=None, at=NOW, on=self.on)

    def enrol(self):
        person = self.dice.choice(self.people)
        if not Enrolment.objects.filter(person=person, stop_month=None).exists():
            month = AUGUST + self.dice.randint(0, self.month - AUGUST)
            Enrolment.objects.filter(person=person, stop_month__gt=month.first_day).update(stop_month=month.first_day)
            Enrolment.objects.filter(person=person, first_month__gte=month.first_day).delete()
            employ(person, self.dice.choice(self.units), since=month.first_day)

    def take_back(self):
        person = self.dice.choice(self.people)
        for one in Enrolment.objects.filter(person=person, stop_month=None):
            one.stop_month, one.end_reason = one.first_month, "14"
            one.save()

    def leave(self):
        month = (AUGUST + self.dice.randint(0, 4)).first_day
        Enrolment.objects.filter(person=self.dice.choice(self.people), stop_month=None, first_month__lte=month).update(
            stop_month=month, end_reason="14"
        )

    def earn(self):
        one = Enrolment.objects.filter(person=self.dice.choice(self.people)).first()
        if one:
            declare(one.person, one.unit, self.dice.randint(200_000, 3_000_000), AUGUST + self.dice.randint(0, 3))

    def correct_wage(self):
        DeclaredWage.objects.filter(person=self.dice.choice(self.people)).update(undone_at=NOW)

    def next_month(self):
        self.month += 1
        self.on = self.month.day(8)
        assess(self.area, self.month, actor=None, at=NOW, on=self.on)

    def look(self):
        again(self.area, on=self.on)

    def check(self):
        for month in Month.span(AUGUST, self.month):
            lines = ContributionLine.objects.filter(month=month.first_day)
            sums: dict[tuple, dict[str, int]] = {}
            for line in lines.values("assessment__unit", "person_id", *COLUMNS):
                found = sums.setdefault((line.pop("assessment__unit"), line.pop("person_id")), {})
                for column, amount in line.items():
                    found[column] = found.get(column, 0) + (amount or 0)
            keys = set(sums) | {(unit.pk, person.pk) for unit in self.units for person in self.people}
            policy = month_policy(self.area, month)
            right = expected_of([Sampled(*key, {}) for key in keys], policy, month.day(8))
            for key in keys:
                charged = {column: amount for column, amount in sums.get(key, {}).items() if amount}
                assert charged == {column: amount for column, amount in right[key].items() if amount}, (month, key)
        for bill in Bill.objects.exclude(state="open"):
            posted = sum(
                one.amount_fen if one.kind == "charge" else -one.amount_fen
                for one in bill.postings.filter(kind__in=["charge", "credit_note"])
            )
            assert posted == bill.total_fen


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_rows_of_a_month_add_up_to_the_rule(area, seed):
    story = Story(area, random.Random(seed))
    acts = [story.enrol, story.enrol, story.enrol, story.take_back, story.leave, story.earn, story.correct_wage]
    for _ in range(25):
        story.dice.choice([*acts, story.look])()
        if story.month < Month(2026, 11) and story.dice.random() < 0.15:
            story.next_month()
    story.look()
    story.check()
    assert again(area, on=story.on) == 0
