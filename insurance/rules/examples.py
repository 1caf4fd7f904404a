"""Worked examples: rows of what is given and what must come out, recognised by their header and run through the rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from insurance.rules.example_answers import (
    Answer,
    ExamplePolicy,
    contribution_answer,
    deadline_answer,
    late_fee_answer,
    resident_wait_answer,
    restoration_answer,
)
from insurance.rules.example_cells import Cells, Unreadable, same
from insurance.rules.explanation import Step

Row = Mapping[str | None, str | list[str] | None]
"""A row as ``csv.DictReader`` reads it."""


class UnknownHeader(Exception):
    """A header that no kind of example has; the message says what it lacks or has too much."""


@dataclass(frozen=True, slots=True)
class ExampleKind:
    """One kind of example: the columns that are given, those that must come out, and what answers it."""

    name: str
    given: tuple[str, ...]
    results: tuple[str, ...]
    answer: Callable[[Cells, ExamplePolicy], Answer]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(("id", *self.given, *self.results))


KINDS = (
    ExampleKind(
        "restoration",
        (
            *("rule", "payer", "first_unpaid_month", "levy_order_on", "credited_on"),
            *("arrears_repaid", "day_count", "payment_month_counts", "wait_months"),
        ),
        (
            *("benefit_stops_on", "gap", "benefit_resumes_on", "retroactive_from", "continuity"),
            *("periods_paid", "principal", "late_fee", "total"),
        ),
        restoration_answer,
    ),
    ExampleKind(
        "resident_wait",
        ("missed_years", "repaired_years", "in_window", "paid_on", "anchor"),
        ("wait_months", "benefit_starts_on"),
        resident_wait_answer,
    ),
    ExampleKind(
        "late_fee", ("convention", "period", "arrears", "paid_or_billed_on"), ("days", "late_fee"), late_fee_answer
    ),
    ExampleKind(
        "contribution",
        ("declared_wage", "base_lower", "base_upper", "employer_rate_percent", "personal_rate_percent"),
        ("base", "employer_amount", "personal_amount"),
        contribution_answer,
    ),
    ExampleKind("deadline", ("event_on", "kind", "days"), ("due_on",), deadline_answer),
)


def kind_of(header: Iterable[str]) -> ExampleKind:
    """Return the kind of example that a header belongs to, in whatever order. Raises UnknownHeader."""
    header = [column.strip() for column in header]
    found = frozenset(header)
    if len(found) < len(header):
        raise UnknownHeader(f"a column stands twice: {next(name for name in header if header.count(name) > 1)}")
    for kind in KINDS:
        if kind.columns == found:
            return kind
    nearest = max(KINDS, key=lambda kind: len(kind.columns & found))
    if not nearest.columns & found - {"id"}:
        raise UnknownHeader(f"no kind of example has the header {','.join(header)!r}")
    missing, strange = sorted(nearest.columns - found), sorted(found - nearest.columns)
    faults = [f"without {', '.join(missing)}"] * bool(missing) + [f"with unknown {', '.join(strange)}"] * bool(strange)
    raise UnknownHeader(f"looks like {nearest.name}, but {' and '.join(faults)}")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that came out differently, as text."""

    field: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: nothing differs, or what does and why the rules say so."""

    id: str
    differences: tuple[Difference, ...]
    explanations: tuple[Step, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run(kind: ExampleKind, rows: Iterable[Row], policy: ExamplePolicy) -> list[Outcome]:
    """Return what became of each row; a row that cannot be read has failed with the field that is wrong."""
    return [_outcome(kind, Cells(row), policy) for row in rows]


def _outcome(kind: ExampleKind, cells: Cells, policy: ExamplePolicy) -> Outcome:
    try:
        cells.refuse_too_many()
        answer = kind.answer(cells, policy)
    except Unreadable as fault:
        return Outcome(cells.text("id"), (Difference(fault.field, fault.wanted, fault.got),), ())
    differences = tuple(
        Difference(field, cells.text(field), answer.results[field])
        for field in kind.results
        if not same(cells.text(field), answer.results[field])
    )
    return Outcome(cells.text("id"), differences, answer.explanations)
