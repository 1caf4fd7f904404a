"""Cells that hold amounts, years, codes, digits and words: what has one reading is read, anything else is not."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from insurance.rules.sheet_damage import DamageCode
from insurance.rules.sheet_readings import INVISIBLE, Reading, half_width, refused, repaired, sound
from insurance.rules.sheets import Cell, Typed

AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
LONG_FRACTION = re.compile(r"[0-9]{1,9}\.[0-9]{3,}", re.ASCII)
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?", re.ASCII)
TEN_THOUSANDS = re.compile(r"([0-9]{1,5}(\.[0-9]{1,6})?)万", re.ASCII)
AROUND_AMOUNT = re.compile(
    r"^(?:人民币|rmb|cny|￥|¥)\s*|\s*(?:元整|元|圆|yuan|rmb|cny)?(?:\s*/\s*月|/month)?$", re.IGNORECASE
)
HUNDREDTH = Decimal("0.01")
NOISE = Decimal("0.000001")
"""What binary fractions leave behind in a file: 5000.1 is stored as 5000.1000000000004."""


def read_money(cell: Cell) -> Reading:
    """Return an amount of yuan as fen."""
    text = half_width(cell.text)
    if AMOUNT.fullmatch(text) and cell.typed in {Typed.TEXT, Typed.NUMBER} and text == cell.text:
        return sound(fen_of(Decimal(text)))
    bare = AROUND_AMOUNT.sub("", text).strip()
    if match := TEN_THOUSANDS.fullmatch(bare.replace(" ", "")):
        return written_amount(Decimal(match[1]) * 10_000, DamageCode.MONEY_TEN_THOUSANDS)
    if GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if AMOUNT.fullmatch(bare):
        return written_amount(Decimal(bare), DamageCode.MONEY_FORMAT)
    if LONG_FRACTION.fullmatch(bare):
        return written_amount(Decimal(bare), DamageCode.MONEY_FORMAT)
    return refused(DamageCode.MONEY_UNREADABLE)


def written_amount(yuan: Decimal, code: DamageCode) -> Reading:
    whole = yuan.quantize(HUNDREDTH)
    if abs(whole - yuan) > NOISE:
        return refused(DamageCode.MONEY_DECIMALS)
    return repaired(fen_of(whole), code, whole)


def fen_of(yuan: Decimal) -> int:
    return int(yuan * 100)


YEARS = re.compile(r"[0-9]{1,2}(\.[0-9])?", re.ASCII)
YEARS_AND_MONTHS = re.compile(
    r"([0-9]{1,2}(?:\.[0-9])?)\s*(?:年|years?)(?:\s*(?:零|又)?([0-9]{1,2})\s*个?月)?", re.ASCII
)
MONTHS_THAT_ARE_TENTHS = {6: "0.5"}


def read_years(cell: Cell) -> Reading:
    """Return years with at most one decimal."""
    text = half_width(cell.text)
    if YEARS.fullmatch(text):
        years = Decimal(text)
        return sound(years) if text == cell.text else repaired(years, DamageCode.YEARS_FORMAT, years)
    match = YEARS_AND_MONTHS.fullmatch(text.casefold())
    months = int(match[2] or 0) if match else -1
    if match and months in {0, *MONTHS_THAT_ARE_TENTHS} and not (months and "." in match[1]):
        years = Decimal(match[1]) + Decimal(MONTHS_THAT_ARE_TENTHS.get(months, "0"))
        return repaired(years, DamageCode.YEARS_FORMAT, years)
    return refused(DamageCode.YEARS_UNREADABLE)


# Codes --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeList:
    """How the codes of a column are written: ``written`` as in our templates, ``names`` by folded name and by what else
    people call them; an empty code there means that the name is used for several."""

    written: Mapping[str, str]
    names: Mapping[str, str]


PUNCTUATION = re.compile(r"[\s\W_]+")
CODE_FIRST = re.compile(r"([0-9]{1,3}[a-z]?)(?:\.0+)?(?:[\s.、:：_)\-]+|(?=[^0-9a-z.])|$)(.*)", re.ASCII | re.DOTALL)


def folded_words(text: str) -> str:
    """Return a name as two spellings of it are compared: NFKC, small letters, no spaces, no punctuation."""
    return PUNCTUATION.sub("", half_width(text).casefold())


def read_code(cell: Cell, codes: CodeList) -> Reading:
    """Return the code a cell names: by itself, with its name beside it, or by its name alone."""
    if cell.typed == Typed.TEXT and cell.text in codes.written:
        return sound(codes.written[cell.text])
    text = half_width(cell.text)
    match = CODE_FIRST.fullmatch(text.casefold())
    if match and match[1] in codes.written:
        code, beside = codes.written[match[1]], folded_words(match[2])
        if beside and codes.names.get(beside) != code:
            return refused(DamageCode.CODE_AMBIGUOUS)
        return repaired(code, DamageCode.CODE_FORMAT, code)
    code = codes.names.get(folded_words(text))
    if code is None:
        return refused(DamageCode.CODE_UNKNOWN)
    return repaired(code, DamageCode.CODE_BY_NAME, code) if code else refused(DamageCode.CODE_AMBIGUOUS)


EVERYTHING = "*"
"""The code that names in a list stand for when they mean all of it."""

BETWEEN_CODES = re.compile(r"[,;，；、/|+\s]+|和|及|与|\band\b")


def read_codes(cell: Cell, codes: CodeList) -> Reading:
    """Return several codes as whole numbers in ascending order; all of them read like a blank cell: None."""
    parts = [part for part in BETWEEN_CODES.split(half_width(cell.text)) if part]
    if codes.names.get(folded_words(cell.text)):
        parts = [cell.text]
    found = [read_code(Cell(part), codes) for part in parts]
    if bad := next((one.code for one in found if not one.is_certain), None):
        return refused(bad)
    chosen = {one.value for one in found}
    if EVERYTHING in chosen:
        return sound(None) if chosen == {EVERYTHING} else refused(DamageCode.CODE_AMBIGUOUS)
    value = tuple(sorted(map(int, chosen)))
    if all(one.code is None for one in found):
        return sound(value)
    return repaired(value, next(one.code for one in found if one.code), ",".join(map(str, value)))


YES = frozenset("y yes 是 true 1 单位 单位提出 unit 由单位提出 √ ✓".split())
NO = frozenset("n no 否 false 0 个人 个人提出 person 本人 职工 由个人提出 × ✗".split())


def read_proposer(cell: Cell) -> Reading:
    """Return "unit" or "person" for whether the unit proposed the end."""
    text = half_width(cell.text).casefold()
    if text in YES or text in NO:
        return sound("unit" if text in YES else "person")
    return refused(DamageCode.CODE_UNKNOWN)


# Digits and words ---------------------------------------------------------------------------------------------------

POWER_OF_TEN = re.compile(r"[0-9](\.[0-9]+)?e\+?[0-9]{1,2}", re.ASCII | re.IGNORECASE)
BETWEEN_DIGITS = re.compile(r"[\s\-()（）'‘’`]+")
AREA_OF_COUNTRY = re.compile(r"(?:\+|00)86(?=1[0-9]{10}$)", re.ASCII)


def read_digits(cell: Cell) -> Reading:
    """Return a phone or personal number without what stands between its digits."""
    text = half_width(cell.text)
    if POWER_OF_TEN.fullmatch(text):
        return refused(DamageCode.DIGITS_LOST)
    bare = AREA_OF_COUNTRY.sub("", BETWEEN_DIGITS.sub("", text)).upper().removesuffix(".0")
    is_as_written = bare == cell.text and cell.typed == Typed.TEXT
    return sound(bare) if is_as_written else repaired(bare, DamageCode.DIGITS_FORMAT, bare)


PHONE = re.compile(r"\+?[0-9]{5,20}", re.ASCII)


def read_phone(cell: Cell) -> Reading:
    """Return a phone that somebody shall be reached at: digits and nothing else."""
    reading = read_digits(cell)
    is_phone = reading.value is None or PHONE.fullmatch(reading.value)
    return reading if is_phone else refused(DamageCode.PHONE_UNREADABLE)


def read_words(cell: Cell, *, most: int) -> Reading:
    """Return a text in one line, of at most so many characters."""
    text = " ".join(cell.text.translate(INVISIBLE).split())
    text = "".join(one for one in text if unicodedata.category(one) not in {"Cc", "Cf"})
    if len(text) > most:
        return refused(DamageCode.WORDS_TOO_LONG)
    hidden = text != " ".join(cell.text.split())
    return repaired(text, DamageCode.WORDS_INVISIBLE, text) if hidden else sound(text)
