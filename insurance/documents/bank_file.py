"""Bytes of a bank file, and of an uploaded channel statement, become rows: CSV in UTF-8 or GB18030."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO

from accounts.rules.errors import RuleBroken
from insurance.documents.csv_reading import decoded
from insurance.rules.bank_file import COLUMNS, NEEDED, column_of

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 40
FIELD = "file"

Rows = list[tuple[int, dict[str, str]]]


def read_bank_file(content: bytes) -> Rows:
    """Return line number and cells by column of every row; the heading is line 1, empty lines are left out.

    Raises RuleBroken ``bank_file.large``, ``encoding``, ``columns``, ``long`` or ``empty``.
    """
    rows = table(content, column_of, needed={name: COLUMNS[name][0] for name in NEEDED})
    if not rows:
        raise RuleBroken("bank_file.empty", FIELD)
    return rows


def table(content: bytes, column_of: Callable[[str], str], *, needed: dict[str, str]) -> Rows:
    """Return the rows of a CSV whose headings ``column_of`` understands; ``needed`` columns, by the name people know."""
    if len(content) > MOST_BYTES:
        raise RuleBroken("bank_file.large", FIELD, most=MOST_BYTES // 1_000_000)
    return list(_rows(_text(content), column_of, needed))


def _text(content: bytes) -> str:
    try:
        return decoded(content)
    except RuleBroken:
        raise RuleBroken("bank_file.encoding", FIELD) from None


def _rows(text: str, column_of: Callable[[str], str], needed: dict[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    count = 0
    try:
        columns = [column_of(cell) for cell in next(reader, [])[:MOST_COLUMNS]]
        missing = [name for column, name in needed.items() if column not in columns]
        if missing or len(set(filter(None, columns))) < len(list(filter(None, columns))):
            raise RuleBroken("bank_file.columns", FIELD, columns=missing or list(needed.values()))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise RuleBroken("bank_file.long", FIELD, most=MOST_ROWS)
            yield reader.line_num, {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    except csv.Error:
        raise RuleBroken("bank_file.encoding", FIELD) from None
