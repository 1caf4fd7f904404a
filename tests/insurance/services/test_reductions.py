"""A unit's reduction: whom it means, what it asks for, what it changes when it takes effect."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import AuditEntry, Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Declaration, Enrolment
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reduction_window import EffectiveRule
from insurance.rules.workflow import State
from insurance.services import declarations, reductions, stops, unit_declarations, unit_requests
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.record import supersede_window

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
RESIGNED = ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), details=CERTIFICATE)


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def employee(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


def drafted(operator, person, answers=RESIGNED, *, on=TODAY, acknowledged=True, **also):
    meant = replace(answers, person=person, details=dict(answers.details))
    return reductions.draft_reduction(
        operator.unit, meant, actor=operator, at=NOW, on=on, acknowledged=acknowledged, **also
    )


def filed(operator, person, answers=RESIGNED, *, on=TODAY):
    number = drafted(operator, person, answers, on=on).number
    return unit_declarations.submit(number, actor=operator, at=NOW, on=on)


def decide(declaration, agency, on, act=declarations.accept, **also):
    part = declaration.parts.get(agency=agency)
    actor = also.pop("actor", None) or UserFactory(clerk=True)
    return act(part.pk, actor=actor, version=part.version, at=NOW, on=on, **also)


def codes_of(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def stop_months(person) -> dict[int, date | None]:
    return dict(Enrolment.objects.filter(person=person).values_list("insurance", "stop_month"))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("买买提.阿凡提", "买买提·阿凡提"), (" 欧阳 娜娜 ", "欧阳娜娜"), ("林晓安", "林晓安")],
)
def test_number_and_name_together_name_an_employee_however_they_are_written(operator, typed, stored):
    person = PersonFactory(name=stored)
    employ(person, operator.unit)
    number = f" {person.identity_number[:6]} {person.identity_number[6:].lower()} "
    answers = ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), id_number=number, name=typed)
    assert reductions.employees_of(operator.unit, [answers], on=TODAY) == [person]


def test_where_the_real_day_counts_its_month_is_proposed_as_the_last_one_charged(operator, employee):
    supersede_window("unit", rule=EffectiveRule.DATE)
    july = replace(RESIGNED, ended_on=date(2026, 7, 20))
    assert drafted(operator, employee, july).lines.get().stop_month == date(2026, 8, 1)


def test_each_agencys_part_takes_effect_alone_and_in_any_order(operator, employee):
    declaration = filed(operator, employee)
    decide(declaration, Agency.HRSS, TODAY)
    assert set(stop_months(employee).values()) == {None}, "the month has not come"
    hrss = declaration.parts.get(agency=Agency.HRSS)
    assert declarations.take_effect(hrss.pk, at=NOW, on=OCTOBER)
    assert stop_months(employee) == {110: OCTOBER, 210: OCTOBER, 410: OCTOBER, 310: None, 510: None}
    decide(declaration, Agency.MEDICAL, date(2026, 10, 12))
    assert set(stop_months(employee).values()) == {OCTOBER}
    assert {part.state for part in declaration.parts.all()} == {State.EFFECTIVE}


def test_an_end_closes_every_segment_with_reason_and_cover(operator, employee):
    declaration = filed(operator, employee)
    for agency in Agency:
        decide(declaration, agency, OCTOBER)
    for segment in Enrolment.objects.filter(person=employee):
        assert (segment.stop_month, segment.end_reason, segment.terminated) == (OCTOBER, "14", False)
        last = date(2026, 9, 10) if segment.insurance == Insurance.INJURY else OCTOBER
        assert segment.covered_until == last, "work injury covers to the last day of work"
        assert segment.ended_by.declaration == declaration


@pytest.mark.parametrize(("reason", "for_good"), [("22", True), ("23b", True), ("23a", False), ("28", False)])
def test_only_some_reasons_end_the_relation_for_good(operator, employee, reason, for_good):
    answers = replace(RESIGNED, reason=reason)
    declaration = filed(operator, employee, answers)
    for agency in Agency:
        decide(declaration, agency, OCTOBER)
    assert set(Enrolment.objects.values_list("terminated", flat=True)) == {for_good}


def test_a_mistaken_increase_is_taken_back_by_a_supervisor_and_was_never_charged(operator):
    person = PersonFactory()
    employ(person, operator.unit, since=date(2026, 9, 1))
    declaration = filed(operator, person, ReductionAnswers(reason="34", ended_on=None))
    assert declaration.lines.get().stop_month == date(2026, 9, 1)
    with pytest.raises(RuleBroken, match="workflow.supervisor_only"):
        decide(declaration, Agency.HRSS, TODAY)
    for agency in Agency:
        decide(declaration, agency, TODAY, actor=UserFactory(supervisor=True))
    assert set(stop_months(person).values()) == {date(2026, 9, 1)}, "stops in its first month: nothing is charged"


def test_retirement_is_accepted_early_and_judged_by_the_earlier_age_where_no_sex_is_stated(operator):
    old_enough = PersonFactory(born_on=date(1975, 2, 3), sex="9")
    too_young = PersonFactory(born_on=date(1990, 2, 3), sex="9")
    for person in (old_enough, too_young):
        employ(person, operator.unit)
    retired = replace(RESIGNED, reason="21")
    assert drafted(operator, old_enough, retired).lines.get().reason == "21"
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, too_young, retired)
    assert codes_of(caught) == ["R021"]


def test_only_what_runs_with_this_unit_is_meant(operator, employee):
    elsewhere = EnrolmentFactory(person=employee, employee=True, insurance=Insurance.INJURY)
    declaration = filed(operator, employee)
    for agency in Agency:
        decide(declaration, agency, OCTOBER)
    elsewhere.refresh_from_db()
    assert elsewhere.stop_month is None


def test_the_employees_own_request_is_settled_by_the_reduction(operator, employee):
    citizen = UserFactory(person=employee)
    enrolment = Enrolment.objects.filter(person=employee).first()
    request = stops.lodge_stop(
        enrolment, reason="moved_away", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY
    )
    declaration = filed(operator, employee)
    assert declaration.lines.get().settles == request
    assert unit_requests.overdue(date(2026, 12, 1)) == [], "a reduction is under way"
    for agency in Agency:
        decide(declaration, agency, OCTOBER)
    request.unit_request.refresh_from_db()
    assert request.unit_request.answer == "done"
    assert {part.state for part in request.parts.all()} == {State.EFFECTIVE}


def test_what_was_sent_back_is_corrected_and_goes_to_the_same_desk(operator, employee):
    declaration = filed(operator, employee)
    part = declaration.parts.get(agency=Agency.HRSS)
    answer = {"reason_code": "wrong_reason", "next_action": "correct_and_resubmit", "text": "应为协商解除。"}
    declarations.send_back(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, **answer)
    agreed = replace(RESIGNED, reason="12", details=CERTIFICATE | {"proposed_by": "unit"})
    drafted(operator, employee, agreed, number=declaration.number)
    unit_declarations.submit(declaration.number, actor=operator, at=NOW, on=TODAY)
    assert Declaration.objects.count() == 1
    assert declaration.lines.get().reason == "12"
    assert {part.state for part in declaration.parts.all()} == {State.SUBMITTED}


def test_a_correction_keeps_the_window_of_the_day_it_was_first_submitted(operator, employee):
    declaration = filed(operator, employee)
    for agency in Agency:
        part = declaration.parts.get(agency=agency)
        answer = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请核对。"}
        declarations.send_back(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, **answer)
    october = date(2026, 10, 8)
    drafted(operator, employee, replace(RESIGNED, stop_month=Month(2026, 10)), on=october, number=declaration.number)
    unit_declarations.submit(declaration.number, actor=operator, at=NOW, on=october)
    assert declaration.lines.get().stop_month == OCTOBER


def test_a_draft_narrowed_and_widened_again_reaches_both_agencies(operator, employee):
    number = drafted(operator, employee).number
    for insurances in ((Insurance.PENSION,), ()):
        drafted(operator, employee, replace(RESIGNED, insurances=insurances), number=number)
    declaration = unit_declarations.submit(number, actor=operator, at=NOW, on=TODAY)
    assert dict(declaration.parts.values_list("agency", "state")) == {"hrss": "submitted", "medical": "submitted"}


def test_hard_and_soft_findings_are_told_together(operator, employee):
    answers = replace(RESIGNED, ended_on=date(2026, 12, 31))
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, employee, answers, acknowledged=False)
    assert codes_of(caught) == ["R006.late", "R029"]
    assert not Declaration.objects.exists()


def test_the_person_learns_of_it_and_the_audit_knows_who_did_it(operator, employee):
    declaration = filed(operator, employee)
    told = Notice.objects.get(person=employee)
    assert (told.code, told.facts["stop_month"]) == ("reduction_filed_for_you", "2026-10")
    acts = AuditEntry.objects.filter(subject_number=declaration.number).order_by("pk")
    assert list(acts.values_list("action", "actor")) == [
        ("declaration.prepared", operator.pk),
        ("declaration.submitted", operator.pk),
    ]


@pytest.mark.parametrize("right", ["prepare", "submit"])
def test_each_step_needs_its_right(operator, employee, right):
    other = UserFactory(operator=True, unit=operator.unit, rights=[right])
    steps = {
        "prepare": lambda actor: drafted(actor, employee),
        "submit": lambda actor: unit_declarations.submit(
            drafted(operator, employee).number, actor=actor, at=NOW, on=TODAY
        ),
    }
    steps[right](other)
    missing = next(name for name in steps if name != right)
    with pytest.raises(RuleBroken, match="R009"):
        steps[missing](other)


def test_the_supplement_goes_with_medical_insurance(operator, employee):
    EnrolmentFactory(person=employee, unit=operator.unit, kind=EnrolmentKind.EMPLOYEE, insurance=Insurance.SUPPLEMENT)
    chosen = replace(RESIGNED, insurances=(Insurance.MEDICAL,))
    assert drafted(operator, employee, chosen).lines.get().insurances == [310, 330]


@pytest.mark.parametrize("ended_on", [date.min, date.max])
def test_no_day_of_the_calendar_is_too_much_for_the_rules(operator, employee, ended_on):
    with pytest.raises(RulesBroken, match="R006"):
        drafted(operator, employee, replace(RESIGNED, ended_on=ended_on), acknowledged=False)
