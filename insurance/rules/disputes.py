"""异议: which reasons of a reduction an employee may contest, and with what."""

from accounts.rules.errors import RuleBroken
from insurance.rules.reasons import REDUCTION_REASONS, Proposer, proposer_problems

DISPUTABLE = ("11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "25", "28", "39")
"""Reasons about which the person knows better than a registry or a court: how a contract ended, why work pauses."""

STATEMENT_CHARACTERS = 10
"""Fewer characters explain nothing; both sides are asked for as many."""

UNIT_HEARD_WITHIN = 5
"""Working days in which the unit may state its view; the office's own promise, no law sets it."""

AGENCY_ANSWERS_WITHIN = 5
"""In how many working days the agency answers once the unit was heard."""


def statement_problems(text: str, field: str = "text") -> list[RuleBroken]:
    """Return that a statement is too short to explain anything."""
    if len(text.strip()) < STATEMENT_CHARACTERS:
        return [RuleBroken("dispute.text_short", field, characters=STATEMENT_CHARACTERS)]
    return []


def proposer_of(details: dict) -> Proposer | None:
    """Return who proposed the end, from the details of a line or of a dispute."""
    return Proposer(details["proposed_by"]) if details.get("proposed_by") else None


def claim_problems(
    declared: str, declared_by: Proposer | None, claimed: str, claimed_by: Proposer | None
) -> list[RuleBroken]:
    """Return what is wrong with the reason somebody claims in place of the declared one.

    Codes: dispute.reason_final (the declared reason is not contested here), dispute.claim_missing, R015 (who proposed
    is missing or does not fit), dispute.same_reason.
    """
    if declared not in DISPUTABLE:
        return [RuleBroken("dispute.reason_final")]
    if claimed not in DISPUTABLE:
        return [RuleBroken("dispute.claim_missing", "claimed_reason")]
    reason = REDUCTION_REASONS[claimed]
    if found := proposer_problems(reason, claimed_by):
        return found
    same = claimed == declared and (not reason.needs_proposer or claimed_by == declared_by)
    return [RuleBroken("dispute.same_reason", "claimed_reason")] if same else []
