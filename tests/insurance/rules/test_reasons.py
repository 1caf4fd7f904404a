"""The reasons of reductions and stops, and their names in wording."""

import re

import pytest

from accounts.rules.errors import RuleBroken
from insurance import wording_reasons
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.reasons import (
    CITIZEN_EFFECTS,
    CITIZEN_REASONS,
    REDUCTION_REASONS,
    CitizenReason,
    Effect,
    Evidence,
    JobLoss,
    Proposer,
    Protection,
    ProtectionEffect,
    asks_about_protection,
    contract_problems,
    proposer_problems,
    protection_problem,
    reduction_reason,
)
from insurance.rules.reduction_window import Ahead, EffectiveRule

CODES_OF_THE_LIST = "11 12 13 14 15 16 17 18 19 20 21 22 23a 23b 24 25 26 27 28 29 30 31 32 33 34 39"
CODES = CODES_OF_THE_LIST.split()


def having(**wanted):
    return [
        code for code, reason in REDUCTION_REASONS.items() if all(getattr(reason, k) == v for k, v in wanted.items())
    ]


def test_every_reason_of_the_list_and_no_other():
    assert list(REDUCTION_REASONS) == CODES


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"effect": Effect.TERMINATE}, "22 23b"),
        ({"effect": Effect.CONVERT}, "21"),
        ({"effect": Effect.MOVE}, "29 31 33"),
        ({"effect": Effect.VOID}, "34"),
        ({"job_loss": JobLoss.INVOLUNTARY}, "11 12 15 16 17 18 19"),
        ({"job_loss": JobLoss.BY_PROPOSER}, "20"),
        ({"job_loss": JobLoss.NOT_APPLICABLE}, "21 22 23a 23b 24 27 30"),
        ({"needs_contract": True}, "11 12 13 14 15 16 17 18 19 20"),
        ({"needs_proposer": True}, "12 13 20"),
        ({"every_insurance": True}, "22 23a 23b"),
        ({"protection": ProtectionEffect.FORBIDS}, "17 18"),
        ({"protection": ProtectionEffect.EXTENDS}, "11"),
        ({"supervisor": True}, "34"),
        ({"minimum_note": 5}, "39"),
        ({"needs_target_unit": True}, "29 33"),
    ],
    ids=str,
)
def test_what_follows_from_which_reason(wanted, codes):
    assert having(**wanted) == codes.split()


@pytest.mark.parametrize(
    ("code", "proposed_by", "involuntary"),
    [
        ("11", None, True),
        ("12", Proposer.UNIT, True),
        ("13", Proposer.PERSON, False),
        ("14", None, False),
        ("16", None, True),
        ("20", Proposer.UNIT, True),
        ("20", Proposer.PERSON, False),
        ("20", None, None),
        ("22", None, None),
        ("23a", None, None),
        ("28", None, False),
    ],
)
def test_whether_an_end_was_not_by_own_will(code, proposed_by, involuntary):
    assert reduction_reason(code).involuntary(proposed_by) is involuntary


@pytest.mark.parametrize("code", ["23", "10", "", "11 ", "35", "other", "１１"])
def test_a_code_that_is_no_leaf_is_refused(code):
    with pytest.raises(RuleBroken) as refusal:
        reduction_reason(code)

    assert refusal.value == RuleBroken("R005", "reason")


def test_legacy_codes_look_like_the_national_ones():
    assert all(re.fullmatch(r"[0-9]{3}", legacy) for reason in REDUCTION_REASONS.values() for legacy in reason.legacy)


@pytest.mark.parametrize(
    ("code", "proposed_by", "problems"),
    [
        ("12", None, [RuleBroken("R015", "proposed_by")]),
        ("12", Proposer.UNIT, []),
        ("12", Proposer.PERSON, [RuleBroken("R015", "proposed_by", expected="unit")]),
        ("13", Proposer.PERSON, []),
        ("13", Proposer.UNIT, [RuleBroken("R015", "proposed_by", expected="person")]),
        ("20", Proposer.PERSON, []),
        ("20", None, [RuleBroken("R015", "proposed_by")]),
        ("14", None, []),
        ("14", Proposer.UNIT, []),
    ],
)
def test_who_proposed_the_end_must_fit_the_reason(code, proposed_by, problems):
    assert proposer_problems(reduction_reason(code), proposed_by) == problems


def test_the_termination_certificates_data_is_needed_where_a_contract_ends():
    given = {"contract_from": None, "post": "", "years_in_unit": 0}

    assert contract_problems(reduction_reason("14"), **given) == [
        RuleBroken("R013", "contract_from"),
        RuleBroken("R013", "post"),
    ]
    assert contract_problems(reduction_reason("22"), **given) == []


def test_protection_forbids_dismissal_and_extends_an_expired_contract():
    states = frozenset({Protection.MATERNITY, Protection.MEDICAL_PERIOD})
    named = ("maternity", "medical_period")

    assert protection_problem(reduction_reason("17"), states) == RuleBroken(
        "R020", "reason", effect="forbids", states=named
    )
    assert protection_problem(reduction_reason("11"), states).facts["effect"] == "extends"
    assert protection_problem(reduction_reason("16"), states) is None
    assert protection_problem(reduction_reason("17"), frozenset()) is None
    assert [code for code, reason in REDUCTION_REASONS.items() if asks_about_protection(reason)] == ["11", "17", "18"]


def test_only_a_suspension_may_be_declared_two_months_ahead():
    assert reduction_reason("14").ahead == Ahead.SUSPENDED
    assert {reduction_reason(code).ahead for code in ("21", "22", "29", "34")} == {Ahead.ENDED}


def test_citizens_reasons_fit_the_enrolment():
    assert CitizenReason.HARDSHIP in CITIZEN_REASONS[EnrolmentKind.FLEXIBLE]
    assert CitizenReason.HARDSHIP not in CITIZEN_REASONS[EnrolmentKind.RESIDENT]
    assert set(CITIZEN_REASONS) == set(EnrolmentKind)
    assert {reason for reasons in CITIZEN_REASONS.values() for reason in reasons} == set(CitizenReason)
    assert set(CITIZEN_EFFECTS) == set(CitizenReason)


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (wording_reasons.REDUCTION_REASON_NAMES, set(CODES)),
        (wording_reasons.CITIZEN_REASON_NAMES, set(CitizenReason)),
        (wording_reasons.EFFECT_NAMES, set(Effect)),
        (wording_reasons.JOB_LOSS_NAMES, set(JobLoss)),
        (wording_reasons.PROPOSER_NAMES, set(Proposer)),
        (wording_reasons.PROTECTION_NAMES, set(Protection)),
        (wording_reasons.EVIDENCE_NAMES, set(Evidence)),
        (wording_reasons.EFFECTIVE_RULE_NAMES, set(EffectiveRule)),
        (wording_reasons.ARTICLE_NAMES, {reason.article for reason in REDUCTION_REASONS.values()} - {""}),
    ],
)
def test_every_code_has_a_name(names, codes):
    assert set(names) == codes


def test_a_reason_of_either_side_has_its_name():
    assert wording_reasons.reason_name("14") == wording_reasons.REDUCTION_REASON_NAMES["14"]
    assert wording_reasons.reason_name("hardship") == wording_reasons.CITIZEN_REASON_NAMES[CitizenReason.HARDSHIP]
