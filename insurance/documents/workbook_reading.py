"""An uploaded table (.xlsx, .xls, .csv) becomes a ``Sheet``, or a reason why not.

The name must say one of the three kinds and the content must be it. Reading happens in a process of its own with
bounded memory and time (``workbook_parsing``): a file made to break a reader breaks only that. Every refusal is
RuleBroken("workbook.…", "file") whose sentence in ``wording_workbooks`` says what to do next.
"""

import json
import logging
import subprocess
from pathlib import PurePosixPath

from accounts.rules.errors import RuleBroken
from insurance.documents.apart import run_apart
from insurance.documents.compound_file import SIGNATURE as COMPOUND_FILE
from insurance.documents.table_rows import FIELD
from insurance.documents.workbook_parsing import REFUSED
from insurance.rules.sheets import EMPTY, Cell, Row, Sheet, Typed

SECONDS = 20

KINDS = ("xlsx", "xls", "csv")
WITH_MACROS = frozenset({"xlsm", "xltm", "xlam", "xla"})
PACKAGE = b"PK\x03\x04"
WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"mime-version")
"""What programs that "export to Excel" often write instead of a workbook."""

SIGNATURES = {"xlsx": PACKAGE, "xls": COMPOUND_FILE}
FOREIGN = (PACKAGE, COMPOUND_FILE, b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
"""What a .csv does not begin with."""

logger = logging.getLogger(__name__)


def read_workbook(name: str, content: bytes, *, most_rows: int, seconds: int = SECONDS) -> Sheet:
    """Return the table of the file ``name``, with at most ``most_rows`` rows.

    How many bytes a file may have is for whoever takes it in (``refuse_large``). Raises RuleBroken with one of
    workbook.type, macros, empty, mismatch, web_page, damaged, too_slow, not_a_table, encrypted, suspicious, parts,
    swollen, no_sheet, no_headings, no_rows, too_many_rows, too_many_columns, far_cell, long_text, merged, encoding.
    """
    kind = kind_of(name, content)
    try:
        reading = run_apart("insurance.documents.workbook_parsing", f"{kind} {most_rows}", content, seconds=seconds)
    except subprocess.TimeoutExpired:
        logger.warning("an uploaded table took too long to read", extra={"kind": kind, "seconds": seconds})
        raise RuleBroken("workbook.too_slow", FIELD) from None
    if reading.returncode == 0:
        return sheet_of(json.loads(reading.stdout))
    raise refusal(reading, kind)


def refuse_large(size: int, *, most_bytes: int) -> None:
    """Raise RuleBroken("workbook.too_large") when a file has more than ``most_bytes`` bytes."""
    if size > most_bytes:
        raise RuleBroken("workbook.too_large", FIELD, most_megabytes=most_bytes // 2**20)


def kind_of(name: str, content: bytes) -> str:
    """Return xlsx, xls or csv when name and content agree on it."""
    kind = PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()
    if kind in WITH_MACROS:
        raise RuleBroken("workbook.macros", FIELD)
    if kind not in KINDS:
        raise RuleBroken("workbook.type", FIELD)
    if not content.strip():
        raise RuleBroken("workbook.empty", FIELD)
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE):
        raise RuleBroken("workbook.web_page", FIELD)
    if kind == "xlsx" and content.startswith(COMPOUND_FILE) and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k" in content:
        raise RuleBroken("workbook.encrypted", FIELD)
    if content.startswith(FOREIGN) if kind == "csv" else not content.startswith(SIGNATURES[kind]):
        raise RuleBroken("workbook.mismatch", FIELD)
    return kind


def refusal(reading: subprocess.CompletedProcess, kind: str) -> RuleBroken:
    """Return why the file was refused; a process that broke down is logged, and its file is damaged to the person."""
    if reading.returncode == REFUSED:
        code, facts = json.loads(reading.stderr)
        return RuleBroken(code, FIELD, **facts)
    logger.error("reading an uploaded table broke down", extra={"kind": kind, "status": reading.returncode})
    return RuleBroken("workbook.damaged", FIELD)


def sheet_of(told: dict) -> Sheet:
    """Return the table that the process wrote down."""
    return Sheet(
        kind=told["kind"],
        template=tuple(told["template"]) if told["template"] else None,
        headings=tuple(told["headings"]),
        rows=tuple(Row(number, tuple(map(cell_of, cells)), is_hidden) for number, is_hidden, cells in told["rows"]),
        counts_from_1904=told["counts_from_1904"],
        ignored=tuple(told["ignored"]),
    )


def cell_of(told: str | list[str]) -> Cell:
    if not told:
        return EMPTY
    if isinstance(told, str):
        return Cell(told)
    text, typed, shown = told
    return Cell(text, Typed(typed), shown)
