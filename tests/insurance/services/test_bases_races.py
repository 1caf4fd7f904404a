"""Two operators at once with the wages of one unit: nothing lost unseen, nothing declared twice."""

import pytest

from accounts.rules.errors import RuleBroken, RulesBroken
from insurance.models import Assessment, Declaration, DeclaredWage
from insurance.services import bases, unit_declarations
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.races import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 5


@pytest.fixture
def operators():
    put_policy(AreaFactory())
    first = UserFactory(operator=True)
    return [first, UserFactory(operator=True, unit=first.unit)]


def hired(unit):
    person = PersonFactory()
    employ(person, unit)
    return person


def save(operator, person, wage):
    return bases.save_wages(operator.unit, {person.pk: wage}, seen={}, actor=operator, at=NOW, on=TODAY)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_write_one_wage_and_the_second_hears_of_the_first(operators, round_):
    person = hired(operators[0].unit)
    outcomes = at_once(
        lambda: save(operators[0], person, 900_000),
        lambda: save(operators[1], person, 950_000),
    )
    assert refusals(outcomes) == ["bases.changed_meanwhile"]
    written = Declaration.objects.get().lines.get().details["wage_fen"]
    assert written == (950_000 if isinstance(outcomes[0], RuleBroken) else 900_000)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_pages_at_once_end_in_one_draft(operators, round_):
    people = [hired(operators[0].unit) for _ in operators]
    outcomes = at_once(
        lambda: save(operators[0], people[0], 900_000),
        lambda: save(operators[1], people[1], 950_000),
    )
    assert not refusals(outcomes)
    assert Declaration.objects.get().lines.count() == 2


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_draft_sent_by_two_has_one_effect(operators, round_):
    person = hired(operators[0].unit)
    charge(person, "2026-01", unit=operators[0].unit)
    draft = save(operators[0], person, 1_000_000)

    def send(operator):
        def act():
            try:
                return unit_declarations.submit(draft.number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
            except RulesBroken as several:
                return several.problems[0]

        return act

    outcomes = at_once(*map(send, operators))
    assert refusals(outcomes) == ["workflow.not_allowed"]
    assert DeclaredWage.objects.count() == 1
    assert Assessment.objects.filter(kind="difference").count() == 1
