"""What became of every row."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from insurance.rules.take_on_fields import Fault, FaultCode
from insurance.services.take_on.files import Row


class Fate(StrEnum):
    """What became of a row."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass
class Report:
    """Counts by file and fate, and the rejected rows in the order of the files."""

    counts: dict[str, Counter] = field(default_factory=dict)
    faults: list[tuple[str, int, FaultCode, str]] = field(default_factory=list)

    def take(self, file: str, rows: list[Row], take_row: Callable[[dict[str, str]], Fate]) -> None:
        """Run ``take_row`` on every row and note what became of it."""
        counts = self.counts[file] = Counter()
        for row in rows:
            try:
                if row.fields is None:
                    raise Fault(FaultCode.REQUIRED, "the line does not have the columns of the header")
                counts[take_row(row.fields)] += 1
            except Fault as fault:
                counts[Fate.REJECTED] += 1
                self.faults.append((file, row.line, fault.code, fault.reason))

    def lines(self) -> list[str]:
        """Return the line a command prints for each file."""
        return [
            f"{file}: loaded {counts[Fate.LOADED]}, unchanged {counts[Fate.UNCHANGED]}, rejected {counts[Fate.REJECTED]}"
            for file, counts in self.counts.items()
        ]

    def write(self, path: Path) -> None:
        """Write the rejected rows as UTF-8 CSV."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "line", "code", "reason"])
            writer.writerows(self.faults)
