"""What is going on about a person: nobody else's, and only what can still happen."""

import pytest

from accounts.rules.roles import Agency
from insurance.models import UnitRequest
from insurance.rules.kinds import Insurance
from insurance.rules.workflow import State
from insurance.selectors.under_way import step_for, steps_about
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

BOTH = (Insurance.PENSION, Insurance.MEDICAL)


def test_a_declaration_is_told_once_for_each_agency():
    declaration = DeclarationFactory(parts__insurances=BOTH)
    hrss, medical = steps_about(declaration.person_id)
    assert (hrss.agency, hrss.insurances) == (Agency.HRSS, {Insurance.PENSION})
    assert (medical.agency, medical.insurances) == (Agency.MEDICAL, {Insurance.MEDICAL})
    assert (hrss.is_own, hrss.number) == (True, declaration.number)


def test_of_a_units_reduction_only_the_own_line_is_told():
    me, colleague = PersonFactory(), PersonFactory()
    reduction = DeclarationFactory(reduction=True, parts__people=[colleague, me])
    reduction.lines.filter(person=colleague).update(insurances=[310])
    [step] = steps_about(me.pk)
    assert (step.number, step.is_own, step.unit_name) == (reduction.number, False, reduction.unit.name)
    assert step.insurances == {Insurance.PENSION}


@pytest.mark.parametrize("state", ["draft", "withdrawn", "rejected", "effective"])
def test_what_is_over_or_not_begun_is_not_under_way(state):
    declaration = DeclarationFactory(parts__state=state)
    assert steps_about(declaration.person_id) == []


@pytest.mark.parametrize(("answer", "told"), [("pending", True), ("silent", False)])
def test_the_units_clock_is_told_until_it_has_answered(answer, told):
    declaration = DeclarationFactory()
    answered = None if answer == "pending" else NOW
    unit = UserFactory(operator=True).unit
    UnitRequest.objects.create(
        declaration=declaration, unit=unit, asked_at=NOW, due_on=TODAY, answer=answer, answered_at=answered
    )
    [step] = steps_about(declaration.person_id)
    assert step.unit_answers_by == (TODAY if told else None)


def test_an_accepted_step_tells_more_than_a_submitted_one():
    user = UserFactory()
    DeclarationFactory(lodged_by=user, parts__state="submitted")
    accepted = DeclarationFactory(lodged_by=user, parts__state="accepted")
    DeclarationFactory(lodged_by=user, parts__state="submitted")
    step = step_for(steps_about(user.person_id), Insurance.PENSION, None)
    assert (step.number, step.state) == (accepted.number, State.ACCEPTED)
    assert step_for(steps_about(user.person_id), Insurance.MEDICAL, None) is None
