"""Tables that are made to break, to fill or to fool a reader, built here part by part."""

import zipfile
from io import BytesIO

from tests.factories.workbooks import SPREADSHEET, sheet_xml, xlsx_parts, zipped

HEADINGS = ("姓名", "证件号码", "缴费基数")
ROW = ("张三", "11010519491231002X", "5000")
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def parts(*rows) -> dict:
    return xlsx_parts({"Sheet1": sheet_xml([HEADINGS, *(rows or [ROW])])})


def plain() -> bytes:
    return zipped(parts())


def with_part(name: str, content) -> bytes:
    return zipped(parts() | {name: content})


def without_part(name: str) -> bytes:
    kept = parts()
    del kept[name]
    return zipped(kept)


def unfolding(entity: str) -> str:
    """A sheet of one cell that holds an entity."""
    return f"<sheetData><row><c><v>&{entity};</v></c></row></sheetData>"


def declaring(declaration: str, body: str = "<sheetData/>", *, where: str = SHEET, encoding: str = "utf-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<worksheet xmlns="{SPREADSHEET}">{body}</worksheet>'
    )
    return with_part(where, text.encode(encoding))


def reading_a_file() -> bytes:
    return declaring('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', unfolding("e"))


def laughing() -> bytes:
    """Entities of entities of entities: a few lines that unfold into gigabytes."""
    nested = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    return declaring(f'<!DOCTYPE l [<!ENTITY a0 "lol">{nested}]>', unfolding("a9"))


def of_blanks(size: int) -> bytes:
    """A sheet that is small in the file and has ``size`` bytes in memory."""
    return with_part(SHEET, b" " * size)


def of_many_parts(count: int) -> bytes:
    return zipped(parts() | {f"xl/media/{number}.png": b"" for number in range(count)})


def named_twice() -> bytes:
    target = BytesIO(plain())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    return target.getvalue()


def marked_encrypted() -> bytes:
    """The flag of an encrypted part, in both of its places."""
    content = bytearray(plain())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def with_cell(place: str, value: str = "x") -> bytes:
    number = "".join(filter(str.isdigit, place))
    far = f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>{value}</t></is></c></row></sheetData>'
    return with_part(SHEET, sheet_xml([HEADINGS, ROW]).replace("</sheetData>", far))


def of_strings(count: int) -> bytes:
    """Shared texts that no cell points to."""
    return with_part("xl/sharedStrings.xml", f'<sst xmlns="{SPREADSHEET}">{"<si><t>A</t></si>" * count}</sst>')
