"""The unified social credit code of a unit (统一社会信用代码), GB 32100-2015.

It stands with the identities because it is what a unit signs in by. A code of digits only has the shape of an
identity number that begins with 9: nothing may guess from a number whether it is a unit's or a person's.
"""

import re
from dataclasses import dataclass

from accounts.rules.errors import RuleBroken
from accounts.rules.spreadsheet import ends_rounded, is_number_format
from accounts.rules.typed_number import normalise_number

FIELD = "credit_code"
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

SHAPE = re.compile(rf"[{CHARACTERS}]{{2}}[0-9]{{6}}[{CHARACTERS}]{{10}}", re.ASCII)
OLD_LICENCE = re.compile(r"[0-9]{13}|[0-9]{15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A sound code and its parts: registering authority, kind of body, area, organisation code (GB 11714)."""

    code: str
    authority: str
    kind: str
    region: str
    organisation: str

    def __str__(self):
        return self.code


def normalise(typed: str) -> str:
    """Return what a person typed as the code is stored: no spaces, half-width, capitals, no leading apostrophe."""
    return normalise_number(typed)


def read(typed: str) -> CreditCode:
    """Return what a person typed as a credit code; refuse like ``parse``."""
    return parse(normalise(typed))


def parse(code: str) -> CreditCode:
    """Return ``code``, already normalised, as a value.

    Raises RuleBroken: ``credit_code.damaged`` (by a spreadsheet), ``credit_code.old_licence`` (a licence number of
    before 2015), ``credit_code.shape`` (length, or a character that does not occur, such as I O S V Z),
    ``credit_code.check``. Any registering authority is accepted.
    """
    if not SHAPE.fullmatch(code):
        raise RuleBroken(_fault_of_shape(code), FIELD)
    if check_character(code[:17]) != code[17]:
        raise RuleBroken("credit_code.damaged" if ends_rounded(code) else "credit_code.check", FIELD)
    if organisation_check_character(code[8:16]) != code[16]:
        raise RuleBroken("credit_code.check", FIELD)
    return CreditCode(code, authority=code[0], kind=code[1], region=code[2:8], organisation=code[8:17])


def _fault_of_shape(code: str) -> str:
    if is_number_format(code):
        return "credit_code.damaged"
    return "credit_code.old_licence" if OLD_LICENCE.fullmatch(code) else "credit_code.shape"


def check_character(first_17: str) -> str:
    """Return the 18th character that belongs to the first 17 (weights are powers of 3 modulo 31)."""
    total = sum(CHARACTERS.index(character) * weight for character, weight in zip(first_17, WEIGHTS, strict=True))
    return CHARACTERS[-total % 31]


def organisation_check_character(first_8: str) -> str:
    """Return the ninth character of an organisation code; 10 is written X and 11 is written 0 (GB 11714)."""
    pairs = zip(first_8, ORGANISATION_WEIGHTS, strict=True)
    remainder = 11 - sum(ORGANISATION_CHARACTERS.index(character) * weight for character, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def compose(authority_and_kind: str, region: str, organisation_first_8: str) -> str:
    """Return the whole code of a body from its two leading characters, its area and eight organisation characters."""
    first_17 = authority_and_kind + region + organisation_first_8 + organisation_check_character(organisation_first_8)
    return first_17 + check_character(first_17)
