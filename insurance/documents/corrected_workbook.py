"""更正后的表格: the uploaded rows again, with what was put right and what has to be put right marked in colour.

A marked cell carries its sentence as a comment, and all sentences of a row stand beside it in a column of their own, for
whoever prints the table or cannot see colours. Sent again, that column is not read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import override
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from accounts.rules.errors import RuleBroken
from accounts.wording import sentence
from insurance.documents.sheet_words import yes_no
from insurance.documents.text_cells import BAD, GOOD, HEADING, TEXT, WIDE, WIDEST, set_up_page, text_book, write_texts
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.rules.sheet_damage import DamageCode
from insurance.wording_templates import FINDINGS_NAME, SHEET_NAMES

MOST_COMMENTS = 2_000
"""Comments beyond these are only in the column: a spreadsheet opens slowly with many of them."""

LEFT_AS_TYPED = frozenset({f"sheet.{DamageCode.ID_FROM_PERSONAL_NUMBER}.repaired"})
"""What is certain without being written: numbers that were not in the file are not handed out by sending it."""

COMMENT_SIZE = {"x_scale": 2, "y_scale": 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that was put right, or has to be: the sentence, and whether it reads as it should now."""

    told: str
    is_repaired: bool


@dataclass(frozen=True, slots=True)
class CorrectedRow:
    """One row: its cells as they should be sent again, the marks by place, sentences about the whole row."""

    cells: tuple[str, ...] = field(repr=False)
    marks: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def write_corrected(target: BinaryIO, headings: Sequence[str], rows: Iterable[CorrectedRow], *, language: str) -> None:
    """Write the corrected table as .xlsx into ``target``, every cell as text."""
    with text_book(target) as book, override(language):
        sheet = book.add_worksheet(str(SHEET_NAMES["data"]))
        text = book.add_format(TEXT)
        set_up_page(sheet, [WIDE] * len(headings) + [WIDEST], headings=1)
        write_texts(sheet, 0, [*headings, str(FINDINGS_NAME)], book.add_format(HEADING))
        writing = RowWriting(book, sheet)
        for at, row in enumerate(rows, start=1):
            write_texts(sheet, at, row.cells, text)
            writing.mark(at, row, len(headings))


class RowWriting:
    """Marks cells; knows the colours and how many comments there are."""

    def __init__(self, book: Workbook, sheet: Worksheet):
        self.sheet = sheet
        self.good, self.bad, self.text = (book.add_format(form) for form in (GOOD, BAD, {**TEXT, "text_wrap": True}))
        self.comments = 0

    def mark(self, at: int, row: CorrectedRow, width: int) -> None:
        for place, marks in row.marks.items():
            form = self.good if all(mark.is_repaired for mark in marks) else self.bad
            self.sheet.write_string(at, place, row.cells[place], form)
            self.comment(at, place, " ".join(mark.told for mark in marks))
        told = [mark.told for marks in row.marks.values() for mark in marks]
        if told or row.told:
            self.sheet.write_string(at, width, " ".join([*told, *row.told]), self.text)

    def comment(self, at: int, place: int, words: str) -> None:
        if self.comments < MOST_COMMENTS:
            self.sheet.write_comment(at, place, words, COMMENT_SIZE)
            self.comments += 1


def corrected_row(
    cells: tuple[str, ...],
    columns: Mapping[str, int],
    values: Mapping[str, Any],
    told: Iterable[tuple[RuleBroken, bool]],
    *,
    language: str,
) -> CorrectedRow:
    """Return one row: ``columns`` gives the places of the columns, ``values`` what was read, ``told`` each sentence with
    whether it tells of a repair."""
    texts = list(cells)
    marks: dict[int, list[Mark]] = {}
    others = []
    with override(language):
        for problem, is_repaired in told:
            place = columns.get(problem.field or "")
            if place is None:
                others.append(sentence(problem))
                continue
            marks.setdefault(place, []).append(Mark(sentence(problem), is_repaired))
            if is_repaired and problem.field in values and problem.code not in LEFT_AS_TYPED:
                texts[place] = written_value(values[problem.field], column=problem.field, language=language)
    return CorrectedRow(tuple(texts), {place: tuple(some) for place, some in marks.items()}, tuple(others))


def written_value(value: Any, *, column: str, language: str) -> str:
    """Return a value as it is written into a cell of our template."""
    match value:
        case "unit" | "person" if column == "proposed_by":
            return yes_no(language)[0 if value == "unit" else 1]
        case int() if column == "wage":
            return str(yuan_from_fen(value))
        case tuple() | list():
            return ",".join(map(str, value))
        case date():
            return value.isoformat()
        case Month() | Decimal():
            return str(value)
    return str(value)
