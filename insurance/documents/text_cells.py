"""Workbooks that hold nothing but text: what begins like a formula stays words, and a number keeps its digits."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CREATED = datetime.combine(date(2026, 1, 1), time())
"""The day in the properties: the same contents are the same bytes."""

A4 = 9
TEXT = {"num_format": "@", "valign": "top"}
HEADING = {"bold": True, "bg_color": "#F3F5F7", "border": 1, "num_format": "@", "text_wrap": True, "valign": "top"}
GOOD = {**TEXT, "bg_color": "#DDF3E4"}
CAUTION = {**TEXT, "bg_color": "#FFF1CC"}
BAD = {**TEXT, "bg_color": "#FBDDDD"}

NARROW, WIDE, WIDEST = 9, 22, 60


def text_book(target: BinaryIO, *, is_long: bool = True) -> xlsxwriter.Workbook:
    """Return a workbook that writes row after row into ``target``, so that any length takes the same memory."""
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": is_long,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": CREATED})
    return book


def write_texts(sheet: Worksheet, at: int, texts: Sequence[str], form: Format) -> None:
    """Write one row of text cells; empty ones are left out."""
    for column, text in enumerate(texts):
        if text:
            sheet.write_string(at, column, text, form)


def set_up_page(sheet: Worksheet, widths: Sequence[int], *, headings: int) -> None:
    """Set widths, frozen headings, and paper: A4 landscape, headings on every page."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(headings, 0)
    sheet.repeat_rows(0, headings - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
