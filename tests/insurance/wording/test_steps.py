"""Every step of an explanation is one plain sentence in both languages, and a tree is read from top to bottom."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from insurance.rules.arrears import Debt, arrears
from insurance.rules.benefit_rule import Payer
from insurance.rules.explanation import FORMULAS, Citation, Source, Step, recomputed, walked
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption, restoration
from insurance.wording_facts import SENTENCES, daily_rate_text, days_text, months_text, percent_text
from insurance.wording_sources import basis_of_citation, law_url, source_words
from insurance.wording_steps import explained, result_text, step_lines, step_text
from tests.factories.policy_values import RULES, late_fee_rule, s4
from tests.insurance.wording import (
    steps_of_amounts,
    steps_of_back_payments,
    steps_of_benefits,
    steps_of_counts,
    steps_of_days,
    steps_of_increases,
    steps_of_outlook,
)
from tests.language_sweep import CHINESE, english_in

TOPICS = [
    steps_of_amounts,
    steps_of_back_payments,
    steps_of_benefits,
    steps_of_counts,
    steps_of_days,
    steps_of_increases,
    steps_of_outlook,
]
CASES = [case for topic in TOPICS for case in topic.CASES]
MARCH = Month(2025, 3)
LOCAL_RULE = Source(
    "benefits", "379901", "unit", date(2021, 1, 1), "云人社发〔2020〕35号", "3", "office", "yunzhou-rules"
)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def made(code: str, facts: dict) -> Step:
    return Step(code, facts, FORMULAS[code].function(**facts))


def gap(*, credited_on=date(2025, 6, 16), repaid=True, **rule) -> Step:
    """Return why benefits return after March 2025 was not paid."""
    rule = s4(Payer.FLEXIBLE, **rule)
    found = Interruption(MARCH, credited_on, repaid=repaid, payer=Payer.FLEXIBLE)
    return restoration(found, stop_rule=rule, restore_rule=rule).explanation


# Sentences --------------------------------------------------------------------------------------------------------


def test_every_formula_has_a_sentence_and_is_tried():
    assert SENTENCES.keys() == FORMULAS.keys() == {code for code, _facts, _said in CASES}


@pytest.mark.parametrize(("code", "facts", "said"), CASES)
def test_it_says_what_the_formula_found(english, code, facts, said):
    assert step_text(made(code, facts)) == said


@pytest.mark.parametrize(("code", "facts", "said"), CASES)
def test_it_says_the_same_in_chinese(code, facts, said):
    with translation.override("zh-hans"):
        words = step_text(made(code, facts))
    assert CHINESE.search(words)
    assert not english_in(words)
    assert "%(" not in words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.family}-{rule.payer}")
@pytest.mark.parametrize("repaid", [True, False])
@pytest.mark.parametrize("credited_on", [None, date(2025, 3, 26), date(2025, 6, 16), date(2026, 1, 5)])
def test_every_family_can_be_told(english, rule, repaid, credited_on):
    missing = Interruption(MARCH, credited_on, repaid=repaid, ordered_on=date(2025, 4, 1), missed_in_year=4)
    tree = restoration(missing, stop_rule=rule, restore_rule=credited_on and rule).explanation
    recomputed(tree)
    assert len(step_lines(tree)) > len(list(walked(tree)))


# Values -----------------------------------------------------------------------------------------------------------


def test_rates_are_told_as_people_know_them(english):
    assert [percent_text(Decimal(rate)) for rate in ("0.085", "0.10", "0", "1.50")] == ["8.5%", "10%", "0%", "150%"]
    assert daily_rate_text(Decimal("0.0005")) == "0.05%"
    with translation.override("zh-hans"):
        assert daily_rate_text(Decimal("0.0005")) == "万分之五"
        assert daily_rate_text(Decimal("0.00055")) == "0.055%"


def test_months_and_days_that_follow_each_other_are_a_span(english):
    assert months_text([Month(2025, 11), Month(2025, 12), Month(2026, 1), Month(2026, 3)]) == (
        "November 2025 to January 2026, March 2026"
    )
    assert (
        days_text([date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 7)]) == "31 May 2025 to 1 June 2025, 7 June 2025"
    )
    assert months_text([]) == ""


def test_only_numbers_are_repeated_beside_a_sentence(english):
    day, days = made("limit.calendar_days", {"event_on": date(2025, 9, 1), "limit_days": 15}), gap().steps[1]
    assert (result_text(day), result_text(days)) == ("", "107 days")


# Trees ------------------------------------------------------------------------------------------------------------


def test_lines_for_a_command_are_indented_and_end_with_the_rules(english):
    lines = step_lines(gap(repaid=False, unpaid_waits_as_paid=True, source=LOCAL_RULE))
    assert lines[0] == "Benefits return on 1 December 2025."
    assert lines[2] == (
        "  From 1 March 2025 to the credit on 16 June 2025: 107 days; the first day is not counted. [Civil Code, article 201]"
    )
    assert lines[5].startswith("    Credited on 16 June 2025")
    assert lines[-1] == f"[{source_words(LOCAL_RULE)}]"


def test_one_rule_behind_a_tree_is_told_once(english):
    tree = explained(gap(source=LOCAL_RULE))
    assert [(rule.words, rule.version, rule.url) for rule in tree.versions] == [
        ("云人社发〔2020〕35号, article 3", "in force from 1 January 2021", "/law/yunzhou-rules/#article-3")
    ]
    assert [basis.words for step in tree.steps for basis in step.bases] == ["Civil Code, article 201"]


def test_of_several_rules_each_step_names_its_own(english):
    debts = [Debt(MARCH, date(2025, 3, 25), 74_000, gap(source=LOCAL_RULE))]
    owed = arrears(debts, credited_on=date(2025, 4, 29), late_fee_rule=late_fee_rule())
    tree = explained(owed.explanation)
    assert len(tree.versions) == 2
    fee = tree.steps[2]
    assert [basis.words for basis in fee.bases] == ["Social Insurance Law, article 86", "a document"]
    assert [below.bases for step in fee.steps for below in step.steps] == [(), ()]


def test_a_source_says_honestly_how_sure_it_is(english):
    assert source_words(LOCAL_RULE) == (
        "Rule of area 379901, in force from 1 January 2021 · 云人社发〔2020〕35号, article 3"
        " · from the guidance of a local office, not a national rule"
    )
    law = Source("unemployment", "379901", "", date(2021, 1, 1), "中华人民共和国主席令第35号", "46", "law")
    assert source_words(law).endswith(" · Social Insurance Law, article 46")


def test_a_law_is_called_by_its_name(english):
    assert basis_of_citation(Citation("中华人民共和国主席令第45号", "201")).words == "Civil Code, article 201"
    with translation.override("zh-hans"):
        assert basis_of_citation(Citation("中华人民共和国主席令第45号", "201")).words == "《民法典》第201条"


def test_an_article_without_a_number_leads_to_the_page():
    assert law_url("civil-code", "201") == "/law/civil-code/#article-201"
    assert law_url("civil-code") == "/law/civil-code/"
    assert law_url("", "201") == ""
