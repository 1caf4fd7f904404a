"""The life of one agency's part of a declaration: every state, every way from one to the next, and who may go it."""

from collections.abc import Iterable
from enum import StrEnum

from accounts.rules.errors import RuleBroken


class State(StrEnum):
    """Where a declaration part stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    EFFECTIVE = "effective"
    UNDONE = "undone"


class Action(StrEnum):
    """What can be done to a declaration part."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    AGREE = "agree"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    REJECT = "reject"
    REOPEN = "reopen"
    REQUEST_WITHDRAWAL = "request_withdrawal"
    GRANT = "grant"
    REFUSE = "refuse"
    TAKE_EFFECT = "take_effect"
    FULFIL = "fulfil"
    UNDO = "undo"


class Actor(StrEnum):
    """In what capacity somebody acts on a case."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


S, A = State, Action
APPLICANT, CLERK, SUPERVISOR, SYSTEM = Actor
DECIDERS = frozenset({CLERK, SUPERVISOR})

TRANSITIONS: dict[tuple[State, Action], tuple[State, frozenset[Actor]]] = {
    (S.DRAFT, A.SUBMIT): (S.SUBMITTED, frozenset({APPLICANT})),
    (S.DRAFT, A.WITHDRAW): (S.WITHDRAWN, frozenset({APPLICANT})),
    (S.RETURNED, A.SUBMIT): (S.SUBMITTED, frozenset({APPLICANT})),
    (S.SUBMITTED, A.WITHDRAW): (S.WITHDRAWN, frozenset({APPLICANT, SYSTEM})),
    (S.RETURNED, A.WITHDRAW): (S.WITHDRAWN, frozenset({APPLICANT, SYSTEM})),
    (S.SUBMITTED, A.AGREE): (S.SUBMITTED, DECIDERS),
    (S.SUBMITTED, A.ACCEPT): (S.ACCEPTED, DECIDERS | {SYSTEM}),
    (S.SUBMITTED, A.SEND_BACK): (S.RETURNED, DECIDERS),
    (S.SUBMITTED, A.REJECT): (S.REJECTED, DECIDERS),
    (S.SUBMITTED, A.FULFIL): (S.EFFECTIVE, frozenset({SYSTEM})),
    (S.ACCEPTED, A.REOPEN): (S.SUBMITTED, frozenset({SUPERVISOR})),
    (S.ACCEPTED, A.REQUEST_WITHDRAWAL): (S.WITHDRAWAL_REQUESTED, frozenset({APPLICANT})),
    (S.WITHDRAWAL_REQUESTED, A.GRANT): (S.WITHDRAWN, DECIDERS),
    (S.WITHDRAWAL_REQUESTED, A.REFUSE): (S.ACCEPTED, DECIDERS),
    (S.ACCEPTED, A.TAKE_EFFECT): (S.EFFECTIVE, frozenset({SYSTEM})),
    (S.EFFECTIVE, A.UNDO): (S.UNDONE, frozenset({APPLICANT, SYSTEM})),
}

OPEN_STATES = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.WITHDRAWAL_REQUESTED})
"""States from which something can still happen to the record."""

STAFF_TURN = frozenset({S.SUBMITTED, S.WITHDRAWAL_REQUESTED})
"""States in which the agency has to answer."""

FIRST_TO_MENTION = (
    S.RETURNED,
    S.WITHDRAWAL_REQUESTED,
    S.DRAFT,
    S.SUBMITTED,
    S.ACCEPTED,
    S.EFFECTIVE,
    S.REJECTED,
    S.UNDONE,
    S.WITHDRAWN,
)


def next_state(state: State, action: Action, *, by: Actor) -> State:
    """Return the state ``action`` leads to, or raise RuleBroken("workflow.not_allowed")."""
    target, actors = TRANSITIONS.get((State(state), Action(action)), (None, frozenset()))
    if by not in actors:
        raise RuleBroken("workflow.not_allowed", state=str(state), action=str(action))
    return target


def actions_from(state: State, *, by: Actor) -> list[Action]:
    """Return what ``by`` may do with a part in ``state``, in the order of the table."""
    return [action for (source, action), (_, actors) in TRANSITIONS.items() if source == state and by in actors]


def overall_state(states: Iterable[State]) -> State:
    """Return the one state that tells an applicant most about a declaration decided by several agencies.

    What the applicant has to answer comes first, then what the agency has to, then results.
    """
    present = {State(state) for state in states}
    assert present, "a declaration without parts"
    return next(state for state in FIRST_TO_MENTION if state in present)
