"""What stands in an uploaded table, as values: cells with what the program that wrote them took them for."""

from dataclasses import dataclass, field
from enum import StrEnum


class Typed(StrEnum):
    """What a cell holds by its own account. MERGED: it is part of a merged field, so whose value it is stays open."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    BOOL = "bool"
    ERROR = "error"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``text`` is what is read: of a number its digits without an exponent as far as the file holds them, of a
    date ``2026-10-31`` or ``2026-10-31 13:00:00``, of a formula what it last gave. ``shown`` is what a person saw there.
    """

    text: str = field(repr=False)
    typed: Typed = Typed.TEXT
    shown: str = field(default="", repr=False)

    @property
    def original(self) -> str:
        """What is put back into a workbook: what the person saw, or else what was read."""
        return self.shown or self.text


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """One row under its number in the file; as many cells as the table has headings."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of a file, blank rows left out.

    ``kind`` is xlsx, xls or csv; ``template`` the kind of declaration and version of our template it was made from;
    ``counts_from_1904`` how its serial days count, None where the file does not say (csv); ``ignored`` are the names of
    further sheets that hold something and were not read.
    """

    kind: str
    template: tuple[str, int] | None
    headings: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    counts_from_1904: bool | None = None
    ignored: tuple[str, ...] = ()
