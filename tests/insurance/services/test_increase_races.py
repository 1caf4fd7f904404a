"""Two units, or one form many times, at once: one person on record, one declaration, one polite refusal."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from accounts.models import Person
from accounts.rules.errors import RulesBroken
from accounts.rules.roles import Agency
from accounts.services import submissions
from insurance.models import Declaration, Enrolment, UnitRequest
from insurance.rules.months import Month
from insurance.services import declarations, increases, reductions, unit_declarations
from insurance.services.increases import IncreaseAnswers
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.parties import resident_number
from tests.races import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 10
NEW = IncreaseAnswers(
    id_number=resident_number(date(1995, 5, 20), 21), name="何新", started_on=date(2026, 9, 7), wage_fen=650_000
)


def drafting(operator, answers=NEW):
    return increases.draft_increase(operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True)


def submitting(operator, number):
    def submit():
        try:
            return unit_declarations.submit(number, actor=operator, at=NOW, on=TODAY)
        except RulesBroken as several:
            raise several.problems[0] from several

    return submit


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_units_name_the_same_new_person_at_once_and_one_takes_them_on(round_):
    operators = [UserFactory(operator=True), UserFactory(operator=True)]
    drafts = at_once(*(lambda operator=operator: drafting(operator) for operator in operators))
    assert Person.objects.filter(name="何新").count() == 1
    outcomes = at_once(*(submitting(operator, draft.number) for operator, draft in zip(operators, drafts, strict=True)))
    assert refusals(outcomes) == ["A004.elsewhere"]
    assert Declaration.objects.exclude(submitted_at=None).count() == 1


def test_one_form_sent_eight_times_at_once_has_one_effect():
    operator, key = UserFactory(operator=True), uuid.uuid4()

    def act():
        return f"/employer/declarations/{drafting(operator).number}/check/"

    outcomes = at_once(*[lambda: submissions.once(key, act, user=operator, at=NOW)] * 8)
    declaration = Declaration.objects.get()
    assert outcomes == [f"/employer/declarations/{declaration.number}/check/"] * 8
    assert Person.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_units_ask_a_third_for_one_person_at_once_and_one_request_stands(round_):
    holder, person = UserFactory(operator=True), PersonFactory()
    employ(person, holder.unit)
    operators = [UserFactory(operator=True), UserFactory(operator=True)]
    wanted = replace(NEW, id_number=person.identity_number, name=person.name)
    drafts = [drafting(operator, wanted) for operator in operators]
    outcomes = at_once(*(submitting(operator, draft.number) for operator, draft in zip(operators, drafts, strict=True)))
    assert refusals(outcomes) == ["A004.elsewhere"]
    assert UnitRequest.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_clerks_of_two_agencies_accept_at_once_and_nothing_is_opened_twice(round_):
    operator = UserFactory(operator=True)
    declaration = unit_declarations.submit(drafting(operator).number, actor=operator, at=NOW, on=TODAY)
    parts = {part.agency: part for part in declaration.parts.all()}

    def accept(agency):
        actor = UserFactory(clerk=True)
        return lambda: declarations.accept(
            parts[agency].pk, actor=actor, version=parts[agency].version, at=NOW, on=TODAY
        )

    outcomes = at_once(*map(accept, Agency))
    assert refusals(outcomes) == []
    assert Enrolment.objects.count() == 5
    assert not Person.objects.get().is_provisional


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_holder_declares_the_end_while_another_unit_submits_and_nobody_is_asked_in_vain(round_):
    holder, operator, person = UserFactory(operator=True), UserFactory(operator=True), PersonFactory()
    employ(person, holder.unit)
    wanted = replace(NEW, id_number=person.identity_number, name=person.name, start_month=Month(2026, 10))
    draft = drafting(operator, wanted)
    details = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
    answers = ReductionAnswers(reason="14", ended_on=TODAY, person=person, details=details)
    leaving = reductions.draft_reduction(holder.unit, answers, actor=holder, at=NOW, on=TODAY, acknowledged=True)
    outcomes = at_once(submitting(operator, draft.number), submitting(holder, leaving.number))
    assert refusals(outcomes) in ([], ["A024.leaving"])
    assert all(outcomes), "nobody failed for another reason"
