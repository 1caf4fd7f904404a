"""Rows written by the set are what the rules and the services give for one person and one month."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db.models import Sum

from insurance.models import Assessment, Bill, ContributionLine, DeclarationLine, Enrolment
from insurance.rules.contribution import Bounds, contribution
from insurance.rules.kinds import AssessmentKind, BillState, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.policy import base_bound_on, rates_on
from insurance.services.enrolments import ending_of
from portal.demo.ledger import last_assessed
from portal.demo.lives import Stay
from portal.demo.writing import covered_from
from portal.demo.writing import covered_until as planned_until
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

EVERY_NTH_LINE = 97
HRSS_COLUMNS = ("pension_unit", "pension_own", "unemployment_unit", "unemployment_own", "injury_unit")
MEDICAL_COLUMNS = ("medical_unit", "medical_own", "supplement_own", "maternity_unit", "resident_own")
LAST = last_assessed(TODAY)


def charged(enrolment: Enrolment, month: Month) -> bool:
    """Tell whether an enrolment is charged in a month; residents once for a calendar year."""
    first, stop, closed = enrolment.first_month, enrolment.stop_month, enrolment.unit and enrolment.unit.closed_on
    if not first <= month.first_day or (stop and month.first_day >= stop) or (closed and month.last_day > closed):
        return False
    return enrolment.kind != EnrolmentKind.RESIDENT or month.number == 1 or month == Month.of(first)


def expected(enrolment: Enrolment, wage: int, month: Month) -> tuple[int, int]:
    """Return the unit's and the person's part of one insurance and month by the rules."""
    injury_class = enrolment.unit.registration.injury_class if enrolment.insurance == Insurance.INJURY else 0
    rate = next(
        rate
        for rate in rates_on(enrolment.area, month.first_day)
        if (rate.insurance, rate.kind, rate.injury_class) == (enrolment.insurance, enrolment.kind, injury_class)
    )
    if enrolment.insurance == Insurance.RESIDENT:
        return 0, rate.yearly_fen
    if enrolment.insurance == Insurance.SUPPLEMENT:
        return 0, rate.yearly_fen // 12
    bound = base_bound_on(enrolment.area, month.first_day)
    amount = contribution(
        wage, Bounds(bound.lower_fen, bound.upper_fen), employer_rate=rate.unit_rate, personal_rate=rate.own_rate
    )
    return amount.employer, amount.personal


def lines_of_sample() -> list[ContributionLine]:
    lines = ContributionLine.objects.select_related("assessment").order_by("person", "month", "pk")
    return [*lines[::EVERY_NTH_LINE], *lines.filter(resident_own__isnull=False)[::20]]


def test_amounts_are_those_of_the_rules(demo_city):
    compared = 0
    for line in lines_of_sample():
        month = Month.of(line.month)
        segments = Enrolment.objects.filter(person=line.person_id, unit=line.assessment.unit_id)
        for segment in segments.select_related("unit__registration", "area"):
            if not charged(segment, month):
                continue
            unit_part, own_part = expected(segment, line.wage_fen, month)
            unit_column, own_column = UNIT_COLUMN[segment.insurance], OWN_COLUMN[segment.insurance]
            assert unit_column is None or getattr(line, unit_column) == unit_part, (line.pk, segment.insurance)
            assert own_column is None or getattr(line, own_column) == own_part, (line.pk, segment.insurance)
            compared += 1
    assert compared > 1000


def test_a_line_names_an_insurance_if_and_only_if_the_person_is_charged_for_it(demo_city):
    for line in lines_of_sample():
        segments = Enrolment.objects.filter(person=line.person_id, unit=line.assessment.unit_id).select_related("unit")
        wanted = {s.insurance for s in segments if charged(s, Month.of(line.month))}
        assert {i for i in Insurance if getattr(line, OWN_COLUMN[i] or UNIT_COLUMN[i]) is not None} == wanted


def test_every_charged_month_has_one_line_and_no_other_month_has(demo_city):
    wanted = set()
    for segment in Enrolment.objects.select_related("unit"):
        last = min(Month.of(segment.stop_month) - 1, LAST) if segment.stop_month else LAST
        wanted |= {
            (segment.person_id, segment.unit_id, month.first_day)
            for month in Month.span(Month.of(segment.first_month), last)
            if charged(segment, month)
        }
    kinds = (AssessmentKind.REGULAR, AssessmentKind.YEARLY)
    lines = ContributionLine.objects.filter(assessment__kind__in=kinds, month__lte=LAST.first_day)
    found = list(lines.values_list("person", "assessment__unit", "month"))
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_bounds_and_rounding_were_put_to_work(demo_city):
    bases = set(ContributionLine.objects.exclude(pension_own=None).values_list("wage_fen", "hrss_base_fen"))
    assert any(base > wage for wage, base in bases)
    assert any(base < wage for wage, base in bases)
    assert any(base % 100 for _, base in bases)


def test_bills_add_up_to_their_lines(demo_city):
    of_lines = defaultdict(int)
    for row in ContributionLine.objects.values("assessment").annotate(
        **{column: Sum(column) for column in (*HRSS_COLUMNS, *MEDICAL_COLUMNS)}
    ):
        for agency, columns in (("hrss", HRSS_COLUMNS), ("medical", MEDICAL_COLUMNS)):
            of_lines[row["assessment"], agency] = sum(row[column] or 0 for column in columns)
    for bill in Bill.objects.all():
        assert bill.unit_total_fen + bill.own_total_fen == of_lines.pop((bill.assessment_id, bill.agency))
    assert not any(of_lines.values())


def test_every_assessment_has_a_bill_and_lines(demo_city):
    assert not Assessment.objects.filter(bills=None).exists()
    assert not Assessment.objects.filter(lines=None).exists()


def test_money_and_days_of_bills_agree_with_their_states(demo_city):
    for bill in Bill.objects.all():
        total = bill.unit_total_fen + bill.own_total_fen
        if bill.state == BillState.PAID:
            assert bill.paid_fen == total
            assert bill.paid_on <= bill.credited_on <= TODAY
        elif bill.state == BillState.PART_PAID:
            assert 0 < bill.paid_fen < total
        else:
            assert bill.paid_fen == (total if bill.paid_on else 0)


def test_most_are_paid_in_time(demo_city):
    due = Bill.objects.filter(due_on__lt=TODAY)
    on_time = sum(bill.credited_on is not None and bill.credited_on <= bill.due_on for bill in due)
    assert on_time > due.count() * 0.97


@pytest.mark.parametrize("insurance", [Insurance.INJURY, Insurance.MEDICAL])
def test_planned_cover_ends_when_the_service_says(demo_city, insurance):
    for ended_day in (1, 14, 31):
        stop = Month(2026, 9)
        ended_on = (stop - 1).day(ended_day)
        stay = Stay(kind=EnrolmentKind.EMPLOYEE, first=Month(2025, 1), first_day=Month(2025, 1).day(6)).stopped(
            stop, "14", ended_on
        )
        segment = Enrolment(
            insurance=insurance, first_month=stay.first.first_day, covered_from=covered_from(stay, insurance)
        )
        line = DeclarationLine(stop_month=stop.first_day, ended_on=ended_on)
        assert planned_until(stay, insurance) == ending_of(segment, line).covered_until


def test_work_injury_covers_from_the_day_after_the_first_day_of_work(demo_city):
    for segment in Enrolment.objects.filter(insurance=Insurance.INJURY)[:50]:
        assert segment.covered_from > segment.first_month
        assert segment.covered_from <= segment.first_month + timedelta(days=31)


def test_wages_of_earlier_years_are_lower(demo_city):
    line = ContributionLine.objects.filter(person__name="赵建国", wage_fen__isnull=False).order_by("month")
    assert line[0].wage_fen == 680_000 * (100 - 3 * (TODAY.year - line[0].month.year)) // 100
    assert line.last().wage_fen == 680_000


def test_the_supplement_is_a_flat_amount(demo_city):
    found = ContributionLine.objects.exclude(supplement_own=None).values_list(
        "assessment__area__code", "supplement_own"
    )
    assert set(found) == {("379901", 700), ("379902", 500)}
