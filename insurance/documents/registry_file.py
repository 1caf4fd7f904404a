"""A file of the exchange desk: CSV with a heading line, in UTF-8 or GB18030."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from accounts.rules.errors import RuleBroken
from insurance.rules.registry_rows import COLUMNS

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000


def read_registry_file(content: bytes, columns: Sequence[str] = COLUMNS) -> list[tuple[int, dict[str, str]]]:
    """Return line number and cells of every row; the heading is line 1, empty lines are left out. ``columns`` are needed.

    Raises RuleBroken ``registry.file_*`` when it is no such file: too large, another encoding, columns missing.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken("registry.file_large", "file", most=MOST_BYTES // 1_000_000)
    rows = list(_rows(_text(content), columns))
    if len(rows) > MOST_ROWS:
        raise RuleBroken("registry.file_long", "file", most=MOST_ROWS)
    return rows


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleBroken("registry.file_encoding", "file")


def _rows(text: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(StringIO(text, newline=""))
    try:
        heading = [cell.strip() for cell in next(reader, [])]
        missing = [column for column in columns if column not in heading]
        if missing:
            raise RuleBroken("registry.file_columns", "file", columns=missing)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(heading, cells, strict=False))
    except csv.Error:
        raise RuleBroken("registry.file_encoding", "file") from None
