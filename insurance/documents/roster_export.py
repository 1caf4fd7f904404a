"""参保人员名单: a unit's roster as a workbook for people or as CSV for programs.

Both are written row by row, so a roster of any length takes the same memory. A name that a spreadsheet would take for
a formula stays a name: in the workbook every text is a text cell, in CSV such a cell begins with an apostrophe.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from insurance.documents.insurance_words import insurance_names
from insurance.rules.kinds import Insurance
from insurance.rules.money import yuan_from_fen

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

HEADINGS = {
    "zh-hans": ("序号", "姓名", "证件号码", "参保日期", "参保险种", "人社缴费基数（元）", "医保缴费基数（元）", "状态"),
    "en": ("No.", "Name", "ID number", "Since", "Insurances", "HRSS base (yuan)", "Medical base (yuan)", "State"),
}
SHEET_NAMES = {"zh-hans": "参保人员名单", "en": "Roster"}
SEPARATORS = {"zh-hans": "、", "en": ", "}
WIDTHS = (7, 16, 22, 13, 44, 22, 20, 14)
A4 = 9


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the unit. ``identity`` as it may be shown, bases in fen, ``state`` worded in the language."""

    name: str
    identity: str
    since: date | None
    insurances: tuple[Insurance, ...]
    hrss_base: int | None
    medical_base: int | None
    state: str


def write_roster_workbook(target: BinaryIO, rows: Iterable[RosterRow], *, unit: str, on: date, language: str) -> None:
    """Write the roster as .xlsx into ``target``; the unit's name and the day stand above the headings."""
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime.combine(on, time())})
        sheet = book.add_worksheet(SHEET_NAMES[language])
        set_up_page(sheet)
        sheet.write_string(
            0, 0, f"{unit} {SHEET_NAMES[language]} {on.isoformat()}", book.add_format({"bold": True, "font_size": 14})
        )
        heading = book.add_format({"bold": True, "bg_color": "#F3F5F7", "border": 1})
        for column, label in enumerate(HEADINGS[language]):
            sheet.write_string(1, column, label, heading)
        text = book.add_format({"num_format": "@"})
        yuan = book.add_format({"num_format": "#,##0.00"})
        for position, cells in enumerate(cells_of(rows, language), start=1):
            write_row(sheet, position + 1, (position, *cells), text, yuan)


def set_up_page(sheet: Worksheet) -> None:
    """Set widths, frozen headings, and paper: A4 landscape, headings on every page."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def write_row(sheet: Worksheet, at: int, cells: tuple, text: Format, yuan: Format) -> None:
    """Write one row: amounts and the position as numbers, everything else as text, never as a formula."""
    for column, cell in enumerate(cells):
        match cell:
            case Decimal():
                sheet.write_number(at, column, cell, yuan)
            case int():
                sheet.write_number(at, column, cell)
            case str():
                sheet.write_string(at, column, cell, text)


def roster_csv(rows: Iterable[RosterRow], *, language: str) -> Iterator[bytes]:
    """Yield the roster as CSV in UTF-8 with a byte order mark, line by line, the heading first."""
    writer = csv.writer(PassingOn())
    yield codecs.BOM_UTF8 + writer.writerow(HEADINGS[language])
    for position, cells in enumerate(cells_of(rows, language), start=1):
        yield writer.writerow([position, *(inert(cell) if isinstance(cell, str) else cell for cell in cells)])


def inert(words: str) -> str:
    """Return ``words`` so that no spreadsheet calculates them: an apostrophe before what begins like a formula."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def cells_of(rows: Iterable[RosterRow], language: str) -> Iterator[tuple]:
    """Yield the cells of each row but the first, in the order of the headings; None is an empty cell."""
    names = insurance_names(language)
    for row in rows:
        yield (
            row.name,
            row.identity,
            row.since.isoformat() if row.since else None,
            SEPARATORS[language].join(names[code] for code in row.insurances),
            None if row.hrss_base is None else yuan_from_fen(row.hrss_base),
            None if row.medical_base is None else yuan_from_fen(row.medical_base),
            row.state,
        )


class PassingOn:
    """A file for the CSV writer that hands each line back instead of keeping it."""

    def write(self, line: str) -> bytes:
        return line.encode()
