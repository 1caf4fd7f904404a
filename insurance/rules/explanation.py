"""Why a result is what it is: an ordered tree of steps, each a formula, the facts it was given and what it gave.

A tree holds codes, facts and values, never a sentence: the wording stands in ``insurance/wording_steps.py``. Because a
step is made by running its formula, running the formula again on the facts gives the result again; ``recomputed``
does that for a whole tree, also for one that was stored.

The name of a fact tells what it is: ``_on`` a day, ``_month`` a Month, ``_fen`` an amount, ``_rate`` a share or a daily
rate, ``_days`` and ``_months`` a number of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from insurance.rules.months import Month

Value = int | str | bool | date | Month | Decimal | tuple | None
"""What facts and results are; tuples hold values again."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of a published text; ``document`` is the number of a PolicyDocument."""

    document: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The version of a parameter: a row of a policy table, the first day it is in force and the text behind it.

    ``row`` is the key of the row in the database, None for a rule that is only supposed (a draft, an example).
    ``evidence`` tells how sure we are of the text (PolicyDocument.Evidence), ``page`` is its slug under /law/.
    """

    table: str
    area: str
    key: str
    first: date
    document: str
    article: str = ""
    evidence: str = ""
    page: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the formula ``code`` gave ``result`` from ``facts``; ``steps`` are those it rests on, in order."""

    code: str
    facts: Mapping[str, Value]
    result: Value
    source: Source | None = None
    steps: tuple["Step", ...] = ()

    @property
    def citation(self) -> Citation | None:
        """The article of law that the formula itself states, whatever the area."""
        return FORMULAS[self.code].citation


@dataclass(frozen=True, slots=True)
class Formula:
    """A pure function of named facts, with the article that states it."""

    function: Callable[..., Value]
    citation: Citation | None


FORMULAS: dict[str, Formula] = {}


def formula(code: str, citation: Citation | None = None) -> Callable:
    """Register a function of named facts as the formula ``code``."""

    def register(function: Callable) -> Callable:
        assert code not in FORMULAS, f"two formulas are called {code}"
        FORMULAS[code] = Formula(function, citation)
        function.code = code
        return function

    return register


def step(function: Callable, *steps: Step, source: Source | None = None, **facts: Value) -> Step:
    """Return the step of running a registered formula on ``facts``; ``steps`` are those it rests on."""
    return Step(function.code, facts, function(**facts), source, steps)


def recomputed(tree: Step) -> Value:
    """Return the tree's result, computed again from its facts; AssertionError where any step gives something else."""
    for below in tree.steps:
        recomputed(below)
    again = FORMULAS[tree.code].function(**tree.facts)
    assert again == tree.result, (tree.code, tree.facts, tree.result, again)
    return again


def walked(tree: Step) -> Iterator[Step]:
    """Yield every step of a tree, each before those it rests on."""
    yield tree
    for below in tree.steps:
        yield from walked(below)


def sources_of(tree: Step) -> tuple[Source, ...]:
    """Return the parameter versions a tree rests on, each once, in the order they are met."""
    return tuple(dict.fromkeys(found.source for found in walked(tree) if found.source))


# Stored trees -----------------------------------------------------------------------------------------------------


def as_data(tree: Step, known: dict[int, tuple[Step, dict[str, Any]]] | None = None) -> dict[str, Any]:
    """Return the tree as JSON holds it.

    ``known`` remembers, by identity, the steps below the first, for who writes many trees that share some.
    """
    return {
        "code": tree.code,
        "facts": {name: _packed(value) for name, value in tree.facts.items()},
        "result": _packed(tree.result),
        "source": tree.source and {name: _packed(getattr(tree.source, name)) for name in Source.__slots__},
        "steps": [as_data(below) if known is None else _remembered_data(below, known) for below in tree.steps],
    }


def _remembered_data(tree: Step, known: dict[int, tuple[Step, dict[str, Any]]]) -> dict[str, Any]:
    if id(tree) not in known:
        known[id(tree)] = tree, as_data(tree)
    return known[id(tree)][1]


def from_data(data: Mapping[str, Any]) -> Step:
    """Return the tree that ``as_data`` wrote."""
    source = data["source"] and Source(**{name: _unpacked(value) for name, value in data["source"].items()})
    return Step(
        data["code"],
        {name: _unpacked(value) for name, value in data["facts"].items()},
        _unpacked(data["result"]),
        source,
        tuple(from_data(below) for below in data["steps"]),
    )


def _packed(value: Value) -> Any:
    if isinstance(value, Month):
        return {"month": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, tuple):
        return [_packed(part) for part in value]
    if isinstance(value, str):
        return str(value)
    return value


def _unpacked(data: Any) -> Value:
    if isinstance(data, list):
        return tuple(_unpacked(part) for part in data)
    if not isinstance(data, dict):
        return data
    ((kind, text),) = data.items()
    return {"month": Month.parse, "day": date.fromisoformat, "number": Decimal}[kind](text)
