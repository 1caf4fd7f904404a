"""An .xls (Excel 97 to 2003) becomes a table.

Before the values are read, its records are gone through one by one: for what the values do not tell (formulas, merged
fields, hidden rows) and for what must not be read (a password, programs, a cell in the far corner, which would make a
reader lay out the whole sheet). Source: [MS-XLS], Excel Binary File Format.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from accounts.rules.errors import RuleBroken
from insurance.documents.compound_file import CompoundFile
from insurance.documents.serial_days import as_general, plain_digits, written_moment
from insurance.documents.table_rows import FIELD, MOST_COLUMNS, TableRows
from insurance.rules.sheets import Cell, Sheet, Typed

WORKBOOKS = ("Workbook", "Book")
PROGRAMS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA")

BEGIN, END, PASSWORD, EPOCH, MERGED_FIELDS, ROW, FORMULA = 0x0809, 0x000A, 0x002F, 0x0022, 0x00E5, 0x0208, 0x0006
VALUES = frozenset({FORMULA, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00D6})
"""Records of one cell that holds something: formula, number, label, truth value or error, shared label, short number."""
SHORT_NUMBERS = 0x00BD
SHEET_OF_CELLS, SHEET_OF_MACROS = 0x0010, 0x0040
HIDDEN = 0x20

MOST_LAID_OUT = 1_000_000
"""Cells in the rectangle of a sheet, the empty ones included: the reading library lays all of it out."""


@dataclass
class SheetMarks:
    """What the records of one sheet tell; rows from 0, as in the file."""

    kind: int
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    last_column: int = -1


class BookMarks:
    """What the records of a book tell."""

    def __init__(self, stream: bytes):
        self.counts_from_1904 = False
        self.sheets: list[SheetMarks] = []
        try:
            self._go_through(stream)
        except struct.error:
            raise RuleBroken("workbook.damaged", FIELD) from None

    def _go_through(self, stream: bytes) -> None:
        depth, sheet = 0, None
        for kind, body in records(stream):
            if kind == BEGIN:
                depth += 1
                sub = struct.unpack_from("<HH", body)[1]
                if depth == 1 and sub in (SHEET_OF_CELLS, SHEET_OF_MACROS, 0x0020):
                    sheet = SheetMarks(sub)
                    self.sheets.append(sheet)
            elif kind == END:
                depth -= 1
            elif kind == PASSWORD:
                raise RuleBroken("workbook.encrypted", FIELD)
            elif kind == EPOCH:
                self.counts_from_1904 = body[:1] == b"\1"
            elif sheet and depth == 1:
                self._note(sheet, kind, body)

    def _note(self, sheet: SheetMarks, kind: int, body: bytes) -> None:
        if kind in VALUES:
            row, column = struct.unpack_from("<HH", body)
            self._note_cell(sheet, row, column)
            if kind == FORMULA:
                sheet.formulas.add((row, column))
        elif kind == SHORT_NUMBERS:
            row, _ = struct.unpack_from("<HH", body)
            self._note_cell(sheet, row, struct.unpack_from("<H", body, len(body) - 2)[0])
        elif kind == ROW and len(body) >= 16 and body[12] & HIDDEN:
            sheet.hidden.add(struct.unpack_from("<H", body)[0])
        elif kind == MERGED_FIELDS:
            (count,) = struct.unpack_from("<H", body)
            fields = struct.iter_unpack("<4H", body[2 : 2 + count * 8])
            sheet.merged += [(first + 1, last + 1, left, right) for first, last, left, right in fields]

    def _note_cell(self, sheet: SheetMarks, row: int, column: int) -> None:
        sheet.rows.add(row)
        sheet.last_column = max(sheet.last_column, column)


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each record of a stream: its kind and its body."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def read_xls(content: bytes, most_rows: int) -> Sheet:
    """Return the first visible sheet that holds something. Raises RuleBroken: workbook.damaged, workbook.not_a_table,
    workbook.encrypted, workbook.macros, workbook.no_sheet, and what ``TableRows`` raises."""
    marks = marks_of(content)
    rows = TableRows(most_rows)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            place, ignored = chosen_sheet(book, marks)
            sheet = marks.sheets[place]
            read_rows(book, place, sheet, rows)
    except PasswordError:
        raise RuleBroken("workbook.encrypted", FIELD) from None
    except CalamineError:
        raise RuleBroken("workbook.damaged", FIELD) from None
    rows.mark_merged(sheet.merged)
    ignored = () if rows.template else ignored
    return rows.sheet("xls", counts_from_1904=marks.counts_from_1904, ignored=ignored)


def marks_of(content: bytes) -> BookMarks:
    """Return what the records tell, and refuse what must not be read."""
    container = CompoundFile(content)
    if "EncryptedPackage" in container:
        raise RuleBroken("workbook.encrypted", FIELD)
    if any(program in container for program in PROGRAMS):
        raise RuleBroken("workbook.macros", FIELD)
    name = next((one for one in WORKBOOKS if one in container), None)
    if name is None:
        raise RuleBroken("workbook.not_a_table", FIELD)
    return BookMarks(container.stream(name))


def chosen_sheet(book: CalamineWorkbook, marks: BookMarks) -> tuple[int, tuple[str, ...]]:
    """Return the place of the sheet that is read and the names of the others that hold something."""
    if any(sheet.kind == SHEET_OF_MACROS for sheet in marks.sheets):
        raise RuleBroken("workbook.macros", FIELD)
    held = [
        (place, data.name)
        for place, (data, sheet) in enumerate(zip(book.sheets_metadata, marks.sheets, strict=False))
        if data.visible == SheetVisibleEnum.Visible and data.typ == SheetTypeEnum.WorkSheet and sheet.rows
    ]
    if not held:
        raise RuleBroken("workbook.no_sheet", FIELD)
    refuse_far_cells(marks.sheets[held[0][0]])
    return held[0][0], tuple(name for _, name in held[1:])


def refuse_far_cells(sheet: SheetMarks) -> None:
    """Refuse a sheet whose rectangle from the first to the last cell is out of proportion; it is laid out when read."""
    if sheet.last_column >= MOST_COLUMNS:
        raise RuleBroken("workbook.too_many_columns", FIELD, most=MOST_COLUMNS, row=min(sheet.rows) + 1)
    if (max(sheet.rows) + 1) * (sheet.last_column + 1) > MOST_LAID_OUT:
        raise RuleBroken("workbook.far_cell", FIELD, row=max(sheet.rows) + 1)


def read_rows(book: CalamineWorkbook, place: int, marks: SheetMarks, rows: TableRows) -> None:
    sheet = book.get_sheet_by_index(place)
    _, first_column = sheet.start or (0, 0)
    for at, values in enumerate(sheet.iter_rows()):
        cells = {first_column + column: as_cell(value) for column, value in enumerate(values) if value != ""}
        for column in range(first_column, first_column + len(values)):
            if (at, column) in marks.formulas:
                cells[column] = Cell(cells[column].text if column in cells else "", Typed.FORMULA, "=…")
        rows.add(at + 1, cells, is_hidden=at in marks.hidden)


def as_cell(value) -> Cell:
    """Return a value as the reading library gives it."""
    match value:
        case bool():
            return Cell("TRUE" if value else "FALSE", Typed.BOOL)
        case str():
            return Cell(value)
        case datetime():
            return Cell(written_moment(value), Typed.DATE)
        case date():
            return Cell(value.isoformat(), Typed.DATE)
        case time() | timedelta():
            return Cell(str(value), Typed.DATE)
    digits = plain_digits(repr(value)) or ""
    shown = as_general(digits)
    return Cell(digits, Typed.NUMBER, "" if shown == digits else shown)
