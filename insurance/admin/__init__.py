"""The back office's pages about insurance: declarations, people, units, policy."""

from insurance.admin import (
    account_questions,
    assessment_runs,
    bank_files,
    benefit_policy,
    bills,
    books,
    declarations,
    money_refunds,
    people,
    policy,
    policy_studio,
    registry,
    residents,
    statements,
    suspense,
    units,
)

__all__ = [
    "account_questions",
    "assessment_runs",
    "bank_files",
    "benefit_policy",
    "bills",
    "books",
    "declarations",
    "money_refunds",
    "people",
    "policy",
    "policy_studio",
    "registry",
    "residents",
    "statements",
    "suspense",
    "units",
]
