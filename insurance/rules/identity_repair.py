"""What became of an identity number in a spreadsheet, and whose it is.

Marks around a number are taken off: that loses nothing. Digits that are gone come back only from the unit's own roster,
and only when exactly one person in it fits both the digits that are left and the name. A check character is never
worked out to complete a number: it would fit whatever stands before it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import islice

from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import comparable_name
from accounts.rules.spreadsheet import ends_rounded
from accounts.rules.typed_number import FULL_WIDTH, ROMAN_TEN, TEXT_MARKS
from insurance.rules.sheet_damage import DamageCode
from insurance.rules.sheet_readings import INVISIBLE
from insurance.rules.sheet_roster import DIGITS, Roster, RosterName
from insurance.rules.sheets import Cell, Typed

SIGNIFICANT = 15
"""Digits that a spreadsheet keeps of a number; the rest become zeros."""

FEWEST_LEFT = 6
"""Digits of a power of ten as cells show it; zeros at its end are not written."""

LITERAL_FORMULA = re.compile(r'="([^"]*)"')
POWER_OF_TEN = re.compile(r"([0-9](?:\.[0-9]+)?)E\+?17", re.ASCII)
DECIMAL_POINT = re.compile(r"([0-9]{15,18})\.0*", re.ASCII)
ZERO_FRACTION = re.compile(r"^[0-9]+\.0*$", re.ASCII)
IN_WORDS = re.compile(r"(?<![0-9A-Z.])[0-9]{17}[0-9X](?![0-9A-Z]|\.[0-9])", re.ASCII)
SEPARATORS = re.compile(r"[-\u2010-\u2015\u2212_./]+")
ALMOST = re.compile(r"[0-9OILBSZ|!]{17}[0-9XOIL|!]", re.ASCII)
LOOK_ALIKE = str.maketrans("OIL|!", "01111")


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The number that is meant, None when that is not certain, and what was done to it: code and whether certain.

    ``member`` is whose it is in the roster, by number and by name.
    """

    number: str | None
    marks: tuple[tuple[DamageCode, bool], ...] = ()
    member: RosterName | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a number. ``is_member``: the row must be about somebody of the roster, so what the roster
    knows is the answer; otherwise it is a reason to doubt. ``is_rounded``: other numbers of the column were rounded."""

    roster: Roster
    on: date
    is_member: bool
    is_rounded: bool = False


def is_rounded(cell: Cell, *, on: date) -> bool:
    """Tell whether a cell shows that its column was taken for amounts."""
    bare, _ = without_marks(cell)
    if cell.typed == Typed.NUMBER or POWER_OF_TEN.fullmatch(bare.upper()) or DECIMAL_POINT.fullmatch(bare):
        return True
    return ends_rounded(bare) and fault_of(bare, on=on) is not None


def read_number(cell: Cell, names: Sequence[str], context: Context) -> NumberReading:
    """Return what a cell says as an identity number beside somebody named so.

    ``names`` are the comparable forms of the name.
    """
    roster, on = context.roster, context.on
    bare, marks = without_marks(cell)
    fault = fault_of(bare, on=on)
    if fault is None:
        return sound_number(cell, bare, marks, names, context)
    code, fits = surviving(bare, cell, fault)
    if code == DamageCode.ID_LOOK_ALIKE:
        return like_a_number(bare, marks, roster, names, on=on)
    return restored(code, fits, rivals_of(bare), marks, roster.alike(names, bare))


def fault_of(number: str, *, on: date) -> str | None:
    """Return why a number is not sound, None when it is."""
    try:
        resident_id.parse(number, on=on)
    except RuleBroken as unsound:
        return unsound.code
    return None


def without_marks(cell: Cell) -> tuple[str, list[DamageCode]]:
    """Return a number without what stands around and between its characters, and what of that was there."""
    literal = LITERAL_FORMULA.fullmatch(cell.shown) if cell.typed == Typed.FORMULA else None
    text = literal[1] if literal else cell.text
    steps: tuple[tuple[DamageCode, Callable[[str], str]], ...] = (
        (DamageCode.ID_INVISIBLE, lambda was: was.translate(INVISIBLE | UNPRINTABLE)),
        (DamageCode.ID_FULL_WIDTH, lambda was: was.translate(FULL_WIDTH | ROMAN_TEN)),
        (DamageCode.ID_SPACES, lambda was: "".join(was.split())),
        (DamageCode.ID_APOSTROPHE, lambda was: was.strip(TEXT_MARKS + '"')),
        (DamageCode.ID_LOWER_X, lambda was: was[:-1] + was[-1:].replace("x", "X")),
        (DamageCode.ID_SEPARATORS, without_separators),
        (DamageCode.ID_WORDS, without_words),
    )
    found = [DamageCode.ID_APOSTROPHE] if literal else []
    for code, step in steps:
        after = step(text)
        if after != text:
            found.append(code)
            text = after
    return text, list(dict.fromkeys(found))


UNPRINTABLE = dict.fromkeys([*range(0x20), 0x7F])


def without_separators(text: str) -> str:
    """Take dashes and points out where only they stand between the digits of a whole number."""
    bare = SEPARATORS.sub("", text)
    return bare if len(bare) in {15, 18} and DIGITS.fullmatch(bare[:-1]) and not ZERO_FRACTION.search(text) else text


def without_words(text: str) -> str:
    """Take off the words around a number, when there is exactly one."""
    found = IN_WORDS.findall(text.upper())
    return found[0] if len(found) == 1 else text


def member_named(roster: Roster, number: str, names: Sequence[str]) -> RosterName | None:
    """Return whose number it is in the roster, when one of the names is theirs."""
    person = roster.by_number.get(number)
    return person if person and comparable_name(person.name) in names else None


def sound_number(
    cell: Cell, number: str, marks: list[DamageCode], names: Sequence[str], context: Context
) -> NumberReading:
    """Return a number with a fitting check character, which after rounding it may have by chance."""
    certain = tuple((code, True) for code in marks)
    member = member_named(context.roster, number, names)
    is_number = cell.typed == Typed.NUMBER
    if not is_number and not ends_rounded(number):
        return NumberReading(number, certain, member)
    fits, may_fit = rounds_to(number, SIGNIFICANT), rivals_of(number)
    alike = list(context.roster.alike(names, number))
    likely = [person for person in alike if fits(person.number) or person == member]
    code = DamageCode.ID_NUMBER_CELL if is_number else DamageCode.ID_ROUNDED
    if likely == [member]:
        return NumberReading(number, (*certain, (code, True)) if is_number else certain, member)
    meant = [person for person in alike if person in likely or may_fit(person.number)]
    if context.is_member and len(likely) == len(meant) == 1:
        return NumberReading(likely[0].number, (*certain, (DamageCode.ID_ROUNDED, True)), likely[0])
    if likely or is_number or context.is_rounded:
        return NumberReading(None, (*certain, (code, False)))
    return NumberReading(number, certain, None)


def surviving(bare: str, cell: Cell, fault: str) -> tuple[DamageCode, Callable[[str], bool] | None]:
    """Return what happened to a number that is not sound, and which numbers it may have been: none, None."""
    number = DECIMAL_POINT.sub(r"\1", bare)
    if match := POWER_OF_TEN.fullmatch(bare.upper()):
        digits = match[1].replace(".", "")
        return DamageCode.ID_SCIENTIFIC, left_of_power(digits)
    if not DIGITS.fullmatch(number):
        return shaped(bare, fault)
    if len(number) == 18:
        if cell.typed == Typed.NUMBER or ends_rounded(number) or number != bare:
            return DamageCode.ID_ROUNDED, rounds_to(number, SIGNIFICANT)
        return shaped(bare, fault)
    if len(number) == 17:
        is_x = resident_id.check_character(number) == "X"
        return (DamageCode.ID_LOST_X if is_x else DamageCode.ID_LOST_CHARACTER), one_less(number)
    if len(number) == 15:
        return DamageCode.ID_15_DIGITS, old_or_cut(number)
    if SIGNIFICANT - 3 <= len(number) < 17:
        return DamageCode.ID_CUT, lambda whole: whole.startswith(number)
    return DamageCode.ID_UNREADABLE, None


def shaped(bare: str, fault: str) -> tuple[DamageCode, Callable[[str], bool] | None]:
    """Return what is wrong with something that is as long as a number, or not even that."""
    if ALMOST.fullmatch(bare.upper()) and not DIGITS.fullmatch(bare[:17]):
        return DamageCode.ID_LOOK_ALIKE, None
    if len(bare) == 17 and DIGITS.fullmatch(bare[:-1]) and bare[-1] == "X":
        return DamageCode.ID_LOST_CHARACTER, one_less(bare)
    if fault == "id.check":
        return DamageCode.ID_CHECK, None
    return (DamageCode.ID_BIRTH_DATE if fault in {"id.birth_date", "id.age"} else DamageCode.ID_UNREADABLE), None


def restored(
    code: DamageCode,
    fits: Callable[[str], bool] | None,
    may_fit: Callable[[str], bool],
    marks: list[DamageCode],
    people: Iterable[RosterName],
) -> NumberReading:
    """Return the number of the one person whose name is the row's and whose number fits what is left.

    Nobody's, where another one of the name ``may_fit``: what looks like digits may be zeros of a second rounding.
    """
    certain = tuple((mark, True) for mark in marks)
    near = islice((person for person in people if fits(person.number) or may_fit(person.number)), 2) if fits else ()
    whose = list(near)
    if len(whose) != 1 or not fits(whose[0].number):
        return NumberReading(None, (*certain, (code, False)))
    return NumberReading(whose[0].number, (*certain, (code, True)), whose[0])


def like_a_number(
    bare: str, marks: list[DamageCode], roster: Roster, names: Sequence[str], *, on: date
) -> NumberReading:
    """Return a number in which letters stand for the digits they look like; it must be sound then."""
    number = bare[:-1].upper().translate(LOOK_ALIKE) + bare[-1].upper().translate(LOOK_ALIKE)
    certain = tuple((mark, True) for mark in marks)
    member = member_named(roster, number, names)
    if fault_of(number, on=on) or (ends_rounded(number) and member is None):
        return NumberReading(None, (*certain, (DamageCode.ID_LOOK_ALIKE, False)))
    return NumberReading(number, (*certain, (DamageCode.ID_LOOK_ALIKE, True)), member)


# What is left, and which numbers it may have been -------------------------------------------------------------------


def rounds_to(number: str, digits: int) -> Callable[[str], bool]:
    """Tell which whole numbers become ``number`` when only so many digits are kept."""
    kept = number[:digits]
    return lambda whole: len(whole) == 18 and kept in kept_digits(whole, digits)


def rivals_of(bare: str) -> Callable[[str], bool]:
    """Tell which numbers may be meant too, besides those that fit: where zeros at the end, or a power of ten with few
    digits, may hide how many were kept."""
    if match := POWER_OF_TEN.fullmatch(bare.upper()):
        kept = match[1].replace(".", "").rstrip("0")
    else:
        number = DECIMAL_POINT.sub(r"\1", bare)
        kept = number.rstrip("0") if number.endswith("000") and DIGITS.fullmatch(number) else ""
    if not kept:
        return lambda whole: False
    return lambda whole: (
        len(whole) == 18
        and (kept in kept_digits(whole, len(kept)) or (len(bare) == 15 and (whole[:6] + whole[8:17]).startswith(kept)))
    )


def left_of_power(digits: str) -> Callable[[str], bool]:
    """Tell which numbers are written with these digits as a power of ten."""
    kept = digits.ljust(FEWEST_LEFT, "0")
    return lambda whole: len(whole) == 18 and kept in kept_digits(whole, len(kept))


def kept_digits(whole: str, digits: int) -> set[str]:
    """Return the leading digits of a number cut off and rounded; an X at its end counts as a zero."""
    value = Decimal(whole.replace("X", "0")).scaleb(digits - len(whole))
    return {str(value.quantize(Decimal(1), rounding=how)) for how in (ROUND_DOWN, ROUND_HALF_UP)}


def one_less(text: str) -> Callable[[str], bool]:
    """Tell which numbers become ``text`` when one character gets lost."""

    def fits(whole: str) -> bool:
        return len(whole) == len(text) + 1 and any(
            whole[:place] + whole[place + 1 :] == text for place in range(len(whole))
        )

    return fits


def old_or_cut(number: str) -> Callable[[str], bool]:
    """Tell which numbers 15 digits may stand for: as cards had them before 1999, or with the end cut off."""
    converted = resident_id.convert_legacy(number)
    return lambda whole: whole == converted or (len(whole) == 18 and whole.startswith(number))
