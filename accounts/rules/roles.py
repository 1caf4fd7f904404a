"""Who may do what: the roles of the bureau's staff, the rights of a unit's operators, the two agencies."""

from enum import StrEnum


class Agency(StrEnum):
    """The two bodies behind one hall (社会保险经办条例, articles 4 and 60)."""

    HRSS = "hrss"
    MEDICAL = "medical"


class UserKind(StrEnum):
    """By which door somebody comes in."""

    CITIZEN = "citizen"
    OPERATOR = "operator"
    STAFF = "staff"


class Role(StrEnum):
    """Roles of the bureau's staff; one person may hold several."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    CASHIER = "cashier"
    POLICY_EDITOR = "policy_editor"
    CONTENT_EDITOR = "content_editor"
    EXCHANGE_OPERATOR = "exchange_operator"
    AUDITOR = "auditor"
    SECURITY_ADMINISTRATOR = "security_administrator"


class OperatorRight(StrEnum):
    """What an operator may do for the unit."""

    PREPARE = "prepare"
    SUBMIT = "submit"
    PAY = "pay"
    MANAGE_OPERATORS = "manage_operators"


class Permission(StrEnum):
    """Acts and looks of the back office that are granted by role."""

    DECIDE_DECLARATIONS = "decide_declarations"
    REOPEN_DECLARATIONS = "reopen_declarations"
    VIEW_DECLARATIONS = "view_declarations"
    VIEW_PEOPLE = "view_people"
    REVEAL_IDENTITY = "reveal_identity"
    ISSUE_ACTIVATION_CODES = "issue_activation_codes"
    VIEW_UNITS = "view_units"
    VIEW_POLICY = "view_policy"
    EDIT_POLICY = "edit_policy"
    APPROVE_POLICY = "approve_policy"
    EDIT_CONTENT = "edit_content"
    VIEW_MONEY = "view_money"
    RUN_ASSESSMENT = "run_assessment"
    HANDLE_MONEY = "handle_money"
    APPROVE_MONEY = "approve_money"
    VIEW_EXCHANGE = "view_exchange"
    LOAD_REGISTRY = "load_registry"
    VIEW_AUDIT = "view_audit"
    ANSWER_ACCESS_QUESTIONS = "answer_access_questions"
    VIEW_OUTBOX = "view_outbox"
    MANAGE_STAFF = "manage_staff"
    MANAGE_OPERATORS = "manage_operators"


P = Permission

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset(
        {
            P.DECIDE_DECLARATIONS,
            P.VIEW_DECLARATIONS,
            P.VIEW_PEOPLE,
            P.REVEAL_IDENTITY,
            P.ISSUE_ACTIVATION_CODES,
            P.VIEW_UNITS,
            P.VIEW_POLICY,
            P.MANAGE_OPERATORS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            P.DECIDE_DECLARATIONS,
            P.REOPEN_DECLARATIONS,
            P.VIEW_DECLARATIONS,
            P.VIEW_PEOPLE,
            P.REVEAL_IDENTITY,
            P.ISSUE_ACTIVATION_CODES,
            P.VIEW_UNITS,
            P.VIEW_POLICY,
            P.APPROVE_POLICY,
            P.VIEW_MONEY,
            P.RUN_ASSESSMENT,
            P.APPROVE_MONEY,
            P.MANAGE_OPERATORS,
            P.ANSWER_ACCESS_QUESTIONS,
        }
    ),
    Role.CASHIER: frozenset({P.VIEW_MONEY, P.VIEW_UNITS, P.RUN_ASSESSMENT, P.HANDLE_MONEY}),
    Role.POLICY_EDITOR: frozenset({P.VIEW_POLICY, P.EDIT_POLICY, P.APPROVE_POLICY}),
    Role.CONTENT_EDITOR: frozenset({P.EDIT_CONTENT}),
    Role.EXCHANGE_OPERATOR: frozenset({P.VIEW_EXCHANGE, P.LOAD_REGISTRY, P.VIEW_UNITS}),
    Role.AUDITOR: frozenset(
        {P.VIEW_AUDIT, P.ANSWER_ACCESS_QUESTIONS, P.VIEW_DECLARATIONS, P.VIEW_POLICY, P.VIEW_MONEY}
    ),
    Role.SECURITY_ADMINISTRATOR: frozenset({P.MANAGE_STAFF, P.VIEW_OUTBOX, P.VIEW_AUDIT}),
}


def permissions_of(roles) -> frozenset[Permission]:
    """Return everything the given roles allow together."""
    return frozenset().union(*(GRANTED[Role(role)] for role in roles))
