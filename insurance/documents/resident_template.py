"""代办名单模板: the table a committee fills in, one row for each resident; every cell is text, so ID numbers stay whole."""

from typing import BinaryIO

from django.utils.translation import override

from insurance.documents.table_rows import template_mark
from insurance.documents.text_cells import HEADING, TEXT, WIDE, set_up_page, text_book, write_texts
from insurance.documents.xlsx_book import TEMPLATE_PROPERTY
from insurance.rules.sheet_columns import RESIDENTS, TABLES, TEMPLATE_VERSIONS
from insurance.wording_templates import COLUMN_NAMES, SHEET_NAMES


def write_resident_template(target: BinaryIO, *, language: str) -> None:
    """Write the empty table as .xlsx into ``target``: one line of headings, all below it formatted as text."""
    columns = TABLES[RESIDENTS]
    with text_book(target) as book, override(language):
        book.set_custom_property(TEMPLATE_PROPERTY, template_mark(RESIDENTS, TEMPLATE_VERSIONS[RESIDENTS]))
        sheet = book.add_worksheet(str(SHEET_NAMES["data"]))
        set_up_page(sheet, [WIDE] * len(columns), headings=1)
        sheet.set_column(0, len(columns) - 1, WIDE, book.add_format(TEXT))
        write_texts(sheet, 0, [str(COLUMN_NAMES[column.name]) for column in columns], book.add_format(HEADING))
