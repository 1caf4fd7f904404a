"""代办名单: the rows of a committee's list, typed or from a table: whom each names, or why that is not clear.

Nothing is guessed: digits that a spreadsheet has lost are typed anew from the identity card.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.rules.document_number import TRAVEL_DOCUMENT, read_document_number
from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number
from insurance.rules.batches import NamedColumn
from insurance.rules.resident_payment import MOST_RESIDENTS
from insurance.rules.sheet_columns import (
    FIELD,
    RESIDENTS,
    TABLES,
    Matching,
    match_headings,
    refuse_people_as_headings,
    refuse_wrong_template,
)
from insurance.rules.sheet_damage import Damage, DamageCode
from insurance.rules.sheet_doctor import Doctor
from insurance.rules.sheet_roster import Roster
from insurance.rules.sheets import Row, Sheet, Typed

ROWS = "rows"
"""The field in which lines are typed, and in which rows that were not taken are put right."""

MOST_WRITTEN = 60
"""Characters of a cell that are put back to be corrected."""

BETWEEN = re.compile(r"[\t,，;；、|]+|\s+")

DIGITS_LOST = frozenset({DamageCode.ID_ROUNDED, DamageCode.ID_SCIENTIFIC, DamageCode.ID_CUT})
"""What the sentences about tables of a unit compare with its staff; a committee has none."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list, under the number of its line or of its row in the file.

    ``written`` is what stands in it, as it can be typed again. Either ``name`` and ``document``, a number as it is stored,
    say who is meant, or ``problems`` say why not; ``repairs`` tell what was put right.
    """

    number: int
    written: str = field(repr=False)
    name: str = field(default="", repr=False)
    document: str = field(default="", repr=False)
    problems: tuple[RuleBroken, ...] = ()
    repairs: tuple[RuleBroken, ...] = ()
    is_of_table: bool = False

    @property
    def called(self) -> str:
        """The name as it was written, so that the row is found again; empty where a number stands in its place."""
        words = self.written.split("\t") if self.is_of_table else BETWEEN.split(self.written.strip())
        return "" if any(character.isdigit() for character in words[0]) else words[0].strip()


# Lines that are typed, or copied from a table ------------------------------------------------------------------------


def typed_row(number: int, text: str, *, on: date) -> ListRow:
    """Return the row that a typed line is."""
    try:
        name, written = resident_line(text)
        return ListRow(number, text, name, read_document_number(written, on=on))
    except RuleBroken as problem:
        return ListRow(number, text, problems=(problem,))


def resident_line(text: str) -> tuple[str, str]:
    """Return name and document number of a line that was typed, or copied from a table: the number stands last.

    Raises RuleBroken("resident.line") for a line without both.
    """
    words = [word for word in BETWEEN.split(text.strip()) if word]
    if len(words) < 2 or not any(character.isdigit() for character in words[-1]):
        raise RuleBroken("resident.line", ROWS)
    return " ".join(words[:-1]), words[-1]


# Rows of a table -----------------------------------------------------------------------------------------------------


def table_rows(sheet: Sheet, *, on: date) -> list[ListRow]:
    """Return the rows of a table whose headings say which columns are the name and the ID number.

    Raises RuleBroken: workbook.template_kind, workbook.template_version, workbook.no_headings, batch.columns_missing,
    resident.column_twice.
    """
    matching = matching_of(sheet)
    doctor = Doctor(sheet, matching, RESIDENTS, Roster(()), on, {})
    return [row_of_table(row, doctor) for row in sheet.rows]


def matching_of(sheet: Sheet) -> Matching:
    """Return which column stands where; columns that a list does not need may be anything."""
    refuse_wrong_template(sheet, RESIDENTS)
    refuse_people_as_headings(sheet)
    matching = match_headings(sheet.headings, RESIDENTS, {})
    if matching.missing:
        raise RuleBroken("batch.columns_missing", FIELD, columns=tuple(map(NamedColumn, matching.missing)))
    needed = {column.name for column in TABLES[RESIDENTS]}
    twice = [name for name, _places in matching.doubtful if name in needed]
    if twice:
        raise RuleBroken("resident.column_twice", FIELD, column=NamedColumn(twice[0]))
    return matching


def row_of_table(row: Row, doctor: Doctor) -> ListRow:
    """Return one row with what happened to its cells."""
    diagnosis = doctor.row(row)
    name, number = (doctor.cell(row, column) for column in ("name", "id_number"))
    written = "\t".join(" ".join(cell.original.split())[:MOST_WRITTEN] for cell in (name, number))
    values, damages = dict(diagnosis.values), diagnosis.damages
    travel = normalise_number(number.text)
    if number.typed == Typed.TEXT and TRAVEL_DOCUMENT.fullmatch(travel):
        values["id_number"] = travel
        damages = tuple(damage for damage in damages if damage.column != "id_number")
    problems = tuple(told(damage) for damage in damages if not damage.certain)
    if not problems and not (values.get("name") and values.get("id_number")):
        problems = (RuleBroken("resident.row_incomplete", ROWS),)
    if problems:
        return ListRow(row.number, written, problems=problems, is_of_table=True)
    name, number = values["name"], values["id_number"]
    repairs = tuple(damage.told for damage in damages)
    return ListRow(row.number, f"{name}\t{number}", name, number, repairs=repairs, is_of_table=True)


def told(damage: Damage) -> RuleBroken:
    """Return what is to be said of a cell that nobody but the sender can put right."""
    return RuleBroken("resident.digits_lost", damage.column) if damage.code in DIGITS_LOST else damage.told


def rows_of(lines: Iterable[tuple[int, str]], sheet: Sheet | None, *, on: date) -> list[ListRow]:
    """Return the rows of a list, typed ones first.

    Raises what ``table_rows`` raises, RuleBroken("resident.list_empty"), and ("resident.list_long") where they are too many
    together.
    """
    rows = [typed_row(number, text, on=on) for number, text in lines]
    rows += table_rows(sheet, on=on) if sheet else []
    if not rows:
        raise RuleBroken("resident.list_empty", FIELD)
    if len(rows) > MOST_RESIDENTS:
        raise RuleBroken("resident.list_long", ROWS, most=MOST_RESIDENTS)
    return rows
