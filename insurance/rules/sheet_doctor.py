"""The spreadsheet doctor: what the rows of an uploaded table say, what happened to them, and what is certain of it.

Nothing is guessed. What has one reading is read and told; digits that are lost come back from the unit's own roster, or
the row is refused with how to put it right. What the values mean, whether the person is insured, whether the month is
allowed: that is said by the checks of the declaration, which get the values from here.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accounts.rules.person_name import HAN, comparable_name
from accounts.rules.typed_number import FULL_WIDTH
from insurance.rules import sheet_days, sheet_values
from insurance.rules.identity_repair import LITERAL_FORMULA, Context, is_rounded, read_number
from insurance.rules.sheet_columns import (
    MEMBERS_ONLY,
    MOST_CHARACTERS,
    Column,
    Holds,
    Matching,
    TableKind,
    known_columns,
)
from insurance.rules.sheet_damage import Damage, DamageCode
from insurance.rules.sheet_readings import INVISIBLE, Reading, half_width
from insurance.rules.sheet_roster import Roster, RosterName
from insurance.rules.sheet_values import CodeList
from insurance.rules.sheets import EMPTY, Cell, Row, Sheet, Typed

UNTRUSTED = {
    Typed.FORMULA: DamageCode.CELL_FORMULA,
    Typed.ERROR: DamageCode.CELL_ERROR,
    Typed.MERGED: DamageCode.CELL_MERGED,
}
COMPARED = "birth_on"
"""A column that is only compared with the number; how it is written is nobody's concern."""

REMARK = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|[0-9]+)\s*$")
"""What people write behind a name: 张三(离职), 李四2."""


@dataclass(frozen=True, slots=True)
class RowDiagnosis:
    """One row: its number in the file, what it says by column, what is or was wrong with it.

    A blank cell has no value, nor has one that could not be read. ``person_id`` is whose row it is when number and name
    are somebody's of the roster.
    """

    row: int
    values: dict[str, Any] = field(repr=False)
    damages: tuple[Damage, ...] = ()
    person_id: int | None = None
    is_hidden: bool = False

    @property
    def is_refused(self) -> bool:
        """Something is wrong that nobody but the sender can put right."""
        return any(not damage.certain for damage in self.damages)


def diagnose(
    sheet: Sheet,
    matching: Matching,
    *,
    kind: TableKind,
    roster: Sequence[RosterName],
    on: date,
    codes: Mapping[str, CodeList],
) -> list[RowDiagnosis]:
    """Return every row of a table, in its order. ``codes`` names what the columns of codes may hold."""
    doctor = Doctor(sheet, matching, kind, Roster(roster), on, codes)
    return told_twice([doctor.row(row) for row in sheet.rows])


class Doctor:
    """All that is the same for every row of a table."""

    def __init__(self, sheet, matching, kind, roster, on, codes):
        self.roster, self.codes = roster, codes
        self.counts_from_1904 = sheet.counts_from_1904
        columns = known_columns(kind)
        self.places = [(columns[name], place) for name, place in matching.columns.items() if name in columns]
        self.others = [one for one in self.places if one[0].holds not in {Holds.NAME, Holds.IDENTITY, Holds.NOTHING}]
        self.at = {column.name: place for column, place in self.places}
        was_rounded = any(is_rounded(self.cell(row, "id_number"), on=on) for row in sheet.rows)
        self.context = Context(roster, on, is_member=kind in MEMBERS_ONLY, is_rounded=was_rounded)

    def cell(self, row: Row, name: str) -> Cell:
        return row.cells[self.at[name]] if name in self.at else EMPTY

    def row(self, row: Row) -> RowDiagnosis:
        values: dict[str, Any] = {}
        damages: list[Damage] = []
        for column, place in self.others:
            self.read(column, row.cells[place], values, damages)
        member = self.person(row, values, damages)
        damages += self.contradictions(row, values, member)
        return RowDiagnosis(row.number, values, tuple(damages), member.person_id if member else None, row.is_hidden)

    def read(self, column: Column, cell: Cell, values: dict[str, Any], damages: list[Damage]) -> None:
        """Read one cell that is not about who is meant."""
        if not cell.original.strip() or (column.name == COMPARED and untrusted(cell)):
            return
        if code := untrusted(cell):
            damages.append(Damage(code, column.name, cell.original))
            return
        reading = self.reading(column, literal(cell))
        if reading.is_certain and reading.value not in (None, ""):
            values[column.name] = reading.value
        if reading.code and column.name != COMPARED:
            damages.append(
                Damage(reading.code, column.name, cell.original, reading.written, certain=reading.is_certain)
            )

    def reading(self, column: Column, cell: Cell) -> Reading:
        match column.holds:
            case Holds.DAY:
                return sheet_days.read_day(cell, counts_from_1904=self.counts_from_1904)
            case Holds.MONTH:
                return sheet_days.read_month(cell, counts_from_1904=self.counts_from_1904)
            case Holds.MONEY:
                return sheet_values.read_money(cell)
            case Holds.YEARS:
                return sheet_values.read_years(cell)
            case Holds.CODE:
                return sheet_values.read_code(cell, self.codes[column.name])
            case Holds.CODES:
                return sheet_values.read_codes(cell, self.codes[column.name])
            case Holds.PROPOSER:
                return sheet_values.read_proposer(cell)
            case Holds.DIGITS:
                return sheet_values.read_digits(cell)
            case Holds.PHONE:
                return sheet_values.read_phone(cell)
        return sheet_values.read_words(cell, most=MOST_CHARACTERS[column.name])

    # Who is meant ---------------------------------------------------------------------------------------------------

    def person(self, row: Row, values: dict[str, Any], damages: list[Damage]) -> RosterName | None:
        """Read number and name, each in the light of the other; return who of the roster it is."""
        number, name = self.cell(row, "id_number"), self.cell(row, "name")
        untrusted_ones = [
            Damage(code, column, cell.original)
            for column, cell in (("id_number", number), ("name", name))
            if (code := untrusted(cell))
        ]
        if untrusted_ones:
            damages += untrusted_ones
            return None
        written = cleaned_name(literal(name).text)
        bare = REMARK.sub("", half_width(written))
        names = list(dict.fromkeys(comparable_name(one) for one in (written, bare) if one))
        member = self.numbered(number, names, values, damages)
        self.named(name, written, bare, member, values, damages)
        return member

    def numbered(
        self, cell: Cell, names: list[str], values: dict[str, Any], damages: list[Damage]
    ) -> RosterName | None:
        if not cell.original.strip():
            return self.by_personal_number(names, values, damages)
        reading = read_number(cell, names, self.context)
        found = cell.original
        damages += [
            Damage(code, "id_number", found, reading.number if certain else None, certain=certain)
            for code, certain in reading.marks
        ]
        if reading.number:
            values["id_number"] = reading.number
        return reading.member

    def by_personal_number(self, names, values, damages) -> RosterName | None:
        """Fill in a number that was left blank for somebody who is named and has the personal number beside."""
        member = self.roster.by_public_id.get(values.get("public_id", ""))
        if member is None or comparable_name(member.name) not in names:
            return None
        values["id_number"] = member.number
        damages.append(Damage(DamageCode.ID_FROM_PERSONAL_NUMBER, "id_number", "", member.number, certain=True))
        return member

    def named(self, cell, written, bare, member, values, damages) -> None:
        """Read the name: as the record has it where it is somebody's of the roster, otherwise without its marks."""
        if not written:
            return
        if member:
            values["name"] = member.name
            if cell.text == member.name:
                return
            is_variant = comparable_name(written) == comparable_name(member.name)
            code = DamageCode.NAME_VARIANT if is_variant else DamageCode.NAME_REMARK
            damages.append(Damage(code, "name", cell.original, member.name, certain=True))
            return
        if bare != half_width(written):
            damages.append(Damage(DamageCode.NAME_REMARK, "name", cell.original))
            return
        values["name"] = written
        if written != cell.text:
            damages.append(Damage(DamageCode.NAME_VARIANT, "name", cell.original, written, certain=True))

    def contradictions(self, row: Row, values: dict[str, Any], member: RosterName | None) -> Iterator[Damage]:
        """Yield what in the row speaks against the person it names."""
        number, born = values.get("id_number", ""), values.pop(COMPARED, None)
        if born and len(number) == 18 and number[6:14] != f"{born:%Y%m%d}":
            yield Damage(DamageCode.BIRTH_DIFFERS, COMPARED, self.cell(row, COMPARED).original)
        other = self.roster.by_public_id.get(values.get("public_id", ""))
        if number and other and other.number != number:
            yield Damage(DamageCode.PERSONAL_NUMBER_DIFFERS, "public_id", self.cell(row, "public_id").original)


def untrusted(cell: Cell) -> DamageCode | None:
    """Return why a cell's text is not taken; a formula that only holds a text in quotes is that text."""
    if cell.typed == Typed.FORMULA and LITERAL_FORMULA.fullmatch(cell.shown):
        return None
    return UNTRUSTED.get(cell.typed)


def literal(cell: Cell) -> Cell:
    """Return a cell with the text a formula holds in quotes, any other as it is."""
    match = LITERAL_FORMULA.fullmatch(cell.shown) if cell.typed == Typed.FORMULA else None
    return Cell(match[1], Typed.TEXT, cell.shown) if match else cell


def cleaned_name(text: str) -> str:
    """Return a name without invisible characters, half-width, in a Chinese one without spaces; the dot is ``·``.

    Rare characters stay as they are typed: compatibility forms of ideographs are not touched.
    """
    visible = text.translate(INVISIBLE).translate(FULL_WIDTH)
    words = visible.replace("\u3000", " ").strip("'\u2018\u2019`").split()
    if not HAN.search(visible):
        return " ".join(words)
    return DOT.sub("\u00b7", "".join(words))


DOT = re.compile("(?<=[\u3400-\u9fff\U00020000-\U0003ffff])[\u2022\u2027\u2219\u22c5\u30fb\u2e31\u25cf.\uff65]")
"""What is typed for the dot between the parts of a name, which stands behind a Chinese character."""


# The same person more than once -------------------------------------------------------------------------------------


def told_twice(diagnoses: list[RowDiagnosis]) -> list[RowDiagnosis]:
    """Return the rows with what is to be said where a person stands in several of them.

    Rows that say the same are one row and its repetitions: the first one counts. Where they differ none does.
    """
    rows_of: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(diagnoses):
        if number := one.values.get("id_number"):
            rows_of[number].append(place)
    found = list(diagnoses)
    for places in rows_of.values():
        if len(places) > 1:
            is_repetition = len({content(diagnoses[place]) for place in places}) == 1
            code = DamageCode.ROW_TWICE if is_repetition else DamageCode.ROW_DIFFERS
            for place in places[1:] if is_repetition else places:
                rows = tuple(diagnoses[other].row for other in places if other != place)
                told = Damage(code, "id_number", rows=rows[:1] if is_repetition else rows[:MOST_ROWS_NAMED])
                found[place] = replace(found[place], damages=(*found[place].damages, told))
    return found


MOST_ROWS_NAMED = 10


def content(one: RowDiagnosis) -> str:
    """Return what a row says, whatever it looked like: its values, and what could not be read as it stands there."""
    unread = sorted((damage.column, damage.found) for damage in one.damages if not damage.certain and not damage.rows)
    said = sorted((name, str(value)) for name, value in one.values.items())
    return json.dumps([said, unread], ensure_ascii=False)


def canonical_digest(diagnoses: Sequence[RowDiagnosis]) -> bytes:
    """Return 32 bytes that are the same for the same rows in another order, in other columns, in another kind of file."""
    digest = hashlib.sha256()
    for row in sorted(map(content, diagnoses)):
        digest.update(row.encode("utf-8", "surrogatepass") + b"\n")
    return digest.digest()
