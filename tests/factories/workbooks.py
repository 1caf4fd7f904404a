"""Tables as people and programs leave them: .xlsx written part by part, .xls record by record, .csv in any encoding.

A cell is a text, or one of the values below that says how it stands in the file.
"""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY_STYLE = 1
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Number:
    """A number as the file writes it, and the style of its cell."""

    written: str
    style: int = 0


@dataclass(frozen=True)
class Formula:
    """A formula and what it last gave."""

    formula: str
    gave: str = ""


@dataclass(frozen=True)
class Truth:
    value: bool


@dataclass(frozen=True)
class Error:
    words: str = "#N/A"


def day_cell(day: date) -> Number:
    """Return a day as a spreadsheet stores it: a count with a format."""
    return Number(str((day - EPOCH).days), DAY_STYLE)


# .xlsx --------------------------------------------------------------------------------------------------------------


def letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_xml(place: str, value) -> str:
    match value:
        case Number():
            return f'<c r="{place}" s="{value.style}"><v>{value.written}</v></c>'
        case Formula():
            return f'<c r="{place}" t="str"><f>{escape(value.formula)}</f><v>{escape(value.gave)}</v></c>'
        case Truth():
            return f'<c r="{place}" t="b"><v>{int(value.value)}</v></c>'
        case Error():
            return f'<c r="{place}" t="e"><v>{value.words}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' if value else ""


def sheet_xml(rows: Iterable[Sequence], *, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> str:
    """Return a sheet; ``hidden`` are numbers of rows, ``merged`` fields such as B2:B4."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell_xml(f"{letters(column)}{number}", value) for column, value in enumerate(row))
        lines.append(f'<row r="{number}" hidden="{int(number in hidden)}">{cells}</row>')
    fields = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    tail = f"<mergeCells>{fields}</mergeCells>" if merged else ""
    body = "".join(lines)
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{body}</sheetData>{tail}</worksheet>'


STYLES = (
    f'<styleSheet xmlns="{SPREADSHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="1"/></cellXfs></styleSheet>'
)


def xlsx_parts(
    sheets: dict[str, str], *, states: dict[str, str] | None = None, is_1904: bool = False
) -> dict[str, str]:
    """Return the parts of a workbook by name; ``sheets`` are XML by name, ``states`` say which are hidden."""
    shown = {name: (states or {}).get(name, "visible") for name in sheets}
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}" state="{shown[name]}"/>'
        for at, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><workbookPr date1904="{int(is_1904)}"/>'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}<Relationship Id="rId99"'
        f' Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    return parts | {f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(sheets.values(), start=1)}


def zipped(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(rows: Iterable[Sequence], *, is_1904: bool = False, **how) -> bytes:
    """Return a workbook of one sheet."""
    return zipped(xlsx_parts({"Sheet1": sheet_xml(rows, **how)}, is_1904=is_1904))


# .csv ---------------------------------------------------------------------------------------------------------------


def csv_file(rows: Iterable[Sequence[str]], *, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows(rows)
    return target.getvalue().encode(encoding)


# .xls ---------------------------------------------------------------------------------------------------------------

SECTOR = 512
FREE, END_OF_CHAIN, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096
GLOBALS, CELLS = 0x0005, 0x0010


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHLL", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def xf(number_format: int) -> bytes:
    return record(0x00E0, struct.pack("<HHHBBBBLLH", 0, number_format, 0, 0, 0, 0, 0, 0, 0, 0))


def xls_cell(row: int, column: int, value) -> bytes:
    match value:
        case Number():
            number = struct.pack("<d", float(value.written))
            return record(0x0203, struct.pack("<HHH", row, column, value.style) + number)
        case Formula():
            number = struct.pack("<d", float(value.gave or 0))
            one = struct.pack("<HBH", 3, 0x1E, 1)
            return record(0x0006, struct.pack("<HHH", row, column, 0) + number + struct.pack("<HL", 0, 0) + one)
        case Truth():
            return record(0x0205, struct.pack("<HHHBB", row, column, 0, int(value.value), 0))
    words = value.encode("utf-16-le")
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words) // 2, 1) + words)


def xls_sheet(rows: Iterable[Sequence], *, merged: Sequence[tuple] = (), hidden: Sequence[int] = ()) -> bytes:
    """Return the records of a sheet; ``merged`` are first row, last row, first and last column, from 0."""
    body = begin(CELLS)
    for at, row in enumerate(rows):
        flags = 0x20 if at + 1 in hidden else 0
        body += record(0x0208, struct.pack("<HHHHHHBBH", at, 0, len(row), 300, 0, 0, flags, 1, 15))
        body += b"".join(xls_cell(at, column, value) for column, value in enumerate(row) if value != "")
    if merged:
        body += record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *one) for one in merged))
    return body + record(0x000A)


def xls(rows: Iterable[Sequence], *, password: bool = False, streams: Sequence[str] = (), **how) -> bytes:
    """Return an Excel 97 workbook of one sheet, in the container the format asks for."""
    head = begin(GLOBALS) + (record(0x002F, b"\0" * 54) if password else b"") + record(0x0042, struct.pack("<H", 1200))
    head += record(0x0022, b"\0\0") + xf(0) + xf(14)
    name = "Sheet1".encode("ascii")
    place = len(head) + 4 + 8 + len(name) + 4
    head += record(0x0085, struct.pack("<LBBBB", place, 0, 0, len(name), 0) + name) + record(0x000A)
    return compound_file(head + xls_sheet(rows, **how), streams)


def compound_file(book: bytes, streams: Sequence[str] = ()) -> bytes:
    """Return a container with the stream Workbook, and empty ones with further names."""
    book = book.ljust(SMALLEST_STREAM, b"\0")
    count = -(-len(book) // SECTOR)
    tables = -(-(count + 2 + 8) // 128)
    chain = [*(TABLE for _ in range(tables)), END_OF_CHAIN, *range(tables + 2, tables + 1 + count), END_OF_CHAIN]
    chain += [FREE] * (tables * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<LLLLLLLLL", 0, tables, tables, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<109L", *range(tables), *[FREE] * (109 - tables))
    entries = entry("Root Entry", 5, END_OF_CHAIN, 0) + entry("Workbook", 2, tables + 1, len(book))
    entries += b"".join(entry(name, 2, END_OF_CHAIN, 0) for name in streams[:2])
    return (
        header
        + struct.pack(f"<{len(chain)}L", *chain)
        + entries.ljust(SECTOR, b"\0")
        + book.ljust(count * SECTOR, b"\0")
    )


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    links = struct.pack("<LLL", FREE, 2 if name == "Workbook" else FREE, 1 if kind == 5 else FREE)
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBB", len(words), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<LQ", start, size)
    )
