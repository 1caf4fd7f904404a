"""参保人员名单: a unit's roster as a workbook for people or as CSV for programs.

Both are written row by row, so a roster of any length takes the same memory. A name that a spreadsheet would take for
a formula stays a name: in the workbook every text is a text cell, in CSV such a cell begins with an apostrophe.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import override

from insurance.rules.kinds import Insurance
from insurance.rules.money import yuan_from_fen
from insurance.wording import INSURANCE_NAMES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

HEADINGS = {
    "zh-hans": (
        "序号",
        "姓名",
        "证件号码",
        "参保日期",
        "参保险种",
        "养老等缴费基数（元）",
        "医疗缴费基数（元）",
        "状态",
    ),
    "en": (
        "No.",
        "Name",
        "ID number",
        "Insured since",
        "Insurances",
        "HRSS base (yuan)",
        "Medical base (yuan)",
        "State",
    ),
}
SHEET_NAMES = {"zh-hans": "参保人员名单", "en": "Roster"}
SEPARATORS = {"zh-hans": "、", "en": ", "}
WIDTHS = (7, 16, 22, 13, 44, 22, 20, 14)


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


def write_roster_workbook(target: BinaryIO, rows: Iterable[RosterRow], *, title: str, language: str) -> None:
    """Write the roster as .xlsx into ``target``; ``title`` (unit and day) stands above the headings."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(SHEET_NAMES[language])
        heading = book.add_format(
            {"bold": True, "bg_color": "#F3F5F7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        text = book.add_format({"num_format": "@"})
        yuan = book.add_format({"num_format": "#,##0.00"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(2, 2)
        sheet.repeat_rows(0, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        for column, label in enumerate(HEADINGS[language]):
            sheet.write_string(1, column, label, heading)
        for position, row in enumerate(rows, start=1):
            _write_row(sheet, position, row, language, text, yuan)


def _write_row(sheet, position: int, row: RosterRow, language: str, text, yuan) -> None:
    at = position + 1
    sheet.write_number(at, 0, position)
    for column, words in enumerate(_texts(row, language), start=1):
        sheet.write_string(at, column, words, text)
    for column, base in ((5, row.hrss_base), (6, row.medical_base)):
        if base is not None:
            sheet.write_number(at, column, yuan_from_fen(base), yuan)
    sheet.write_string(at, 7, row.state, text)


def roster_csv(rows: Iterable[RosterRow], *, language: str) -> Iterator[bytes]:
    """Yield the roster as CSV in UTF-8 with a byte order mark, line by line, the heading first."""
    writer = csv.writer(_Passing())
    yield b"\xef\xbb\xbf" + writer.writerow(HEADINGS[language])
    for position, row in enumerate(rows, start=1):
        bases = (_yuan(row.hrss_base), _yuan(row.medical_base))
        yield writer.writerow([position, *map(inert, _texts(row, language)), *bases, inert(row.state)])


def inert(words: str) -> str:
    """Return ``words`` so that no spreadsheet calculates them: an apostrophe before what begins like a formula."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


class _Passing:
    """A file for the CSV writer that hands each line back instead of keeping it."""

    def write(self, line: str) -> bytes:
        return line.encode()


def _texts(row: RosterRow, language: str) -> tuple[str, str, str, str]:
    since = row.since.isoformat() if row.since else ""
    with override(language):
        insurances = SEPARATORS[language].join(str(INSURANCE_NAMES[code]) for code in row.insurances)
    return row.name, row.identity, since, insurances


def _yuan(base: int | None) -> str:
    return "" if base is None else f"{yuan_from_fen(base):.2f}"
