"""What a check makes of the rows of a workbook: whom each means, what it declares, what stands against it.

The same function serves the check of an uploaded file and the look before it is filed, so that both see the same.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.models.parties import Unit
from accounts.rules.errors import RuleBroken, RulesBroken
from insurance.models.batches import Batch, BatchRow
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.finding_data import as_data, from_data, packed, unpacked
from insurance.rules.findings import Findings, Verdict
from insurance.rules.kinds import DeclarationKind
from insurance.services.batch_answers import lines_of
from insurance.services.declaration_kinds import Kind, kind_named
from insurance.services.declarations import LineDraft, line_from

ROWS_AT_ONCE = 500
"""Rows that are looked at together: a few statements each time, and progress is told in between."""

IN_TABLES = {DeclarationKind.INCREASE: {"in_batch": True}}
"""What the checks of a kind are told of rows: whom another unit insures can only be asked for in the form."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it was read: its number in the file, the cells as they stood, the values read in them.

    ``refused`` are hard findings known before the record is asked, ``damages`` what the reading put right, as JSON.
    """

    number: int
    cells: tuple[str, ...]
    values: dict
    refused: tuple[RuleBroken, ...] = ()
    damages: tuple[dict, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What became of one row. ``draft`` is the line it declares; None where it names nobody or nothing."""

    row: ReadRow
    findings: Findings
    draft: LineDraft | None = None
    line: DeclarationLine | None = None

    @property
    def verdict(self) -> Verdict:
        return self.findings.verdict


@dataclass
class Result:
    """What became of all rows, and what stands against the unit as a whole."""

    outcomes: list[Outcome]
    unit_hard: list[RuleBroken] = field(default_factory=list)
    unit_soft: list[RuleBroken] = field(default_factory=list)

    def declared(self) -> list[Outcome]:
        """Return what is declared when the good rows are chosen."""
        return [outcome for outcome in self.outcomes if outcome.verdict != Verdict.FAIL]

    def to_read(self) -> list[dict]:
        """Return the soft findings of the rows that are declared, one of each code with how many rows have it, as JSON."""
        soft = [problem for outcome in self.declared() for problem in outcome.findings.soft]
        rows = Counter(problem.code for problem in soft)
        first = {problem.code: problem for problem in reversed(soft)}
        return [as_data(first[code]) | {"rows": count} for code, count in sorted(rows.items())]

    def count(self, verdict: Verdict) -> int:
        return sum(outcome.verdict == verdict for outcome in self.outcomes)


def outcomes_of(
    unit: Unit,
    kind: DeclarationKind,
    rows: Sequence[ReadRow],
    *,
    on: date,
    tell: Callable[[int], None] = lambda done: None,
) -> Result:
    """Return what each row comes to on a day; ``tell`` hears how many rows are done."""
    declaration = Declaration(kind=kind, unit=unit, area=unit.registration.area)
    special = kind_named(kind)
    outcomes: list[Outcome] = []
    for start in range(0, len(rows), ROWS_AT_ONCE):
        outcomes += chunk_of(declaration, special, rows[start : start + ROWS_AT_ONCE], on=on)
        tell(len(outcomes))
    refuse_repeated(outcomes)
    hard = special.unit_problems(declaration)
    return Result(outcomes, list(hard), list(special.unit_warnings(declaration, on=on)))


def chunk_of(declaration: Declaration, special: Kind, rows: Sequence[ReadRow], *, on: date) -> list[Outcome]:
    """Return the outcomes of some rows; the statements do not grow with the rows."""
    sound = [row for row in rows if not row.refused]
    drafts = dict(
        zip((row.number for row in sound), lines_of(declaration, [row.values for row in sound], on=on), strict=True)
    )
    lines = {
        number: line_from(draft, declaration, number)
        for number, draft in drafts.items()
        if isinstance(draft, LineDraft)
    }
    together = IN_TABLES.get(declaration.kind, {})
    checked = special.findings(declaration, list(lines.values()), on=on, **together) if lines else []
    found = dict(zip(lines, checked, strict=True))
    return [outcome_of(row, drafts.get(row.number), lines.get(row.number), found.get(row.number)) for row in rows]


def outcome_of(row: ReadRow, draft, line, found: Findings | None) -> Outcome:
    """Return the outcome of one row from what was made of it."""
    if row.refused:
        return Outcome(row, Findings(hard=row.refused))
    if isinstance(draft, RulesBroken):
        return Outcome(row, Findings(hard=tuple(draft.problems)))
    return Outcome(row, found, draft, line)


def refuse_repeated(outcomes: Iterable[Outcome]) -> None:
    """Refuse every row about somebody whom another row of the file names too (R017); all of them, since nobody can know
    which one is meant."""
    rows_of: dict[UUID, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.line is not None:
            rows_of.setdefault(outcome.line.person.identity_index, []).append(outcome)
    for same in rows_of.values():
        if len(same) > 1:
            for outcome in same:
                others = tuple(str(other.row.number) for other in same if other is not outcome)
                twice = RuleBroken("R017.in_file", "id_number", rows=others)
                outcome.findings = Findings((twice, *outcome.findings.hard), outcome.findings.soft)


def digest_of(result: Result) -> bytes:
    """Return a digest of everything the check decided: who, what, which months, what stands against it."""
    told = hashlib.sha256()
    for problem in (*result.unit_hard, *result.unit_soft):
        told.update(problem.code.encode())
    for outcome in result.outcomes:
        told.update(json.dumps(decided(outcome), sort_keys=True).encode())
    return told.digest()


def decided(outcome: Outcome) -> list:
    """Return what was decided about a row, as JSON: its findings by code, and the line it declares."""
    codes = [[problem.code for problem in some] for some in (outcome.findings.hard, outcome.findings.soft)]
    line = outcome.line
    if line is None or outcome.findings.hard:
        return [outcome.row.number, codes]
    months = [str(line.stop_month), str(line.start_month), str(line.ended_on)]
    return [outcome.row.number, codes, str(line.person.identity_index), line.reason, line.insurances, months]


def stored_rows(batch: Batch, result: Result) -> list[BatchRow]:
    """Return the outcomes as rows to be stored."""
    return [
        BatchRow(
            batch=batch,
            number=outcome.row.number,
            person_id=outcome.line and outcome.line.person.pk,
            sealed=sealed_row(outcome.row),
            verdict=outcome.verdict,
            findings=[
                *(as_data(problem) | {"soft": False} for problem in outcome.findings.hard),
                *(as_data(problem) | {"soft": True} for problem in outcome.findings.soft),
            ],
            damages=list(outcome.row.damages),
        )
        for outcome in result.outcomes
    ]


def sealed_row(row: ReadRow) -> str:
    """Return the cells and values of a row as the text that is stored encrypted."""
    values = {name: packed(value) for name, value in row.values.items()}
    refused = [as_data(problem) for problem in row.refused]
    return json.dumps({"cells": row.cells, "values": values, "refused": refused}, ensure_ascii=False)


def read_row(stored: BatchRow) -> ReadRow:
    """Return a stored row as it was read from the file."""
    opened = json.loads(stored.sealed)
    return ReadRow(
        number=stored.number,
        cells=tuple(opened["cells"]),
        values={name: unpacked(value) for name, value in opened["values"].items()},
        refused=tuple(from_data(problem) for problem in opened["refused"]),
        damages=tuple(stored.damages),
    )
