"""Explanations: the tree says what was computed from what, can be stored, and gives its result again."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from insurance.rules.explanation import (
    FORMULAS,
    Citation,
    Source,
    Step,
    as_data,
    formula,
    from_data,
    recomputed,
    sources_of,
    step,
    walked,
)
from insurance.rules.months import Month
from tests.factories.policy_values import source

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def formulas():
    """Formulas registered in a test are gone after it."""
    before = dict(FORMULAS)
    yield
    FORMULAS.clear()
    FORMULAS.update(before)


@pytest.fixture
def doubled(formulas):
    @formula("test.doubled", Citation("a law", "7"))
    def doubled(*, amount_fen: int) -> int:
        return 2 * amount_fen

    return doubled


def test_a_step_holds_the_facts_and_what_the_formula_gave(doubled):
    found = step(doubled, amount_fen=21, source=source())

    assert (found.code, found.facts, found.result) == ("test.doubled", {"amount_fen": 21}, 42)
    assert found.citation == Citation("a law", "7")


def test_two_formulas_cannot_share_a_code(doubled):
    with pytest.raises(AssertionError, match=r"test\.doubled"):
        formula("test.doubled")(lambda *, amount_fen: amount_fen)


def test_a_tree_is_walked_from_the_answer_to_its_reasons(doubled):
    first, second = step(doubled, amount_fen=1), step(doubled, amount_fen=2)
    middle = step(doubled, first, amount_fen=3)
    root = step(doubled, middle, second, amount_fen=4)

    assert [one.facts["amount_fen"] for one in walked(root)] == [4, 3, 1, 2]


def test_each_version_is_named_once_in_the_order_it_is_met(doubled):
    old, new = source(key="old"), source(key="new")
    root = step(doubled, step(doubled, amount_fen=1, source=old), step(doubled, amount_fen=2), amount_fen=3, source=new)
    root = step(doubled, root, step(doubled, amount_fen=5, source=old), amount_fen=4)

    assert sources_of(root) == (new, old)


@pytest.mark.parametrize("place", ["root", "below"])
def test_a_result_that_was_changed_is_found(doubled, place):
    below = step(doubled, amount_fen=1)
    root = step(doubled, below, amount_fen=2)
    forged = replace(root, result=5) if place == "root" else replace(root, steps=(replace(below, result=3),))

    assert recomputed(root) == 4
    with pytest.raises(AssertionError, match=r"test\.doubled"):
        recomputed(forged)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        "words",
        date(2024, 2, 29),
        Month(2026, 3),
        Decimal("0.0005"),
        (),
        (date(2025, 1, 1), (Month(2025, 12), 3, None), Decimal("1.10")),
    ],
)
def test_every_kind_of_value_survives_storing(formulas, value):
    @formula("test.same")
    def same(*, fact):
        return fact

    tree = step(same, step(same, fact=value), fact=value, source=replace(source(), row=5))
    stored = from_data(json.loads(json.dumps(as_data(tree))))

    assert stored == tree
    assert type(stored.result) is type(value)
    assert recomputed(stored) == value


def test_a_stored_tree_keeps_the_version_of_each_parameter(doubled):
    row = Source("benefits", "379901", "unit", date(2021, 1, 1), "a document", "3", "demo", page="some-rules", row=12)
    stored = from_data(json.loads(json.dumps(as_data(step(doubled, amount_fen=1, source=row)))))

    assert stored.source == row
    assert isinstance(stored, Step)


def rule_modules() -> list[str]:
    return [
        f"insurance.rules.{path.stem}" for path in (ROOT / "insurance/rules").glob("*.py") if path.stem != "__init__"
    ]


def test_every_text_a_formula_cites_is_described():
    for module in rule_modules():
        import_module(module)
    laws = tomllib.loads((ROOT / "insurance/data/policy/laws.toml").read_text(encoding="utf-8"))
    described = {document["number"] for document in laws["documents"]}
    cited = {one.citation.document for one in FORMULAS.values() if one.citation}

    assert cited <= described
