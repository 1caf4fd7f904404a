"""A .csv becomes a table: whatever of the usual encodings and separators it is written in."""

import codecs
import csv
import io

from accounts.rules.errors import RuleBroken
from insurance.documents.table_rows import FIELD, LAST_COLUMNS, TableRows
from insurance.rules.sheets import Cell, Sheet, Typed

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks and what they say; without one, UTF-8 that is sound is UTF-8, and anything else GB18030."""

SEPARATORS = ",;\t"
SEPARATOR_LINE = "sep="
NOT_IN_TEXT = frozenset(map(chr, {*range(0x20), 0x7F})) - set("\t\r\n")
LOOKED_AT = 4_096


def read_csv(content: bytes, most_rows: int) -> Sheet:
    """Return the table. Raises RuleBroken: workbook.encoding, workbook.mismatch (no text), workbook.damaged (a quoted
    cell that never ends), and what ``TableRows`` raises."""
    text = decoded(content)
    rows = TableRows(most_rows)
    first, _, rest = text.partition("\n")
    separator = ""
    if first.strip().casefold().startswith(SEPARATOR_LINE):
        separator, text = first.strip()[len(SEPARATOR_LINE) :][:1], rest
    separator = separator if separator and separator in SEPARATORS else separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, values in enumerate(reader, start=1):
            cells = {column: as_cell(value) for column, value in enumerate(values[:LAST_COLUMNS]) if value}
            rows.add(number, cells)
    except csv.Error:
        raise RuleBroken("workbook.damaged", FIELD) from None
    return rows.sheet("csv")


def decoded(content: bytes) -> str:
    encodings = [encoding for mark, encoding in MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if NOT_IN_TEXT & set(text):
            raise RuleBroken("workbook.mismatch", FIELD)
        return text
    raise RuleBroken("workbook.encoding", FIELD)


def separator_of(text: str) -> str:
    """Return the separator that occurs most in the first lines, outside of quotes."""
    bare = "".join(text[:LOOKED_AT].split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def as_cell(value: str) -> Cell:
    """Return a cell; what a spreadsheet would calculate on opening is a formula without a result."""
    return Cell("", Typed.FORMULA, value) if value.lstrip().startswith("=") else Cell(value)
