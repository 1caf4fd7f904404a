"""Increases whose world changes between submission and effect: other units' ends, closed books, former employments."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.rules.errors import RulesBroken
from accounts.rules.roles import Agency
from insurance.models import ClosedMonth, Enrolment, UnitRegistration
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import Insurance, UnitStatus
from insurance.rules.months import Month
from insurance.services import declarations, resumes, undoing, unit_requests
from insurance.services.due import run_due
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UserFactory, employ, enrol_flexible
from tests.insurance.services.test_increases import (
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    accept_all,
    decide,
    filed,
    of,
    reduction_of,
    running,
)

pytestmark = pytest.mark.django_db

IN_OCTOBER = date(2026, 10, 9)


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def holder():
    return UserFactory(operator=True)


@pytest.fixture
def held(holder):
    person = PersonFactory()
    employ(person, holder.unit)
    return person


def let_it_begin(day):
    for part in declarations.due_parts(day):
        assert declarations.take_effect(part, at=NOW, on=day)


def starts(person, unit) -> set:
    return set(Enrolment.objects.filter(person=person, unit=unit).values_list("first_month", flat=True))


@pytest.mark.parametrize("answer", ["silent", "refused"])
def test_a_late_reduction_of_the_unit_that_did_not_release_moves_the_start_behind_it(operator, holder, held, answer):
    declaration = filed(operator, of(held))
    if answer == "silent":
        unit_requests.pass_on_unanswered(declaration.number, at=NOW, on=date(2026, 9, 18))
    else:
        unit_requests.refuse(declaration.number, text="劳动合同未解除", actor=holder, at=NOW, on=TODAY)
    accept_all(reduction_of(holder, held))
    let_it_begin(OCTOBER)
    accept_all(declaration, IN_OCTOBER)
    assert running(held) == dict.fromkeys((110, 210, 310, 410, 510), operator.unit_id)
    assert starts(held, operator.unit) == {OCTOBER}


def test_the_second_agency_cuts_short_what_the_other_unit_let_end_later(operator, holder, held):
    declaration = filed(operator, of(held))
    unit_requests.pass_on_unanswered(declaration.number, at=NOW, on=date(2026, 9, 18))
    decide(declaration, Agency.HRSS)
    reduction = reduction_of(holder, held)
    for part in reduction.parts.all():
        decide(reduction, part.agency)
    let_it_begin(OCTOBER)
    decide(declaration, Agency.MEDICAL, IN_OCTOBER)
    assert running(held) == dict.fromkeys((110, 210, 310, 410, 510), operator.unit_id)


def test_who_worked_part_time_here_until_next_month_begins_behind_it(operator):
    person = PersonFactory()
    EnrolmentFactory(
        person=person,
        employee=True,
        unit=operator.unit,
        insurance=Insurance.INJURY,
        stop_month=OCTOBER,
        covered_until=date(2026, 9, 6),
        end_reason="14",
    )
    accept_all(filed(operator, of(person)))
    let_it_begin(OCTOBER)
    assert starts(person, operator.unit) == {date(2024, 1, 1), OCTOBER}


def test_who_worked_full_time_here_until_next_month_begins_part_time_behind_it(operator):
    person = PersonFactory()
    employ(person, operator.unit, stop_month=OCTOBER, covered_until=OCTOBER, end_reason="14")
    decide(filed(operator, of(person, employment_kind=EmploymentKind.PART_TIME)), Agency.HRSS)
    let_it_begin(OCTOBER)
    assert starts(person, operator.unit) == {date(2024, 1, 1), OCTOBER}


def test_books_closed_while_a_withdrawal_was_thought_over_move_the_start(operator):
    declaration = filed(operator, replace(of(PersonFactory()), started_on=date(2026, 10, 1)))
    accept_all(declaration)
    person = declaration.lines.get().person
    declarations.withdraw(declaration.number, actor=operator, at=NOW, text="误报")
    ClosedMonth.objects.create(area=declaration.area, month=OCTOBER, closed_on=date(2026, 11, 2))
    for part in declaration.parts.all():
        declarations.refuse_withdrawal(
            part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=date(2026, 11, 3), text="属实"
        )
    assert starts(person, operator.unit) == {NOVEMBER}


def test_undone_nobody_runs_on_with_a_unit_that_is_deregistered_by_now(operator, holder, held):
    declaration = filed(operator, of(held))
    unit_requests.pass_on_unanswered(declaration.number, at=NOW, on=date(2026, 9, 18))
    accept_all(declaration)
    UnitRegistration.objects.filter(unit=holder.unit).update(status=UnitStatus.TERMINATED)
    undoing.undo(declaration.number, actor=operator, at=NOW, on=TODAY)
    ended = Enrolment.objects.filter(unit=holder.unit).exclude(insurance=Insurance.INJURY)
    assert set(ended.values_list("stop_month", "end_reason")) == {(SEPTEMBER, "29")}


def test_what_the_second_agency_cut_short_ends_again_as_declared_when_it_is_undone(operator, holder, held):
    declaration = filed(operator, of(held))
    unit_requests.pass_on_unanswered(declaration.number, at=NOW, on=date(2026, 9, 18))
    decide(declaration, Agency.HRSS)
    accept_all(reduction_of(holder, held))
    let_it_begin(OCTOBER)
    decide(declaration, Agency.MEDICAL, IN_OCTOBER)
    undoing.undo(declaration.number, actor=operator, at=NOW, on=IN_OCTOBER)
    medical = Enrolment.objects.get(unit=holder.unit, insurance=Insurance.MEDICAL)
    assert (medical.stop_month, medical.end_reason) == (OCTOBER, "14")


def test_who_meant_to_pay_alone_from_next_month_does_not_once_an_employer_does(operator):
    citizen = UserFactory()
    ended = {"stop_month": date(2026, 7, 1), "covered_until": date(2026, 7, 1), "end_reason": "moved_away"}
    pension, _medical = enrol_flexible(citizen.person, **ended)
    going_on = resumes.lodge_resume(pension, resume_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)
    decide(going_on, Agency.HRSS)
    accept_all(filed(operator, of(citizen.person)))
    outcomes = {outcome.job: outcome for outcome in run_due(on=OCTOBER, at=NOW)}
    assert outcomes["declarations taking effect"].failed == ()
    assert running(citizen.person) == dict.fromkeys((110, 210, 310, 410, 510), operator.unit_id)


def test_a_unit_that_is_deregistered_takes_nothing_back(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    reduction = reduction_of(operator, person)
    accept_all(reduction, OCTOBER)
    UnitRegistration.objects.filter(unit=operator.unit).update(status=UnitStatus.TERMINATED)
    with pytest.raises(RulesBroken, match="R010"):
        undoing.undo(reduction.number, actor=operator, at=NOW, on=IN_OCTOBER)
