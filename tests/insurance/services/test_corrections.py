"""After the books are closed a mistake is corrected from the first open month on; closed months stay as they are."""

from datetime import date, datetime

import pytest

from accounts.rules.errors import RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Assessment, Bill, ClosedMonth, ContributionLine, DeclarationLine, Enrolment
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.workflow import State
from insurance.services import corrections, declarations, reductions, unit_declarations
from insurance.services.reassessing import reassess
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, DeclarationFactory, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.contributions import charge as charge_month
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
LATER = datetime(2026, 11, 9, 9, 0, tzinfo=NOW.tzinfo)
DAY = LATER.date()
CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
SAID = "人事误报，该职工一直在岗。"


@pytest.fixture
def operator():
    return UserFactory(operator=True)


def employee_of(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


def reduced(operator, *people):
    """Return a reduction in effect from October whose month is closed."""
    answers = [
        ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), person=person, details=dict(CERTIFICATE))
        for person in people
    ]
    lines = reductions.lines_of(operator.unit, answers, on=TODAY)
    by = {"actor": operator, "at": NOW, "on": TODAY}
    made = unit_declarations.prepare("reduction", operator.unit, lines, **by, acknowledged=True)
    unit_declarations.submit(made.number, **by)
    for part in made.parts.all():
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=OCTOBER)
    close(made, OCTOBER)
    return made


def close(made, month):
    ClosedMonth.objects.create(area=made.area, month=month, closed_on=DAY)


def drafted(made, operator, people, *, wrong="still_employed", text=SAID):
    keys = [person.pk for person in people]
    return corrections.draft_correction(made, keys, wrong=wrong, text=text, actor=operator, at=LATER, on=DAY)


def filed(made, operator, people, **said):
    correction = drafted(made, operator, people, **said)
    return unit_declarations.submit(correction.number, actor=operator, at=LATER, on=DAY)


def accept(correction, agencies=tuple(Agency)):
    for part in correction.parts.filter(agency__in=agencies):
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=LATER, on=DAY)


def months_of(person) -> set[tuple]:
    rows = Enrolment.objects.filter(person=person).exclude(insurance=Insurance.INJURY)
    return set(rows.values_list("first_month", "stop_month"))


def codes_of(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_who_never_left_goes_on_from_the_first_open_month(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    before = list(Enrolment.objects.filter(person=person).order_by("pk").values())
    correction = filed(made, operator, [person])
    accept(correction)
    ended = Enrolment.objects.filter(pk__in=[row["id"] for row in before]).order_by("pk")
    assert list(ended.values()) == before, "what is closed is not touched"
    assert months_of(person) == {(date(2024, 1, 1), OCTOBER), (NOVEMBER, None)}
    again = Enrolment.objects.filter(person=person, stop_month=None)
    assert {(one.unit_id, one.wage_fen, one.kind) for one in again} == {(operator.unit_id, 800_000, "employee")}
    assert again.get(insurance=Insurance.INJURY).covered_from == date(2026, 11, 10), "the day after"
    assert made.lines.get().undone_at == LATER
    assert set(made.parts.values_list("state", flat=True)) == {State.UNDONE}


def test_the_closed_months_that_are_charged_later_are_named(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    correction = filed(made, operator, [person])
    named = [
        {"month": "2026-10", "agency": "hrss", "money": "to_charge", "insurances": [110, 210, 410]},
        {"month": "2026-10", "agency": "medical", "money": "to_charge", "insurances": [310, 510]},
    ]
    assert correction.lines.get().details["settlement"] == named
    accept(correction)
    assert correction.lines.get().details["settlement"] == named


def test_a_month_closed_while_it_waited_is_charged_later_too(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    correction = filed(made, operator, [person])
    close(made, NOVEMBER)
    accept(correction)
    assert (DECEMBER, None) in months_of(person)
    line = correction.lines.get()
    assert {entry["month"] for entry in line.details["settlement"]} == {"2026-10", "2026-11"}
    assert line.start_month == DECEMBER


def test_each_agency_corrects_its_own_and_the_last_one_marks_the_line(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    correction = filed(made, operator, [person])
    accept(correction, [Agency.HRSS])
    running = Enrolment.objects.filter(person=person, stop_month=None).values_list("insurance", flat=True)
    assert set(running) == {110, 210, 410}
    assert dict(made.parts.values_list("agency", "state")) == {"hrss": "undone", "medical": "effective"}
    assert made.lines.get().undone_at is None
    accept(correction, [Agency.MEDICAL])
    assert made.lines.get().undone_at == LATER


def test_for_single_people_the_rest_stays_in_effect(operator):
    stays, leaves = employee_of(operator), employee_of(operator)
    made = reduced(operator, stays, leaves)
    accept(filed(made, operator, [stays]))
    assert months_of(leaves) == {(date(2024, 1, 1), OCTOBER)}
    assert set(made.parts.values_list("state", flat=True)) == {State.EFFECTIVE}
    assert dict(made.lines.values_list("person", "undone_at")) == {stays.pk: LATER, leaves.pk: None}
    with pytest.raises(RulesBroken) as caught:
        drafted(made, operator, [stays])
    assert codes_of(caught) == ["correction.nothing_in_effect"]


def test_an_open_month_is_taken_back_not_corrected(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    ClosedMonth.objects.all().delete()
    with pytest.raises(RulesBroken) as caught:
        drafted(made, operator, [person], wrong="", text="")
    assert codes_of(caught) == ["correction.still_open", "correction.wrong_missing", "correction.text_short"]


@pytest.mark.parametrize("wrong", ["never_employed", "left_earlier"])
def test_what_was_wrong_fits_the_kind(operator, wrong):
    person = employee_of(operator)
    with pytest.raises(RulesBroken) as caught:
        drafted(reduced(operator, person), operator, [person], wrong=wrong)
    assert codes_of(caught) == ["correction.wrong_missing"]


def test_nobody_is_insured_twice(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    EnrolmentFactory(person=person, employee=True, insurance=Insurance.MEDICAL, first_month=NOVEMBER)
    with pytest.raises(RulesBroken) as caught:
        drafted(made, operator, [person])
    assert codes_of(caught) == ["undo.insured_elsewhere"]


def test_one_correction_at_a_time(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    first = filed(made, operator, [person])
    with pytest.raises(RulesBroken) as caught:
        drafted(made, operator, [person])
    assert (codes_of(caught), caught.value.problems[0].facts) == (["R017"], {"number": first.number})


def increased(operator, person):
    """Return an increase in effect from September, as an agency accepted it, whose months to October are closed."""
    given = {"people": [person], "state": "effective", "insurances": (110, 310)}
    made = DeclarationFactory(
        reduction=True, lodged_by=operator, **{f"parts__{name}": value for name, value in given.items()}
    )
    made.kind = DeclarationKind.INCREASE
    made.save()
    DeclarationLine.objects.filter(declaration=made).update(stop_month=None, start_month=date(2026, 9, 1))
    for code, agency in ((110, "hrss"), (310, "medical")):
        part = made.parts.get(agency=agency)
        EnrolmentFactory(
            person=person,
            unit=operator.unit,
            kind="employee",
            insurance=code,
            first_month=date(2026, 9, 1),
            begun_by=part,
        )
    close(made, OCTOBER)
    return made


def charge(operator, person, month):
    assessment = Assessment.objects.create(area=operator.unit.registration.area, unit=operator.unit, month=month)
    amounts = {"pension_unit": 128_000, "pension_own": 64_000, "medical_unit": 64_000, "medical_own": 16_000}
    ContributionLine.objects.create(assessment=assessment, person=person, month=month, **amounts)


def test_who_never_came_ends_and_what_was_charged_is_named(operator):
    person = PersonFactory()
    for month in (date(2026, 9, 1), OCTOBER):
        charge(operator, person, month)
    made = increased(operator, person)
    correction = filed(made, operator, [person], wrong="never_employed")
    assert correction.lines.get().stop_month == NOVEMBER
    accept(correction)
    segments = Enrolment.objects.filter(person=person)
    assert set(segments.values_list("stop_month", "end_reason", "covered_until")) == {(NOVEMBER, "34", NOVEMBER)}
    owed = correction.lines.get().details["settlement"]
    assert [(one["month"], one["agency"], one["unit_fen"], one["own_fen"]) for one in owed] == [
        ("2026-09", "hrss", 128_000, 64_000),
        ("2026-09", "medical", 64_000, 16_000),
        ("2026-10", "hrss", 128_000, 64_000),
        ("2026-10", "medical", 64_000, 16_000),
    ]
    assert {one["money"] for one in owed} == {"to_refund"}
    assert set(made.parts.values_list("state", flat=True)) == {State.UNDONE}


def test_the_money_of_closed_months_is_settled_once(operator):
    put_policy(AreaFactory())
    person = employee_of(operator)
    charge_month(person, "2026-09", unit=operator.unit)
    made = reduced(operator, person)
    accept(filed(made, operator, [person]))
    area, on = made.area, date(2026, 11, 10)
    assert reassess(area, at=LATER, on=on) == 2
    assert reassess(area, at=LATER, on=on) == 0
    settled = Assessment.objects.filter(kind="supplement", unit=operator.unit)
    assert set(settled.values_list("month", "made_by__declaration__kind")) == {(OCTOBER, "correction")}
    bills = Bill.objects.filter(assessment__in=settled, state="issued")
    assert {bill.agency: bill.total_fen for bill in bills} == {"hrss": 203_200, "medical": 90_400}


def test_what_was_charged_for_who_never_came_is_given_back_once(operator):
    put_policy(AreaFactory())
    person = PersonFactory()
    for month in ("2026-09", "2026-10"):
        charge_month(person, month, unit=operator.unit, parts={"pension_unit": 9, "pension_own": 4, "medical_own": 2})
    made = increased(operator, person)
    accept(filed(made, operator, [person], wrong="never_employed"))
    for _ in range(2):
        reassess(made.area, at=LATER, on=date(2026, 11, 10))
    lines = ContributionLine.objects.filter(person=person, assessment__kind="refund")
    amounts = lines.order_by("month", "pension_own").values_list("month", "pension_unit", "pension_own", "medical_own")
    assert list(amounts) == [
        (date(2026, 9, 1), -9, -4, None),
        (date(2026, 9, 1), None, None, -2),
        (OCTOBER, -9, -4, None),
        (OCTOBER, None, None, -2),
    ]


def test_what_was_given_back_already_is_looked_at_once_and_a_later_charge_stays(operator):
    put_policy(AreaFactory())
    person, parts = PersonFactory(), {"pension_unit": 9, "pension_own": 4}
    charge_month(person, "2026-10", unit=operator.unit, parts=parts)
    made = increased(operator, person)
    correction = filed(made, operator, [person], wrong="never_employed")
    charge_month(
        person, "2026-10", unit=operator.unit, kind="refund", parts={name: -fen for name, fen in parts.items()}
    )
    accept(correction)
    reassess(made.area, at=LATER, on=date(2026, 11, 10))
    charge_month(person, "2026-10", unit=operator.unit, kind="supplement", parts=parts)
    reassess(made.area, at=LATER, on=date(2026, 11, 10))
    assert ContributionLine.objects.filter(person=person, assessment__made_by__declaration=correction).count() == 0
