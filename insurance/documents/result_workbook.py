"""结果表: every row of an uploaded table with what became of it and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import override

from insurance.documents.text_cells import (
    BAD,
    CAUTION,
    GOOD,
    HEADING,
    NARROW,
    TEXT,
    WIDE,
    WIDEST,
    set_up_page,
    text_book,
    write_texts,
)
from insurance.rules.findings import Verdict
from insurance.wording_templates import RESULT_HEADINGS, RESULT_NAMES, SHEET_NAMES

COLOURS = {Verdict.PASS: GOOD, Verdict.WARN: CAUTION, Verdict.FAIL: BAD}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row under its number in the file: its cells as they stood there, the result, the sentences behind it."""

    number: int
    cells: tuple[str, ...] = field(repr=False)
    verdict: Verdict
    reasons: tuple[str, ...] = ()


def write_results(
    target: BinaryIO,
    headings: Sequence[str],
    rows: Iterable[ResultRow],
    *,
    language: str,
    verdicts: Mapping[Verdict, str] = RESULT_NAMES,
) -> None:
    """Write the results as .xlsx into ``target``, every cell as text; number, result and reasons stand first.

    ``verdicts`` are the words of the results: of the check, or of what was filed.
    """
    with text_book(target) as book, override(language):
        sheet = book.add_worksheet(str(SHEET_NAMES["results"]))
        text, wrapped = book.add_format(TEXT), book.add_format({**TEXT, "text_wrap": True})
        colours = {verdict: book.add_format(form) for verdict, form in COLOURS.items()}
        names = {verdict: str(verdicts[verdict]) for verdict in Verdict}
        set_up_page(sheet, [NARROW, NARROW, WIDEST, *[WIDE] * len(headings)], headings=1)
        write_texts(sheet, 0, [*map(str, RESULT_HEADINGS), *headings], book.add_format(HEADING))
        for at, row in enumerate(rows, start=1):
            write_texts(sheet, at, [str(row.number), "", "", *row.cells], text)
            sheet.write_string(at, 1, names[row.verdict], colours[row.verdict])
            if row.reasons:
                sheet.write_string(at, 2, " ".join(row.reasons), wrapped)
