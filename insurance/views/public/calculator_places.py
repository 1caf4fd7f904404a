"""The rules of this area and of other places, side by side, as words for the page of the calculator."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from insurance.rules.benefit_rule import BenefitRule, Payer
from insurance.rules.comparison import Compared, Placed
from insurance.rules.restoration import Restoration
from insurance.selectors.calculator import RuleText
from insurance.views.public.calculator_gap import measured_gap
from insurance.wording_benefit_rules import FAMILY_NAMES, PAYER_NAMES
from insurance.wording_entitlement import COSTS_WORDS, MONTHS_WORDS, STOP_SENTENCES, TierWords, tier_lines
from insurance.wording_steps import explained


@dataclass(frozen=True, slots=True)
class Places:
    """Names of areas by code and published texts by number, in the reader's language where they have one."""

    names: Mapping[str, str]
    texts: Mapping[str, RuleText]

    def basis(self, rule: BenefitRule) -> dict:
        """Return title, evidence and address of the text behind a rule."""
        text = self.texts[rule.source.document]
        return {
            "title": text.title_en if get_language() == "en" else text.title_zh,
            "evidence": text.evidence,
            "url": f"/law/{text.law_slug}/" if text.law_slug else "",
        }

    def whose(self, placed: Placed) -> dict:
        return {
            "place": self.names[placed.area],
            "holds_for": PAYER_NAMES[placed.rule.payer],
            "family": FAMILY_NAMES[placed.family],
            "code": str(placed.family),
            **self.basis(placed.rule),
        }


def own_rule(rules: Mapping[Payer, BenefitRule], places: Places) -> dict | None:
    """Return what an area's rules say; None where it has none. Lines that hold for everybody stand once."""
    if not rules:
        return None
    lines: dict[TierWords, list[Payer]] = {}
    for payer, rule in rules.items():
        for line in tier_lines(rule):
            lines.setdefault(line, []).append(payer)
    first = next(iter(rules.values()))
    return {
        "stops": STOP_SENTENCES[first.stop_point],
        "late_fee": any(rule.late_fee_required for rule in rules.values()),
        "lines": [
            {"line": line, "who": "" if len(payers) == len(rules) else PAYER_NAMES[payers[0]]}
            for line, payers in lines.items()
        ],
        **places.basis(first),
    }


def rules_elsewhere(placed: Iterable[Placed], places: Places) -> list[dict]:
    """Return what the rule of each place says."""
    return [
        {
            **places.whose(one),
            "stops": STOP_SENTENCES[one.rule.stop_point],
            "lines": list(dict.fromkeys(tier_lines(one.rule))),
        }
        for one in placed
    ]


def compared_rows(compared: Iterable[Compared], places: Places) -> list[dict]:
    """Return what the rule of each place makes of the facts."""
    return [{**places.whose(one.placed), **dict(results(one))} for one in compared]


def results(one: Compared) -> Iterator[tuple[str, object]]:
    """Yield the results of one place by their names; none where it had no such rule then."""
    yield "for_others", not one.speaks_of_payer
    found = one.restoration
    if found is None:
        return
    yield "found", found
    yield "gap", measured_gap(found)
    yield "costs", COSTS_WORDS[found.retroactive_from is not None]
    yield "months", MONTHS_WORDS[found.continuity]
    yield "note", return_note(found)
    yield "tree", explained(found.explanation)


def return_note(found: Restoration) -> str:
    """Say what a day of return does not tell by itself."""
    if found.resumes_on is None:
        return _("only after repayment")
    if found.resumes_on == found.stops_on:
        return _("as if never stopped")
    return ""
