"""The same facts under every family: which rule stands for a family, and what each makes of them."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.rules.benefit_rule import Family, Payer, RuleBook
from insurance.rules.comparison import SHOWN_FAMILIES, compared, placed_families
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption
from tests.factories.policy_values import FIRST, RULES, n3, s4

REFERENCE, CITY = "100000", "379902"
BOOKS = {
    family: RuleBook(family, tuple((FIRST, None, rule) for rule in RULES if rule.family == family))
    for family in SHOWN_FAMILIES
}
SAME_FACTS = Interruption(
    Month(2025, 3), date(2025, 6, 10), due_on=date(2025, 3, 25), ordered_on=date(2025, 4, 1), missed_in_year=3
)


def under(family: Family, interruption: Interruption = SAME_FACTS):
    return next(one for one in compared(interruption, BOOKS) if one.placed.family == family)


@pytest.mark.parametrize(
    ("family", "stops_on", "resumes_on", "retroactive_from"),
    [
        ("S4", date(2025, 3, 1), date(2025, 9, 1), None),
        ("N3", date(2025, 3, 1), date(2025, 6, 1), date(2025, 3, 1)),
        ("SDU", date(2025, 4, 1), date(2025, 7, 1), None),
        ("SDG", date(2025, 4, 1), date(2025, 7, 1), None),
        ("SDF", date(2025, 4, 1), date(2025, 7, 1), None),
        ("DAY", date(2025, 3, 1), date(2025, 6, 1), date(2025, 3, 1)),
        ("ZJU", date(2025, 4, 1), date(2025, 7, 1), None),
        ("ZJF", date(2025, 3, 1), date(2025, 8, 1), None),
        ("WH", date(2025, 3, 1), date(2025, 6, 1), date(2025, 3, 1)),
    ],
)
def test_the_same_facts_under_each_rule(family, stops_on, resumes_on, retroactive_from):
    found = under(Family(family)).restoration
    assert (found.stops_on, found.resumes_on, found.retroactive_from) == (stops_on, resumes_on, retroactive_from)


def test_every_family_stands_once_in_its_order():
    assert tuple(one.placed.family for one in compared(SAME_FACTS, BOOKS)) == SHOWN_FAMILIES


def test_a_rule_for_the_other_way_of_paying_is_marked():
    others = {one.placed.family for one in compared(SAME_FACTS, BOOKS) if not one.speaks_of_payer}
    assert others == {Family.SDF, Family.ZJF, Family.WH}
    alone = replace(SAME_FACTS, payer=Payer.FLEXIBLE, returns_as=Payer.FLEXIBLE)
    others = {one.placed.family for one in compared(alone, BOOKS) if not one.speaks_of_payer}
    assert others == {Family.SDU, Family.SDG, Family.DAY, Family.ZJU}


def test_a_family_is_taken_where_the_text_itself_is_in_force():
    books = {area: RuleBook(area, ((FIRST, None, n3(Payer.UNIT)),)) for area in (CITY, REFERENCE)}
    [placed] = placed_families(books, Payer.UNIT, references={REFERENCE})
    assert placed.area == REFERENCE
    [placed] = placed_families(books, Payer.UNIT, references={CITY})
    assert placed.area == CITY


def test_the_asked_way_of_paying_comes_before_the_place():
    books = {
        REFERENCE: RuleBook(REFERENCE, ((FIRST, None, n3(Payer.FLEXIBLE)),)),
        CITY: RuleBook(CITY, ((FIRST, None, n3(Payer.UNIT)),)),
    }
    [placed] = placed_families(books, Payer.UNIT, references={REFERENCE})
    assert (placed.area, placed.rule.payer) == (CITY, Payer.UNIT)


def test_a_rule_that_was_not_in_force_then_makes_nothing_of_the_facts():
    late = {REFERENCE: RuleBook(REFERENCE, ((date(2025, 4, 1), None, n3(Payer.UNIT)),))}
    [one] = compared(SAME_FACTS, late)
    assert one.restoration is None


def test_an_area_that_changes_its_family_answers_for_each_by_its_own_versions():
    changed = {
        CITY: RuleBook(CITY, ((FIRST, date(2025, 1, 1), n3(Payer.UNIT)), (date(2025, 1, 1), None, s4(Payer.UNIT))))
    }
    found = {one.placed.family: one.restoration for one in compared(SAME_FACTS, changed)}
    assert found[Family.N3] is None
    assert found[Family.S4].resumes_on == date(2025, 9, 1)
