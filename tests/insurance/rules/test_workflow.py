"""The transition table: every state and action tried against every capacity."""

from itertools import product
from pathlib import Path

import pytest

from accounts.rules.errors import RuleBroken
from insurance.management.commands.workflows import workflow_page
from insurance.rules.workflow import TRANSITIONS, Action, Actor, State, actions_from, next_state, overall_state

S, A = State, Action


@pytest.mark.parametrize(("state", "action", "by"), list(product(State, Action, Actor)))
def test_every_step_is_in_the_table_or_refused(state, action, by):
    target, actors = TRANSITIONS.get((state, action), (None, frozenset()))
    if by in actors:
        assert next_state(state, action, by=by) == target
        assert action in actions_from(state, by=by)
        return
    with pytest.raises(RuleBroken, match=r"workflow\.not_allowed"):
        next_state(state, action, by=by)
    assert action not in actions_from(state, by=by)


@pytest.mark.parametrize(
    ("state", "action", "target"),
    [
        (S.DRAFT, A.SUBMIT, S.SUBMITTED),
        (S.RETURNED, A.SUBMIT, S.SUBMITTED),
        (S.ACCEPTED, A.REQUEST_WITHDRAWAL, S.WITHDRAWAL_REQUESTED),
        (S.EFFECTIVE, A.UNDO, S.UNDONE),
    ],
)
def test_an_applicant_can(state, action, target):
    assert next_state(state, action, by=Actor.APPLICANT) == target


def test_an_applicant_never_decides_and_staff_never_submit():
    for (_, action), (_, actors) in TRANSITIONS.items():
        if action in (A.ACCEPT, A.REJECT, A.SEND_BACK, A.REOPEN, A.GRANT, A.REFUSE):
            assert Actor.APPLICANT not in actors
        if action in (A.SUBMIT, A.REQUEST_WITHDRAWAL):
            assert actors == {Actor.APPLICANT}


def test_nobody_but_the_applicant_withdraws_unless_there_is_nothing_left_to_decide():
    """What a dispute is about may be taken back; the hall then withdraws the dispute."""
    by = {state: actors for (state, action), (_, actors) in TRANSITIONS.items() if action == A.WITHDRAW}
    both = {Actor.APPLICANT, Actor.SYSTEM}
    assert by == {S.DRAFT: {Actor.APPLICANT}, S.SUBMITTED: both, S.RETURNED: both}


def test_what_took_effect_is_undone_by_who_declared_it_or_by_a_correction():
    assert TRANSITIONS[S.EFFECTIVE, A.UNDO][1] == {Actor.APPLICANT, Actor.SYSTEM}


def test_every_state_can_be_reached_from_a_draft():
    reached, frontier = {S.DRAFT}, {S.DRAFT}
    while frontier:
        frontier = {target for (source, _), (target, _) in TRANSITIONS.items() if source in frontier} - reached
        reached |= frontier
    assert reached == set(State)


@pytest.mark.parametrize(
    ("parts", "overall"),
    [
        ([S.SUBMITTED], S.SUBMITTED),
        ([S.ACCEPTED, S.SUBMITTED], S.SUBMITTED),
        ([S.ACCEPTED, S.RETURNED], S.RETURNED),
        ([S.EFFECTIVE, S.ACCEPTED], S.ACCEPTED),
        ([S.EFFECTIVE, S.REJECTED], S.EFFECTIVE),
        ([S.WITHDRAWN, S.WITHDRAWN], S.WITHDRAWN),
        ([S.WITHDRAWN, S.REJECTED], S.REJECTED),
    ],
)
def test_the_state_of_a_declaration_is_what_its_applicant_has_to_know_first(parts, overall):
    assert overall_state(parts) == overall == overall_state(reversed(parts))


def test_the_page_of_states_is_the_table():
    assert Path("docs/workflows.md").read_text() == workflow_page(), "run: manage.py workflows > docs/workflows.md"
