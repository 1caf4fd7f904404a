"""Two people at once: two connections, a barrier, one effect and one polite refusal, over and over."""

import uuid
from datetime import date

import pytest

from accounts.rules.errors import RuleBroken
from accounts.services import submissions
from insurance.models import Declaration, DeclarationEvent, Enrolment
from insurance.rules.months import Month
from insurance.services import declarations, resumes, stops
from tests.factories import NOW, TODAY, UserFactory, enrol_flexible
from tests.races import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 20


def lodged():
    citizen = UserFactory()
    enrol_flexible(citizen.person)
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=110)
    month = Month(2026, 10)
    declaration = stops.lodge_stop(enrolment, reason="hardship", stop_month=month, actor=citizen, at=NOW, on=TODAY)
    return citizen, declaration, declaration.parts.get()


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_clerks_accept_at_once_and_one_does(round_):
    _, declaration, part = lodged()
    clerks = [UserFactory(clerk=True), UserFactory(clerk=True)]

    def accept(clerk):
        return lambda: declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=date(2026, 10, 2))

    outcomes = at_once(*map(accept, clerks))
    assert refusals(outcomes) in (["workflow.not_allowed"], ["workflow.changed_meanwhile"])
    assert DeclarationEvent.objects.filter(declaration=declaration, action="accept").count() == 1
    assert DeclarationEvent.objects.filter(declaration=declaration, action="take_effect").count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_withdrawing_and_accepting_at_once_leaves_one_winner(round_):
    citizen, declaration, part = lodged()
    clerk = UserFactory(clerk=True)
    outcomes = at_once(
        lambda: declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=TODAY),
        lambda: declarations.withdraw(declaration.number, actor=citizen, at=NOW),
    )
    part.refresh_from_db()
    assert len(refusals(outcomes)) == 1
    assert part.state == ("withdrawn" if isinstance(outcomes[0], RuleBroken) else "accepted")


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_form_sent_twice_at_once_has_one_effect_and_two_equal_answers(round_):
    citizen = UserFactory()
    enrol_flexible(citizen.person)
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=110)
    key = uuid.uuid4()

    def act():
        declaration = stops.lodge_stop(
            enrolment, reason="hardship", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY
        )
        return f"/me/declarations/{declaration.number}/"

    outcomes = at_once(*[lambda: submissions.once(key, act, user=citizen, at=NOW)] * 2)
    declaration = Declaration.objects.get()
    assert outcomes == [f"/me/declarations/{declaration.number}/"] * 2


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_forms_about_one_insurance_at_once_make_one_declaration(round_):
    citizen = UserFactory()
    pension, _medical = enrol_flexible(citizen.person)

    def lodge():
        return stops.lodge_stop(pension, reason="hardship", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)

    outcomes = at_once(lodge, lodge)
    assert refusals(outcomes) == ["stop.open_declaration"]
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_resumptions_at_once_make_one_declaration(round_):
    citizen = UserFactory()
    ended = {"stop_month": date(2026, 7, 1), "covered_until": date(2026, 7, 1), "end_reason": "other"}
    _pension, medical = enrol_flexible(citizen.person, **ended)

    def lodge():
        return resumes.lodge_resume(medical, resume_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)

    outcomes = at_once(lodge, lodge)
    assert refusals(outcomes) == ["resume.open_declaration"]
    assert Declaration.objects.count() == 1
