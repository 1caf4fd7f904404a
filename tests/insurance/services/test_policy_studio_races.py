"""Two people at the same draft, or at two drafts of the same number: one of them puts policy in force."""

import pytest

from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Role
from insurance.models import BaseBound, PoolingArea
from insurance.services import policy_studio
from insurance.services.policy_loading import load_policy
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.policy_drafts import row_in_force
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 3


@pytest.fixture
def area():
    load_policy()
    return PoolingArea.objects.get(code="379901")


def ready_draft(area, lower: str):
    """Return a draft that only waits for the second person."""
    editor = UserFactory(staff=True, roles=[Role.POLICY_EDITOR])
    by = {"actor": editor, "at": NOW}
    draft = policy_studio.enter_draft(area, "bounds", row_in_force(area, "bounds", lower=lower), **by, on=TODAY)
    policy_studio.preview_draft(draft.number, **by, on=TODAY)
    return policy_studio.run_examples(draft.number, **by)


def activating(draft):
    supervisor = UserFactory(supervisor=True)

    def act():
        try:
            return policy_studio.activate_draft(draft.number, actor=supervisor, at=NOW, on=TODAY)
        except RulesBroken as refused:
            return refused.problems[0]

    return act


def refusals(outcomes):
    return [outcome.code for outcome in outcomes if isinstance(outcome, RuleBroken)]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_people_activate_a_draft_at_once_and_one_does(area, round_):
    draft = ready_draft(area, "4700")
    outcomes = at_once(activating(draft), activating(draft))
    assert refusals(outcomes) == ["policy_draft.finished"]
    assert BaseBound.objects.filter(area=area, approved_by__isnull=False).count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_two_drafts_of_the_same_number_one_is_activated(area, round_):
    outcomes = at_once(*(activating(ready_draft(area, lower)) for lower in ("4700", "4710")))
    assert refusals(outcomes) == ["policy_draft.preview_outdated"]
    assert BaseBound.objects.filter(area=area, approved_by__isnull=False).count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_change_and_an_activation_at_once_leave_one_winner(area, round_):
    draft = ready_draft(area, "4700")
    values = row_in_force(area, "bounds", lower="4720")

    def change():
        return policy_studio.change_draft(draft.number, values, actor=draft.entered_by, at=NOW, on=TODAY)

    outcomes = at_once(activating(draft), change)
    draft.refresh_from_db()
    [refused] = refusals(outcomes)
    active = BaseBound.objects.filter(area=area, approved_by__isnull=False)
    if draft.state == "active":
        assert (refused, active.get().lower_fen) == ("policy_draft.finished", 470_000)
    else:
        assert (refused, active.count()) == ("policy_draft.not_previewed", 0)
