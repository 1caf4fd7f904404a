"""The answer about a month that is not paid, as words for the page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.wording import worded
from insurance.rules.arrears import Arrears
from insurance.rules.benefit_rule import GapUnit, Payer
from insurance.rules.gap_question import GapAnswer
from insurance.rules.prospects import Prospect
from insurance.rules.restoration import Restoration
from insurance.wording_benefit_rules import gap_text
from insurance.wording_calculator import (
    gap_sentence,
    loses_by_not_paying,
    other_way_sentence,
    prospect_words,
)
from insurance.wording_citizen import counted_months, money
from insurance.wording_entitlement import ACCOUNT_SENTENCES, COSTS_WORDS, MONTHS_WORDS, return_words, unpaid_words
from insurance.wording_entitlement import gap_words as tier_words
from insurance.wording_steps import explained


def gap_words(answer: GapAnswer) -> dict:
    """Return the answer for one area."""
    if answer.in_time:
        return {"sentence": gap_sentence(answer), "tone": "good", "in_time": True}
    return {
        "sentence": gap_sentence(answer),
        "tone": "caution",
        "warning": loses_by_not_paying(answer),
        "facts": list(result_facts(answer)),
        "tree": explained(answer.restoration.explanation),
        "prospects": [prospect_row(prospect) for prospect in answer.prospects],
        "other_way": other_way_sentence(answer),
        "counted_on": answer.counted_on,
        "is_supposed": answer.facts.credited_on is None,
        "cost": cost_words(answer.cost, answer.facts.payer) if answer.cost else None,
        "cost_note": cost_note(answer),
    }


def result_facts(answer: GapAnswer) -> Iterator[dict]:
    """Yield the results one by one; what follows from a credit only where one was typed."""
    found = answer.restoration
    yield {"label": _("Benefits rest from"), "value": worded(found.stops_on)}
    if found.tier:
        yield from return_facts(found, answer.facts.repaid)
    yield {"label": _("Personal account"), "value": ACCOUNT_SENTENCES[found.stop_rule.account_usable]}


def return_facts(found: Restoration, repaid: bool) -> Iterator[dict]:
    """Yield what a credit brings."""
    yield {"label": _("Length of the gap"), "value": measured_gap(found), "note": tier_of(found, repaid)}
    returns = return_words(found.tier, found.restore_rule)
    yield {"label": _("Benefits return on"), "value": worded(found.resumes_on), "note": returns}
    yield {"label": _("Costs of the gap"), "value": COSTS_WORDS[found.tier.retroactive]}
    yield {"label": _("Continuous months"), "value": MONTHS_WORDS[found.continuity]}


def measured_gap(found: Restoration) -> str:
    if found.gap is None:
        return _("without an order to pay")
    length = gap_text(found.gap, found.gap_unit)
    return _("%(days)s after the order to pay") % {"days": length} if found.gap_unit == GapUnit.ORDER_DAYS else length


def tier_of(found: Restoration, repaid: bool) -> str:
    """Say into which tier of the rule a gap falls."""
    if repaid:
        return tier_words(found.tier, found.gap_unit)
    return unpaid_words(found.tier, alone=len(found.restore_rule.unpaid_tiers) == 1)


def prospect_row(prospect: Prospect) -> dict:
    """Return what a credit in a span of days brings."""
    return {
        "days": prospect_words(prospect),
        "returns": worded(prospect.resumes_on) if prospect.resumes_on else _("No return without repayment"),
        "months": MONTHS_WORDS[prospect.restoration.continuity],
    }


def cost_words(cost: Arrears, payer: Payer) -> dict:
    """Return what has to be paid, month by month."""
    late_fee = {"label": _("Late fee"), "value": money(cost.late_fee_fen)}
    late_fee["note"] = (
        _("Borne by the unit; it may not pass it on.") if payer == Payer.UNIT else _("Who pays alone owes none.")
    )
    return {
        "facts": [
            {"label": _("Overdue"), "value": counted_months(len(cost.rows))},
            {"label": _("Contributions"), "value": money(cost.principal_fen)},
            late_fee,
            {"label": _("Together"), "value": money(cost.total_fen)},
        ],
        "cost": cost,
        "tree": explained(cost.explanation),
    }


def cost_note(answer: GapAnswer) -> str:
    """Say why no amounts are shown; empty where they are, or where nothing is to be repaid."""
    if answer.wage_is_missing:
        return _("This area takes your own base for a repayment. Write your monthly wage above to see the amounts.")
    if not answer.is_repayable:
        return _("A gap of this length cannot be repaid here any more.")
    return ""
