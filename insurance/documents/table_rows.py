"""What a table in a file comes down to: headings, rows below them, and the bounds both are kept within.

Each reader (``xlsx_reading``, ``xls_reading``, ``csv_reading``) hands over its rows in their order; here the mark of our
templates and the row of headings are found, blank rows are left out and whatever is too much is refused.
"""

import re
from collections.abc import Iterable

from accounts.rules.errors import RuleBroken
from insurance.rules.sheet_columns import COLUMN_OF_HEADING, folded_heading
from insurance.rules.sheets import EMPTY, Cell, Row, Sheet, Typed

FIELD = "file"

MOST_COLUMNS = 60
MOST_CHARACTERS = 2_000
LAST_COLUMNS = 16_384
"""As many as a sheet can have: a cell beyond them is no cell."""

ROWS_ABOVE_HEADINGS = 10
"""How far down the headings are looked for: above them stand titles and who filled in the table when."""

MOST_MARKED = 2_000_000
"""Cells of merged fields that are looked at; more of them is an attempt to keep us busy."""

MARK = re.compile(r"hall-template:([a-z_]{1,20}):([0-9]{1,4})", re.ASCII)


def template_mark(kind: str, version: int) -> str:
    """Return what a template says of itself in a cell and in a property."""
    return f"hall-template:{kind}:{version}"


def marked_template(text: str) -> tuple[str, int] | None:
    """Return the kind and version a mark names, None for any other text."""
    mark = MARK.fullmatch(text.strip())
    return (mark[1], int(mark[2])) if mark else None


class TableRows:
    """The rows of one table as they are handed over."""

    def __init__(self, most_rows: int):
        self.most_rows = most_rows
        self.template: tuple[str, int] | None = None
        self.headings: tuple[str, ...] = ()
        self.rows: list[Row] = []
        self.count = 0
        self.above: list[tuple[int, dict[int, Cell], bool]] = []

    def add(self, number: int, cells: dict[int, Cell], *, is_hidden: bool = False) -> None:
        """Take the row ``number`` (from 1) with its cells by column (from 0).

        Raises RuleBroken: workbook.too_many_columns, workbook.long_text, workbook.no_headings.
        """
        if not any(cell.text.strip() for cell in cells.values()):
            return
        filled = {column: cell for column, cell in cells.items() if cell.original.strip()}
        if max(filled) >= MOST_COLUMNS:
            raise RuleBroken("workbook.too_many_columns", FIELD, most=MOST_COLUMNS, row=number)
        if any(len(cell.text) > MOST_CHARACTERS or len(cell.shown) > MOST_CHARACTERS for cell in filled.values()):
            raise RuleBroken("workbook.long_text", FIELD, most=MOST_CHARACTERS, row=number)
        if self.headings:
            self._add_data(number, filled, is_hidden)
        else:
            self._look_for_headings(number, filled, is_hidden)

    def _look_for_headings(self, number: int, filled: dict[int, Cell], is_hidden: bool) -> None:
        """Take a row as the headings when two of its cells are known to be such; otherwise keep it for later."""
        if len(filled) == 1:
            (alone,) = filled.values()
            self.template = self.template or marked_template(alone.text)
        if sum(folded_heading(cell.text) in COLUMN_OF_HEADING for cell in filled.values()) > 1:
            self._set_headings(filled)
            return
        self.above.append((number, filled, is_hidden))
        if len(self.above) > ROWS_ABOVE_HEADINGS:
            self._take_first_headings()

    def _take_first_headings(self) -> None:
        """Take the first row of several cells as the headings, for nothing better was found."""
        wide = next((place for place, (_, filled, _) in enumerate(self.above) if len(filled) > 1), None)
        if wide is None:
            raise RuleBroken("workbook.no_headings", FIELD)
        self._set_headings(self.above[wide][1])
        for row in self.above[wide + 1 :]:
            self._add_data(*row)

    def settle(self) -> None:
        """Say which row holds the headings once all rows are there."""
        if not self.headings:
            self._take_first_headings()

    def _set_headings(self, filled: dict[int, Cell]) -> None:
        self.headings = tuple(filled.get(column, EMPTY).text for column in range(max(filled) + 1))

    def _add_data(self, number: int, filled: dict[int, Cell], is_hidden: bool) -> None:
        self.count += 1
        if self.count > self.most_rows:
            self.rows.clear()
            return
        width = max(len(self.headings), max(filled) + 1)
        self.headings += ("",) * (width - len(self.headings))
        self.rows.append(Row(number, tuple(filled.get(column, EMPTY) for column in range(width)), is_hidden))

    def mark_merged(self, fields: Iterable[tuple[int, int, int, int]]) -> None:
        """Mark the cells below the headings that lie in merged fields: first row, last row, first and last column.

        Raises RuleBroken("workbook.merged") when there are more than anybody merges by hand.
        """
        self.settle()
        places = {row.number: place for place, row in enumerate(self.rows)}
        marked: dict[int, set[int]] = {}
        looked_at = 0
        for first_row, last_row, first_column, last_column in fields:
            numbers = places if last_row - first_row > len(places) else range(first_row, last_row + 1)
            columns = range(first_column, min(last_column + 1, len(self.headings)))
            looked_at += len(numbers) + len(numbers) * len(columns)
            if looked_at > MOST_MARKED:
                raise RuleBroken("workbook.merged", FIELD)
            for number in numbers:
                if number in places and first_row <= number <= last_row:
                    marked.setdefault(places[number], set()).update(columns)
        for place, columns in marked.items():
            row = self.rows[place]
            cells = (as_merged(cell) if at in columns else cell for at, cell in enumerate(row.cells))
            self.rows[place] = Row(row.number, tuple(cells), row.is_hidden)

    def sheet(self, kind: str, *, counts_from_1904: bool | None = None, ignored: tuple[str, ...] = ()) -> Sheet:
        """Return what was read. Raises RuleBroken: workbook.no_headings, workbook.no_rows, workbook.too_many_rows."""
        self.settle()
        if self.count > self.most_rows:
            parts = -(-self.count // self.most_rows)
            raise RuleBroken("workbook.too_many_rows", FIELD, rows=self.count, most=self.most_rows, parts=parts)
        if not self.rows:
            raise RuleBroken("workbook.no_rows", FIELD)
        width = len(self.headings)
        rows = (Row(row.number, row.cells + (EMPTY,) * (width - len(row.cells)), row.is_hidden) for row in self.rows)
        return Sheet(kind, self.template, self.headings, tuple(rows), counts_from_1904, ignored)


def as_merged(cell: Cell) -> Cell:
    return Cell(cell.text, Typed.MERGED, cell.shown)
