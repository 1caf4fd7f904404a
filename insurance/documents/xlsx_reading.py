"""An .xlsx becomes a table: the cells as the file has them, with what kind each is and which are formulas or merged.

Read element by element, so that memory follows the rows that are kept and not the size of the file. The digits of a
number are taken as they stand in the file: a program may have written all 18 of an identity number there.
"""

import re
from dataclasses import dataclass, field

from accounts.rules.errors import RuleBroken
from insurance.documents.serial_days import as_general, plain_digits, written_day
from insurance.documents.table_rows import FIELD, LAST_COLUMNS, TableRows
from insurance.documents.xlsx_book import Book, unescaped, whole
from insurance.documents.xlsx_package import Package, local
from insurance.rules.sheets import Cell, Sheet, Typed

MOST_MERGED = 100_000

PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
FIELD_OF_CELLS = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


def read_xlsx(content: bytes, most_rows: int) -> Sheet:
    """Return the first visible sheet that holds something. Raises RuleBroken with the codes of the parts it is read by,
    workbook.not_a_table (another kind of package) and workbook.no_sheet."""
    package = Package(content)
    book = Book(package)
    visible = [sheet for sheet in book.sheets if package.holds_cells(sheet.part)]
    if not visible:
        raise RuleBroken("workbook.no_sheet", FIELD)
    rows = TableRows(most_rows)
    merged = SheetReading(package, visible[0].part, book, rows).read()
    rows.mark_merged(merged)
    rows.template = rows.template or book.template
    ignored = () if rows.template else tuple(sheet.name for sheet in visible[1:])
    return rows.sheet("xlsx", counts_from_1904=book.counts_from_1904, ignored=ignored)


@dataclass
class OpenCell:
    """A cell while its elements are read."""

    column: int
    kind: str
    style: int
    value: list[str] = field(default_factory=list)
    formula: list[str] | None = None


class SheetReading:
    """One pass over a sheet; the rows go to ``rows``, the merged fields are returned."""

    def __init__(self, package: Package, part: str, book: Book, rows: TableRows):
        self.package, self.part, self.book, self.rows = package, part, book, rows
        self.number = 0
        self.is_hidden = False
        self.cells: dict[int, Cell] = {}
        self.cell: OpenCell | None = None
        self.next_column = 0
        self.target: list[str] | None = None
        self.is_reading_aid = False
        self.merged: list[tuple[int, int, int, int]] = []

    def read(self) -> list[tuple[int, int, int, int]]:
        self.package.parse(self.part, start=self.start, end=self.end, words=self.words)
        return self.merged

    def words(self, piece):
        if self.target is not None:
            self.target.append(piece)

    def start(self, element, attributes):
        element = local(element)
        if element == "c":
            self.begin_cell(attributes)
        elif element == "v" or (element == "t" and not self.is_reading_aid):
            self.target = self.cell.value if self.cell else None
        elif element == "f" and self.cell:
            self.target = self.cell.formula = []
        elif element == "row":
            self.number = whole(attributes.get("r")) or self.number + 1
            self.is_hidden = attributes.get("hidden") in {"1", "true"}
            self.cells, self.next_column = {}, 0
        elif element == "rPh":
            self.is_reading_aid = True
        elif element == "mergeCell":
            self.add_merged(attributes.get("ref", ""))

    def end(self, element):
        element = local(element)
        if element in {"v", "t", "f"}:
            self.target = None
        elif element == "c" and self.cell:
            self.cells[self.cell.column] = self.closed(self.cell)
            self.cell = None
        elif element == "row":
            self.rows.add(self.number, self.cells, is_hidden=self.is_hidden)
        elif element == "rPh":
            self.is_reading_aid = False

    def begin_cell(self, attributes) -> None:
        place = PLACE.fullmatch(attributes.get("r", ""))
        column = column_number(place[1]) if place else self.next_column
        if column >= LAST_COLUMNS:
            raise RuleBroken("workbook.damaged", FIELD)
        self.next_column = column + 1
        self.cell = OpenCell(column, attributes.get("t", "n"), whole(attributes.get("s")))

    def add_merged(self, ref: str) -> None:
        area = FIELD_OF_CELLS.fullmatch(ref)
        if area and len(self.merged) < MOST_MERGED:
            self.merged.append((int(area[2]), int(area[4]), column_number(area[1]), column_number(area[3])))

    def closed(self, cell: OpenCell) -> Cell:
        """Return a cell whose elements are all read."""
        found = self.valued(cell, "".join(cell.value))
        if cell.formula is None:
            return found
        return Cell(found.text, Typed.FORMULA, f"={''.join(cell.formula)}")

    def valued(self, cell: OpenCell, value: str) -> Cell:
        match cell.kind:
            case "s":
                place = whole(value)
                return Cell(self.book.texts[place] if place < len(self.book.texts) else "")
            case "inlineStr" | "str":
                return Cell(unescaped(value))
            case "b":
                return Cell("TRUE" if value == "1" else "FALSE", Typed.BOOL) if value else Cell("")
            case "e":
                return Cell(value, Typed.ERROR)
            case "d":
                return Cell(value.replace("T", " ").removesuffix(" 00:00:00"), Typed.DATE)
        return self.number_or_day(cell, value)

    def number_or_day(self, cell: OpenCell, value: str) -> Cell:
        if not value.strip():
            return Cell("")
        digits = plain_digits(value)
        if digits is None:
            return Cell(value, Typed.ERROR)
        if self.book.formats.shows_day(cell.style):
            day = written_day(value, counts_from_1904=self.book.counts_from_1904)
            return Cell(day, Typed.DATE) if day else Cell(digits, Typed.NUMBER)
        shown = as_general(digits) if self.book.formats.is_general(cell.style) else digits
        return Cell(digits, Typed.NUMBER, "" if shown == digits else shown)


def column_number(letters: str) -> int:
    """Return the column of its letters, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
