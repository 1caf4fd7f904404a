"""Identity numbers: GB 11643 and the numbers made after its pattern.

Four documents carry them: the resident identity card, whose number is the national social security number
(Social Insurance Law of the PRC, article 58), the residence permits for people from Hong Kong, Macau and Taiwan,
and the foreign permanent resident identity card in its edition of 2023 (18 characters) and the older one (15).

The six-digit area is not looked up in today's list of areas: abolished codes stay valid for life.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from accounts.rules.spreadsheet import ends_rounded, is_number_format
from accounts.rules.typed_number import normalise_number

FIELD = "id_number"
OLDEST_YEARS = 130
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

SHAPE = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
LOST_LAST = re.compile(r"[0-9]{17}", re.ASCII)
LEGACY = re.compile(r"[0-9]{15}", re.ASCII)
OLD_PERMANENT_RESIDENT = re.compile(r"[A-Z]{3}[0-9]{12}", re.ASCII)

PROVINCES = frozenset(
    f"{number}"
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71,))
    for number in numbers
)


class IdentityType(StrEnum):
    """证件类型 (AAC058) of the documents whose numbers this module reads."""

    RESIDENT_ID = "01"
    FOREIGN_PERMANENT_RESIDENT = "07"
    HK_MACAU_RESIDENCE_PERMIT = "08"
    TAIWAN_RESIDENCE_PERMIT = "09"


RESIDENCE_PERMIT_REGIONS = {
    "810000": IdentityType.HK_MACAU_RESIDENCE_PERMIT,
    "820000": IdentityType.HK_MACAU_RESIDENCE_PERMIT,
    "830000": IdentityType.TAIWAN_RESIDENCE_PERMIT,
}


class Sex(StrEnum):
    """性别 (AAC004), as the number tells it."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A sound identity number and what can be read off it.

    ``region`` is the six-digit area of first registration, or the province that issued a foreigner's card with
    four zeros. The old foreign card tells neither birth date nor sex nor area in a way we could rely on: None.
    """

    number: str = field(repr=False)
    identity_type: IdentityType
    birth_on: date | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    region: str | None = field(default=None, repr=False)

    def __str__(self):
        return masked(self.number)


def normalise(typed: str) -> str:
    """Return what a person typed as the number is stored: no spaces, half-width, capital X, no leading apostrophe."""
    return normalise_number(typed)


def read(typed: str, *, on: date) -> ResidentId:
    """Return what a person typed as an identity number, however it was spaced; refuse like ``parse``."""
    return parse(normalise(typed), on=on)


def parse(number: str, *, on: date) -> ResidentId:
    """Return ``number``, already normalised, as a value; ``on`` is the day its age is judged by.

    Raises RuleBroken with a code that names the first thing wrong: ``id.damaged`` (by a spreadsheet),
    ``id.legacy_15``, ``id.shape``, ``id.province``, ``id.birth_date``, ``id.age`` (in the future or more than 130
    years ago; facts ``earliest`` and ``latest``), ``id.check``. The facts never hold the number.

    Source: GB 11643-1999.
    """
    if OLD_PERMANENT_RESIDENT.fullmatch(number):
        return ResidentId(number, IdentityType.FOREIGN_PERMANENT_RESIDENT)
    _refuse_shape(number)
    identity_type, region = _document_of(number)
    birth_on = _birth_date(number[6:14])
    earliest = years_before(on, OLDEST_YEARS)
    if not earliest <= birth_on <= on:
        raise RuleBroken("id.age", FIELD, earliest=earliest, latest=on)
    if check_character(number[:17]) != number[17]:
        raise RuleBroken("id.damaged" if ends_rounded(number) else "id.check", FIELD)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return ResidentId(number, identity_type, birth_on, sex, region)


def _refuse_shape(number: str) -> None:
    if SHAPE.fullmatch(number):
        return
    if is_number_format(number) or (LOST_LAST.fullmatch(number) and check_character(number) == "X"):
        raise RuleBroken("id.damaged", FIELD)
    raise RuleBroken("id.legacy_15" if LEGACY.fullmatch(number) else "id.shape", FIELD)


def _document_of(number: str) -> tuple[IdentityType, str]:
    region = number[:6]
    if region in RESIDENCE_PERMIT_REGIONS:
        return RESIDENCE_PERMIT_REGIONS[region], region
    if number[0] == "9" and number[1:3] in PROVINCES:
        return IdentityType.FOREIGN_PERMANENT_RESIDENT, f"{number[1:3]}0000"
    if region[:2] in PROVINCES:
        return IdentityType.RESIDENT_ID, region
    raise RuleBroken("id.province", FIELD)


def _birth_date(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise RuleBroken("id.birth_date", FIELD) from None


def check_character(first_17: str) -> str:
    """Return the 18th character that belongs to the first 17 digits (ISO 7064 MOD 11-2)."""
    assert LOST_LAST.fullmatch(first_17), "not 17 digits"
    return CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def compose(region: str, birth_on: date, sequence: int) -> str:
    """Return the number of somebody born on a day in an area; an odd ``sequence`` (0 to 999) is a man's."""
    first_17 = f"{region}{birth_on:%Y%m%d}{sequence:03d}"
    return first_17 + check_character(first_17)


def convert_legacy(number: str) -> str:
    """Return a number of 15 digits, as cards had before 1999, as the 18 characters of the same person.

    For data taken over from old records only; at a door such a number is refused. Whether it is sound is
    still for ``parse`` to say. Centenarians kept 15 digits with the mark 996 to 999; they need their present card.
    """
    assert LEGACY.fullmatch(number), "not 15 digits"
    first_17 = f"{number[:6]}19{number[6:]}"
    return first_17 + check_character(first_17)


def masked(number: str) -> str:
    """Return the number as pages show it, ``379901********0198``; short numbers keep their last two characters."""
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return "*" * (len(number) - 2) + number[-2:] if len(number) > 4 else "*" * len(number)


def years_before(day: date, years: int) -> date:
    """Return the same day ``years`` earlier; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_on(birth_on: date, on: date) -> int:
    """Return the full years of age on a day; who was born on 29 February grows older on 1 March in other years."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
