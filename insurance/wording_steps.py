"""Each step of an explanation as one plain sentence in the reader's language, made from its facts and its result.

The sentences stand in ``wording_steps_*`` by topic. Where a sentence depends on a fact, a whole sentence is chosen;
none is put together from pieces.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from insurance import (  # each topic registers its sentences
    rules,
    wording_steps_amounts,
    wording_steps_benefits,
    wording_steps_counts,
    wording_steps_days,
    wording_steps_outlook,
)
from insurance.rules.explanation import Step, sources_of
from insurance.wording_facts import SENTENCES, fact_text
from insurance.wording_sources import Basis, bases_of, basis_of_source, source_words

TOPICS = (
    wording_steps_amounts,
    wording_steps_benefits,
    wording_steps_counts,
    wording_steps_days,
    wording_steps_outlook,
)

for module in iter_modules(rules.__path__):  # a stored tree needs its formulas, whoever reads it
    import_module(f"{rules.__name__}.{module.name}")

INDENT = "  "
COUNTED = ("_fen", "_days", "_months", "_years", "_rate")
BasesOf = Callable[[Step], tuple[Basis, ...]]


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

    Where one rule stands behind all of it, the steps do not repeat it.
    """
    versions = tuple(dict.fromkeys(basis_of_source(source) for source in sources_of(tree)))
    return _explained(tree, _citations_of if len(versions) == 1 else bases_of, versions)


def _citations_of(step: Step) -> tuple[Basis, ...]:
    return bases_of(step)[: step.citation is not None]


def _explained(step: Step, told: BasesOf, versions: tuple[Basis, ...] = ()) -> ExplainedStep:
    return ExplainedStep(
        code=step.code,
        text=step_text(step),
        result=result_text(step),
        bases=told(step),
        steps=tuple(_explained(below, told) for below in step.steps),
        versions=versions,
    )


def step_lines(tree: Step) -> list[str]:
    """Return a tree as plain lines for a command: each step below the one it leads to, then the rules used."""
    return [*_lines(tree, 0), *(f"[{source_words(source)}]" for source in sources_of(tree))]


def _lines(step: Step, depth: int) -> Iterator[str]:
    basis = "".join(f" [{basis.words}]" for basis in _citations_of(step))
    yield f"{INDENT * depth}{step_text(step)}{basis}"
    for below in step.steps:
        yield from _lines(below, depth + 1)
