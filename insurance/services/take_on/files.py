"""The folder of an export: which files and columns it must have, and its rows with their line numbers."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENCODING = "gb18030"

COLUMNS = {
    "ab01.csv": "AAB001 AAB998 AAE044 AAA149 AAB034 AAB051 AAE047 AAE004 AAE005".split(),
    "ac01.csv": "AAC001 AAC058 AAC147 AAC003 AAC004 AAC006 AAC067 AAC060 AAZ500".split(),
    "ac02.csv": "AAZ159 AAC001 AAB001 AAE140 AAE041 AAE042 AAC031 AAE160".split(),
    "ac43.csv": (
        "AAC001 AAB001 AAE140 AAE003 AAE180 AAC040 unit_to_pool unit_to_account person_to_pool person_to_account"
        " AAE111 AAB191"
    ).split(),
}
"""The files in the order they are loaded, with the columns each must have, in any order; more columns are ignored."""


class FolderUnreadable(Exception):
    """The folder cannot be taken on at all; the message is one sentence that says what to put right."""


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its line (the header is line 1), and its fields by column, or None where they cannot be told apart."""

    line: int
    fields: dict[str, str] | None


def read_folder(folder: Path) -> dict[str, list[Row]]:
    """Return the rows of each file; FolderUnreadable when a file or column is missing or the encoding is another."""
    if not folder.is_dir():
        raise FolderUnreadable(f"There is no folder {folder}.")
    if missing := [name for name in COLUMNS if not (folder / name).is_file()]:
        raise FolderUnreadable(f"The folder {folder} lacks {', '.join(missing)}.")
    return {name: list(rows_of(name, decoded(folder / name))) for name in COLUMNS}


def decoded(file: Path) -> str:
    """Return the text of a file in GB18030."""
    content = file.read_bytes()
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or is_utf8(content):
        raise FolderUnreadable(f"{file.name} is not written in GB18030 but in Unicode; export it again in GB18030.")
    try:
        return content.decode(ENCODING).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise FolderUnreadable(f"{file.name} is not written in GB18030; export it again in GB18030.") from None


def is_utf8(content: bytes) -> bool:
    """Return whether the bytes say something beyond ASCII in UTF-8; text in GB18030 hardly ever happens to."""
    if content.isascii():
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def rows_of(name: str, text: str) -> Iterator[Row]:
    """Yield the data rows; a quote that does not close spoils its own line only."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    header = fields_of(lines[0]) or []
    places = places_of(name, [column.strip() for column in header])
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            yield Row(number, by_column(fields_of(line), places, len(header)))


def fields_of(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return None


def places_of(name: str, header: list[str]) -> dict[str, int]:
    if missing := [column for column in COLUMNS[name] if column not in header]:
        raise FolderUnreadable(f"{name} lacks the column {', '.join(missing)}.")
    if twice := [column for column in COLUMNS[name] if header.count(column) > 1]:
        raise FolderUnreadable(f"{name} has the column {', '.join(twice)} twice.")
    return {column: header.index(column) for column in COLUMNS[name]}


def by_column(fields: list[str] | None, places: dict[str, int], width: int) -> dict[str, str] | None:
    if fields is None or len(fields) != width:
        return None
    return {column: fields[place] for column, place in places.items()}
