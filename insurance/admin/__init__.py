"""The back office's pages about insurance: declarations, people, units, policy."""

from insurance.admin import (
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
