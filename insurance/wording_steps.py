"""Each step of an explanation as one plain sentence in the reader's language, made from its facts and its result.

The sentences stand in ``wording_steps_*`` by topic. Where a sentence depends on a fact, a whole sentence is chosen;
none is put together from pieces.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules

from insurance import (  # each topic registers its sentences
    rules,
    wording_steps_amounts,
    wording_steps_back_payments,
    wording_steps_benefits,
    wording_steps_counts,
    wording_steps_days,
    wording_steps_increases,
    wording_steps_outlook,
)
from insurance.rules.explanation import Step, sources_of
from insurance.wording_facts import SENTENCES, fact_text
from insurance.wording_sources import Basis, bases_of, basis_of_source, source_words

TOPICS = (
    wording_steps_amounts,
    wording_steps_back_payments,
    wording_steps_benefits,
    wording_steps_counts,
    wording_steps_days,
    wording_steps_increases,
    wording_steps_outlook,
)

for module in iter_modules(rules.__path__):  # a stored tree needs its formulas, whoever reads it
    import_module(f"{rules.__name__}.{module.name}")

INDENT = "  "
COUNTED = ("_fen", "_days", "_months", "_years", "_rate")
"""Endings of results that are repeated beside their sentence."""


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """A step for a page: its sentence, what it gave (empty for nothing), what it rests on, the steps below it.

    ``versions`` are the rules of the whole tree, each once; only the step that was explained has them.
    """

    code: str
    text: str
    result: str
    bases: tuple[Basis, ...]
    steps: tuple["ExplainedStep", ...]
    versions: tuple[Basis, ...] = ()

    @property
    def has_reasons(self) -> bool:
        return bool(self.steps or self.bases or self.versions)


def step_text(step: Step) -> str:
    """Return what one step says."""
    result_name, sentence = SENTENCES[step.code]
    told = {name: fact_text(name, value) for name, value in step.facts.items()}
    told["result"] = fact_text(result_name, step.result)
    return sentence({**step.facts, "result": step.result}, told) % told


def result_text(step: Step) -> str:
    """Return the number or amount that one step gave, with its unit; empty for a day, which its sentence tells."""
    result_name, _sentence = SENTENCES[step.code]
    return fact_text(result_name, step.result) if result_name.endswith(COUNTED) else ""


def explained(tree: Step) -> ExplainedStep:
    """Return a tree for ``components/explanation_tree.html``.

    No step repeats what one above it rests on; where one rule stands behind all of them, it is told once, at the end.
    """
    versions = tuple(dict.fromkeys(basis_of_source(source) for source in sources_of(tree)))
    told = frozenset(versions) if len(versions) == 1 else frozenset()
    return replace(_explained(tree, told), versions=versions)


def _explained(step: Step, told: frozenset[Basis]) -> ExplainedStep:
    bases = tuple(basis for basis in bases_of(step) if basis not in told)
    return ExplainedStep(
        code=step.code,
        text=step_text(step),
        result=result_text(step),
        bases=bases,
        steps=tuple(_explained(below, told.union(bases)) for below in step.steps),
    )


def step_lines(tree: Step) -> list[str]:
    """Return a tree as plain lines for a command: each step below the one it leads to, then the rules used."""
    return [*_lines(tree, 0), *(f"[{source_words(source)}]" for source in sources_of(tree))]


def _lines(step: Step, depth: int) -> Iterator[str]:
    basis = "".join(f" [{basis.words}]" for basis in bases_of(step)[: step.citation is not None])
    yield f"{INDENT * depth}{step_text(step)}{basis}"
    for below in step.steps:
        yield from _lines(below, depth + 1)
