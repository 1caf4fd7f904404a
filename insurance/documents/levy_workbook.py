"""征集单明细表: everybody on a bill with every amount, as a workbook of any length in the same memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from insurance.documents.text_cells import HEADING, TEXT, set_up_page, text_book
from insurance.rules.money import yuan_from_fen

FIXED = {
    "zh-hans": ("序号", "姓名", "证件号码", "缴费基数（元）"),
    "en": ("No.", "Name", "ID number", "Base (yuan)"),
}
TOTAL = {"zh-hans": "小计（元）", "en": "Together (yuan)"}
SHEET = {"zh-hans": "缴费人员明细", "en": "People"}
TITLE_ROW = {"bold": True, "font_size": 14}
YUAN = {"num_format": "#,##0.00"}
WIDTHS = (8, 16, 24, 18)
AMOUNT_WIDTH = 18


@dataclass(frozen=True, slots=True)
class LevyTable:
    """What stands above the rows: a title in words, and the heads of the amounts."""

    title: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One person: name, masked number, base and amounts in fen, None where not charged."""

    name: str
    identity: str
    base_fen: int | None
    amounts_fen: tuple[int | None, ...]


def write_levy_workbook(target: BinaryIO, table: LevyTable, rows: Iterable[TableRow], *, language: str) -> None:
    """Write the people of a bill as .xlsx into ``target``: names as text, amounts as numbers in yuan."""
    with text_book(target) as book:
        sheet = book.add_worksheet(SHEET[language])
        set_up_page(sheet, [*WIDTHS, *[AMOUNT_WIDTH] * (len(table.heads) + 1)], headings=2)
        sheet.write_string(0, 0, table.title, book.add_format(TITLE_ROW))
        heading = book.add_format(HEADING)
        for column, words in enumerate((*FIXED[language], *table.heads, TOTAL[language])):
            sheet.write_string(1, column, words, heading)
        text, yuan = book.add_format(TEXT), book.add_format(YUAN)
        for position, row in enumerate(rows, start=1):
            at = position + 1
            sheet.write_number(at, 0, position)
            sheet.write_string(at, 1, row.name, text)
            sheet.write_string(at, 2, row.identity, text)
            amounts = (row.base_fen, *row.amounts_fen, sum(amount or 0 for amount in row.amounts_fen))
            for column, amount in enumerate(amounts, start=3):
                if amount is not None:
                    sheet.write_number(at, column, yuan_from_fen(amount), yuan)
