"""The rules of medical benefits that decide in an area today, as a page tells them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from insurance.rules.benefit_rule import BenefitRule, Family, Payer
from insurance.rules.benefits import Scheme
from insurance.rules.resident_wait import ResidentWaitRule
from insurance.selectors.benefits import MedicalPicture
from insurance.wording_benefit_rules import FAMILY_NAMES, PAYER_NAMES
from insurance.wording_entitlement import (
    ACCOUNT_SENTENCES,
    STOP_SENTENCES,
    TierWords,
    first_wait_sentence,
    resident_sentences,
    tier_lines,
)
from insurance.wording_sources import Basis, basis_of_source


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One rule: for whom it is, of which family, by which text, and what it says."""

    scheme: Scheme
    audience: str
    family: str
    basis: Basis
    sentences: tuple[str, ...]
    tiers: tuple[TierWords, ...] = ()
    notes: tuple[str, ...] = ()


def rules_of(picture: MedicalPicture, *, on: date) -> Iterator[RuleWords]:
    """Yield the rule in force on a day for each scheme somebody belongs or belonged to. PolicyMissing without one."""
    if picture.record.stays:
        yield employee_rule_words(picture.policy.book.on(latest_payer(picture), on))
    if picture.record.resident_stays:
        yield resident_rule_words(picture.policy.resident_wait_on(on))


def latest_payer(picture: MedicalPicture) -> Payer:
    """Return who pays, or paid last, for employee medical insurance."""
    return max(picture.record.stays, key=lambda stay: stay.first).payer


def employee_rule_words(rule: BenefitRule) -> RuleWords:
    return RuleWords(
        scheme=Scheme.EMPLOYEE,
        audience=str(PAYER_NAMES[rule.payer]),
        family=str(FAMILY_NAMES[rule.family]),
        basis=basis_of_source(rule.source),
        sentences=(str(STOP_SENTENCES[rule.stop_point]),),
        tiers=tuple(tier_lines(rule)),
        notes=(first_wait_sentence(rule), str(ACCOUNT_SENTENCES[rule.account_usable])),
    )


def resident_rule_words(rule: ResidentWaitRule) -> RuleWords:
    return RuleWords(
        scheme=Scheme.RESIDENT,
        audience=_("residents"),
        family=str(FAMILY_NAMES[Family.RES]),
        basis=basis_of_source(rule.source),
        sentences=tuple(resident_sentences(rule)),
    )
