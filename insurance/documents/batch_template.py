"""批量申报模板: the table that a unit fills in, with its headings locked, its codes to choose from and its explanation.

The version stands in a property of the document and in a hidden first row, which survives saving as .csv. Every cell to
be filled in is text, so that a spreadsheet leaves identity numbers alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import override
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from insurance.documents.sheet_words import column_name, labels, yes_no
from insurance.documents.table_rows import template_mark
from insurance.documents.text_cells import HEADING, TEXT, WIDE, WIDEST, set_up_page, text_book, write_texts
from insurance.documents.xlsx_book import TEMPLATE_PROPERTY
from insurance.rules.kinds import DeclarationKind
from insurance.rules.sheet_columns import COLUMNS, TEMPLATE_VERSIONS, Column, Holds
from insurance.wording_templates import (
    COLUMN_HINTS,
    EXPLANATIONS,
    OTHER_HINTS,
    SHEET_NAMES,
    TEMPLATE_HEADINGS,
    TEMPLATE_MESSAGES,
)

ROWS = 5_000
"""As many rows offer their codes to choose from; a longer table is filled in without."""

HEADING_ROW = 1
FIRST_ROW = 2

NEEDED = {"bg_color": "#E3EDFB"}

EXAMPLES = {
    "name": "林晓安",
    "id_number": "379901198801010019",
    "public_id": "P00000042",
    "reason": "14",
    "ended_on": "2026-10-31",
    "insurances": "110,310",
    "stop_month": "2026-11",
    "contract_from": "2023-03-01",
    "contract_to": "2029-02-28",
    "post": "车间操作工",
    "years_in_unit": "3.5",
    "phone": "19900000000",
    "note": "",
    "started_on": "2026-11-02",
    "employment_kind": "contract",
    "wage": "6500.00",
    "household": "1",
    "start_month": "2026-11",
}
"""How each column may be filled in; nobody has this number or telephone."""

ON_PROTECTED_SHEET = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


@dataclass(frozen=True, slots=True)
class TemplatePerson:
    """Somebody of the unit whose row is filled in already."""

    name: str
    id_number: str
    public_id: str = ""


def write_template(
    target: BinaryIO, kind: DeclarationKind, *, language: str, people: Iterable[TemplatePerson] = ()
) -> None:
    """Write the template for ``kind`` as .xlsx into ``target``; ``people`` stand in it already."""
    mark = template_mark(kind, TEMPLATE_VERSIONS[kind])
    with text_book(target) as book, override(language):
        book.set_custom_property(TEMPLATE_PROPERTY, mark)
        data = book.add_worksheet(str(SHEET_NAMES["data"]))
        codes = book.add_worksheet(str(SHEET_NAMES["codes"]))
        explanation = book.add_worksheet(str(SHEET_NAMES["explanation"]))
        write_data(book, data, kind, mark, people, language)
        offer_codes(data, kind, write_codes(book, codes, kind, language))
        write_explanation(book, explanation, kind, language)


def write_data(
    book: Workbook, sheet: Worksheet, kind: DeclarationKind, mark: str, people: Iterable[TemplatePerson], language: str
) -> None:
    """Write the sheet to be filled in; only its headings are locked."""
    columns = COLUMNS[kind]
    open_text = book.add_format({**TEXT, "locked": False})
    headings = {True: book.add_format({**HEADING, **NEEDED}), False: book.add_format(HEADING)}
    set_up_page(sheet, [WIDE] * len(columns), headings=FIRST_ROW)
    sheet.set_column(0, len(columns) - 1, WIDE, open_text)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_string(0, 0, mark, headings[False])
    for place, column in enumerate(columns):
        sheet.write_string(HEADING_ROW, place, heading(kind, column, language), headings[column.is_required])
    for at, person in enumerate(people, start=FIRST_ROW):
        write_texts(sheet, at, [getattr(person, column.name, "") for column in columns], open_text)
    sheet.protect("", ON_PROTECTED_SHEET)


def heading(kind: DeclarationKind, column: Column, language: str) -> str:
    """Return a column's heading, with a star where it is needed."""
    return column_name(kind, column.name, language) + ("*" if column.is_required else "")


# Codes --------------------------------------------------------------------------------------------------------------


def write_codes(book: Workbook, sheet: Worksheet, kind: DeclarationKind, language: str) -> dict[str, str]:
    """Write the lists of codes side by side; return where the list of each column to choose from stands."""
    lists = {column.name: words for column in COLUMNS[kind] if (words := choices(column, language))}
    set_up_page(sheet, [WIDEST] * max(len(lists), 1), headings=1)
    write_texts(sheet, 0, [column_name(kind, name, language) for name in lists], book.add_format(HEADING))
    text = book.add_format(TEXT)
    for at in range(max(map(len, lists.values()), default=0)):
        write_texts(sheet, at + 1, [words[at] if at < len(words) else "" for words in lists.values()], text)
    sheet.protect()
    name = str(SHEET_NAMES["codes"])
    return {
        column: f"='{name}'!${letter}$2:${letter}${len(words) + 1}"
        for letter, (column, words) in zip("ABCDEFGH", lists.items(), strict=False)
    }


def choices(column: Column, language: str) -> list[str]:
    """Return what is chosen from in a column, as it is written there."""
    if column.holds in {Holds.CODE, Holds.CODES}:
        return list(labels(column.name, language).values())
    return list(yes_no(language)) if column.holds == Holds.PROPOSER else []


def offer_codes(sheet: Worksheet, kind: DeclarationKind, lists: dict[str, str]) -> None:
    """Let the cells of a column be chosen from its list; several codes in a cell are typed."""
    for place, column in enumerate(COLUMNS[kind]):
        if column.name in lists and column.holds != Holds.CODES:
            offered = {"validate": "list", "source": lists[column.name], "error_type": "warning"}
            words = {"error_title": str(TEMPLATE_MESSAGES["title"]), "error_message": str(TEMPLATE_MESSAGES["text"])}
            sheet.data_validation(FIRST_ROW, place, FIRST_ROW + ROWS - 1, place, offered | words)


# Explanation --------------------------------------------------------------------------------------------------------


def write_explanation(book: Workbook, sheet: Worksheet, kind: DeclarationKind, language: str) -> None:
    """Write what belongs into each column, with an example, and what to mind."""
    heads, text = book.add_format(HEADING), book.add_format({**TEXT, "text_wrap": True})
    set_up_page(sheet, [WIDE, 10, WIDEST, WIDE], headings=1)
    write_texts(sheet, 0, [str(words) for words in TEMPLATE_HEADINGS], heads)
    at = 1
    for column in COLUMNS[kind]:
        write_texts(sheet, at, list(explained(kind, column, language)), text)
        at += 1
    for sentence in EXPLANATIONS:
        at += 1
        sheet.merge_range(at, 0, at, 3, str(sentence), text)
    sheet.protect()


def explained(kind: DeclarationKind, column: Column, language: str) -> Iterator[str]:
    """Yield the cells of one column's explanation: heading, whether it is needed, how it is written, an example."""
    yield column_name(kind, column.name, language)
    yield yes_no(language)[0 if column.is_required else 1]
    yield str(OTHER_HINTS.get((kind, column.name)) or COLUMN_HINTS[column.name])
    yield example(column, language)


def example(column: Column, language: str) -> str:
    if column.holds == Holds.PROPOSER:
        return yes_no(language)[1]
    written = EXAMPLES[column.name]
    return labels(column.name, language)[written] if column.holds == Holds.CODE else written
