"""The worked examples, run with a draft of policy in the place of the rule it would replace.

The reviewed files are the measure. Where a new text says something else than they do, the draft carries rows of its own,
in the same form, worked out by hand: they take the place of the rows with the same id and are approved with the draft.
"""

import io
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from accounts.rules.errors import RuleBroken
from insurance.rules.examples import Outcome
from insurance.selectors.policy_change import Change
from insurance.services.example_files import (
    ExampleFile,
    ExamplesUnreadable,
    example_policy,
    examples_in,
    own_examples,
)

MOST_KEPT = 50
"""So many failing rows are kept with a draft; their number is always told."""


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """What became of every row, by file."""

    outcomes: tuple[tuple[str, Outcome], ...]

    @property
    def failing(self) -> list[tuple[str, Outcome]]:
        return [(name, outcome) for name, outcome in self.outcomes if not outcome.passed]

    @property
    def failed(self) -> int:
        return len(self.failing)

    @property
    def passed(self) -> int:
        return len(self.outcomes) - self.failed

    def as_json(self) -> dict[str, Any]:
        """Return each file with its rows passed and failed, and the rows that failed."""
        rows = Counter(name for name, _outcome in self.outcomes)
        failed = Counter(name for name, _outcome in self.failing)
        kept = self.failing[:MOST_KEPT]
        return {
            "files": [[name, rows[name] - failed[name], failed[name]] for name in rows],
            "failing": [
                [name, outcome.id, [[d.field, d.expected, d.got] for d in outcome.differences]]
                for name, outcome in kept
            ],
        }


def refuse_unreadable(text: str) -> None:
    """Raise RuleBroken("policy_draft.examples_unreadable") for rows that are no examples."""
    if text.strip():
        _typed(text)


def _typed(text: str) -> ExampleFile:
    try:
        return examples_in(io.StringIO(text.strip()), "draft.csv")
    except ExamplesUnreadable as fault:
        raise RuleBroken("policy_draft.examples_unreadable", "own_examples", fault=str(fault)) from fault


def examples_of(text: str) -> list[ExampleFile]:
    """Return the reviewed files, with the rows of ``text`` in the place of those with the same id, or added."""
    files = own_examples()
    if not text.strip():
        return files
    typed = _typed(text)
    ids = {row["id"] for row in typed.rows}
    kept = [
        replace(file, rows=tuple(row for row in file.rows if row["id"] not in ids)) if file.kind == typed.kind else file
        for file in files
    ]
    return [*kept, typed]


def run_with(change: Change, files: list[ExampleFile]) -> ExampleRun:
    """Run the files with the draft standing in for its family, its convention or its wait."""
    policy = example_policy().with_value(change.value(change.entries[0]))
    return ExampleRun(tuple((file.name, outcome) for file in files for outcome in file.outcomes(policy)))
