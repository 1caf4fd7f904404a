"""A unit takes back what took effect: the record is as before, both days stay, and what stands in the way is told."""

from datetime import date, datetime

import pytest

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import ClosedMonth, DeclarationEvent, Enrolment
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.services import declarations, reductions, stops, undoing, unit_declarations
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UserFactory, employ

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
LATER = datetime(2026, 10, 9, 9, 0, tzinfo=NOW.tzinfo)
DAY = LATER.date()
CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}


@pytest.fixture
def operator():
    return UserFactory(operator=True)


def employee_of(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


def in_effect(operator, *people, reason="14", agencies=tuple(Agency)):
    """Return a reduction of people that took effect on the first of October."""
    answers = [
        ReductionAnswers(reason=reason, ended_on=date(2026, 9, 9), person=person, details=dict(CERTIFICATE))
        for person in people
    ]
    lines = reductions.lines_of(operator.unit, answers, on=TODAY)
    made = unit_declarations.prepare(
        "reduction", operator.unit, lines, actor=operator, at=NOW, on=TODAY, acknowledged=True
    )
    unit_declarations.submit(made.number, actor=operator, at=NOW, on=TODAY)
    for part in made.parts.filter(agency__in=agencies):
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=OCTOBER)
    return made


def undo(made, operator, people=None, **also):
    keys = None if people is None else [person.pk for person in people]
    return undoing.undo(made.number, actor=operator, at=LATER, on=DAY, people=keys, **also)


def running(person) -> set[int]:
    return set(Enrolment.objects.filter(person=person, stop_month=None).values_list("insurance", flat=True))


def states(made) -> set[str]:
    return set(made.parts.values_list("state", flat=True))


def codes_of(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_everything_runs_on_and_both_days_are_kept(operator):
    person = employee_of(operator)
    before = list(Enrolment.objects.filter(person=person).order_by("pk").values())
    made = in_effect(operator, person)
    assert running(person) == set()
    undo(made, operator)
    assert list(Enrolment.objects.filter(person=person).order_by("pk").values()) == before
    line = made.lines.get()
    assert (line.undone_at, states(made)) == (LATER, {State.UNDONE})
    assert set(made.parts.values_list("effective_on", flat=True)) == {OCTOBER}
    steps = DeclarationEvent.objects.filter(declaration=made, action__in=["take_effect", "undo"])
    assert sorted(steps.values_list("action", flat=True)) == ["take_effect", "take_effect", "undo", "undo"]
    assert Notice.objects.filter(person=person, code="reduction_undone_for_you").exists()
    assert Notice.objects.filter(unit=operator.unit, code="declaration_undone").count() == 1


def test_single_people_are_taken_out_and_the_last_of_them_ends_the_declaration(operator):
    stays, leaves = employee_of(operator), employee_of(operator)
    made = in_effect(operator, stays, leaves)
    undo(made, operator, [stays])
    assert (len(running(stays)), running(leaves)) == (5, set())
    assert states(made) == {State.EFFECTIVE}
    assert dict(made.lines.values_list("person", "undone_at")) == {stays.pk: LATER, leaves.pk: None}
    assert DeclarationEvent.objects.filter(declaration=made, action="undo").first().facts == {"people": 1}
    with pytest.raises(RuleBroken, match="undo.nothing_in_effect"):
        undo(made, operator, [stays])
    undo(made, operator, [leaves])
    assert (len(running(leaves)), states(made)) == (5, {State.UNDONE})


def test_twice_is_refused(operator):
    made = in_effect(operator, employee_of(operator))
    undo(made, operator)
    with pytest.raises(RuleBroken, match="undo.nothing_in_effect"):
        undo(made, operator)


def test_a_closed_month_asks_for_a_correction(operator):
    person = employee_of(operator)
    made = in_effect(operator, person)
    ClosedMonth.objects.create(area=made.area, month=date(2026, 9, 1), closed_on=DAY)
    assert undoing.way_back(made, states(made)) == undoing.WayBack.UNDO
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=DAY)
    with pytest.raises(RulesBroken) as caught:
        undo(made, operator)
    assert (codes_of(caught), running(person)) == (["undo.month_closed"], set())
    assert undoing.way_back(made, states(made)) == undoing.WayBack.CORRECT


@pytest.mark.parametrize("insurance", [Insurance.PENSION, Insurance.MEDICAL])
def test_who_is_insured_elsewhere_meanwhile_is_left_out(operator, insurance):
    moved, stays = employee_of(operator), employee_of(operator)
    made = in_effect(operator, moved, stays)
    EnrolmentFactory(person=moved, employee=True, insurance=insurance, first_month=OCTOBER)
    with pytest.raises(RulesBroken) as caught:
        undo(made, operator)
    assert codes_of(caught) == ["undo.insured_elsewhere"]
    assert caught.value.problems[0].facts["people"] == [moved.name]
    undo(made, operator, [stays])
    assert len(running(stays)) == 5


def test_work_injury_elsewhere_hinders_nothing_and_the_resident_scheme_does(operator):
    person = employee_of(operator)
    made = in_effect(operator, person)
    EnrolmentFactory(person=person, employee=True, insurance=Insurance.INJURY, first_month=OCTOBER)
    resident = EnrolmentFactory(person=person, resident=True, first_month=OCTOBER)
    with pytest.raises(RulesBroken) as caught:
        undo(made, operator)
    assert codes_of(caught) == ["undo.insured_elsewhere"]
    Enrolment.objects.filter(pk=resident.pk).update(stop_month=OCTOBER, end_reason="other", covered_until=OCTOBER)
    undo(made, operator)
    assert len(running(person)) == 5


def test_a_later_declaration_stands_in_the_way_until_it_is_withdrawn(operator):
    person, other = employee_of(operator), employee_of(operator)
    made = in_effect(operator, person, other)
    undo(made, operator, [person])
    again = in_effect(operator, person, agencies=())
    with pytest.raises(RulesBroken) as caught:
        undoing.refuse_if_any(undoing.problems(made, [], list(made.lines.all()), on=DAY))
    assert codes_of(caught) == ["undo.later_declaration"]
    assert caught.value.problems[0].facts == {"number": again.number, "people": [person.name]}
    unit_declarations.withdraw(again.number, actor=operator, at=LATER)
    undo(made, operator)
    assert states(made) == {State.UNDONE}


def test_what_one_agency_has_not_finished_is_withdrawn_along(operator):
    person = employee_of(operator)
    made = in_effect(operator, person, agencies=[Agency.HRSS])
    undo(made, operator)
    assert dict(made.parts.values_list("agency", "state")) == {"hrss": "undone", "medical": "withdrawn"}
    assert len(running(person)) == 5


def test_single_people_are_not_taken_out_while_an_agency_has_not_finished(operator):
    stays, leaves = employee_of(operator), employee_of(operator)
    made = in_effect(operator, stays, leaves, agencies=[Agency.HRSS])
    with pytest.raises(RuleBroken, match="undo.part_open"):
        undo(made, operator, [stays])


def test_an_accepted_part_is_asked_back_with_a_reason(operator):
    made = in_effect(operator, employee_of(operator), agencies=[Agency.HRSS])
    part = made.parts.get(agency=Agency.MEDICAL)
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)
    with pytest.raises(RuleBroken, match="withdraw.reason_missing"):
        undo(made, operator)
    assert dict(made.parts.values_list("agency", "state")) == {"hrss": "effective", "medical": "accepted"}
    undo(made, operator, text="职工没有离开单位，报错了。")
    assert dict(made.parts.values_list("agency", "state")) == {"hrss": "undone", "medical": "withdrawal_requested"}


def test_the_request_it_settled_is_undone_and_the_employee_told(operator):
    person = employee_of(operator)
    citizen = UserFactory(person=person)
    enrolment = Enrolment.objects.filter(person=person).first()
    request = stops.lodge_stop(
        enrolment, reason="moved_away", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY
    )
    made = in_effect(operator, person)
    assert states(request) == {State.EFFECTIVE}
    undo(made, operator)
    assert states(request) == {State.UNDONE}
    assert Notice.objects.filter(person=person, code="request_undone_with_reduction").exists()


def test_only_who_may_submit_takes_back_and_only_what_is_in_effect(operator):
    person = employee_of(operator)
    made = in_effect(operator, person, agencies=())
    with pytest.raises(RuleBroken, match="undo.nothing_in_effect"):
        undo(made, operator)
    preparer = UserFactory(operator=True, unit=operator.unit, rights=["prepare"])
    with pytest.raises(RuleBroken, match="R009"):
        undo(made, preparer)


def test_a_resumption_of_ones_own_is_not_hindered_by_kind(operator):
    """Whoever pays alone after leaving is insured elsewhere too."""
    person = employee_of(operator)
    made = in_effect(operator, person)
    EnrolmentFactory(person=person, kind=EnrolmentKind.FLEXIBLE, insurance=Insurance.PENSION, first_month=OCTOBER)
    with pytest.raises(RulesBroken) as caught:
        undo(made, operator)
    assert codes_of(caught) == ["undo.insured_elsewhere"]
