"""Files of worked examples, run against the reviewed policy files: no database is asked."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from insurance.rules.benefit_rule import BenefitRule, Family, Payer
from insurance.rules.example_answers import ExamplePolicy
from insurance.rules.examples import ExampleKind, Outcome, Row, UnknownHeader, kind_of, run
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.workdays import calendar_from_tables
from insurance.services.policy_files import DATA, POLICY, read_toml, rule_books_of, versions_of

EXAMPLES = DATA / "examples"
CALENDAR = DATA / "calendar.toml"


class ExamplesUnreadable(Exception):
    """A file that cannot be read, or whose header no kind of example has; the message names the file."""


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """The rows of one file and the kind of example they are."""

    name: str
    kind: ExampleKind
    rows: tuple[Row, ...]

    def outcomes(self, policy: ExamplePolicy) -> list[Outcome]:
        return run(self.kind, self.rows, policy)


def own_examples() -> list[ExampleFile]:
    """Return the files of examples that the hall itself carries."""
    return [read_examples(path) for path in sorted(EXAMPLES.glob("*.csv"))]


def read_examples(path: Path) -> ExampleFile:
    """Return the examples of a file in UTF-8, with or without a byte order mark. Raises ExamplesUnreadable."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return examples_in(file, path.name)
    except OSError as error:
        raise ExamplesUnreadable(f"{path.name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ExamplesUnreadable(f"{path.name}: not UTF-8 at byte {error.start}") from error


def examples_in(lines: Iterable[str], name: str) -> ExampleFile:
    """Return the examples that lines of CSV hold, under the name of their file. Raises ExamplesUnreadable."""
    try:
        reader = csv.reader(lines, strict=True)
        header = [column.strip() for column in next(reader, [])]
        kind = kind_of(header)
        rows = tuple(_row(header, cells, reader.line_num) for cells in reader if any(map(str.strip, cells)))
    except (csv.Error, UnknownHeader) as error:
        raise ExamplesUnreadable(f"{name}: {error}") from error
    return ExampleFile(name, kind, rows)


def _row(header: list[str], cells: list[str], line: int) -> Row:
    """Return a row by column; one without a name is called by its line."""
    row: dict = dict(zip(header, cells, strict=False))
    if not row.get("id", "").strip():
        row["id"] = f"line {line}"
    return {**row, None: cells[len(header) :]} if len(cells) > len(header) else row


def example_policy(folder: Path = POLICY, calendar: Path = CALENDAR) -> ExamplePolicy:
    """Return what the policy files answer examples with. Raises PolicyFault.

    Where several areas have a family, the one whose code comes first is asked, the nation before its cities; its latest
    version counts.
    """
    waits = versions_of("resident_waits", folder)
    if not waits:
        raise PolicyFault("resident_waits: no area has any")
    _first, _until, wait = waits[min(waits)][-1]
    try:
        days = calendar_from_tables(read_toml(calendar))
    except (ValueError, KeyError) as error:
        raise PolicyFault(f"{calendar.name}: {error}") from error
    return ExamplePolicy(_rules_of(folder), wait, days)


def _rules_of(folder: Path) -> dict[tuple[Family, Payer], BenefitRule]:
    books = rule_books_of(folder)
    ordered: Iterable[BenefitRule] = (
        rule for area in sorted(books, reverse=True) for _first, _until, rule in books[area].versions
    )
    return {(rule.family, rule.payer): rule for rule in ordered}
