"""How people, phones and spreadsheets write a number that consists of digits and capital letters."""

import re

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
ROMAN_TEN = {0x2169: "X", 0x2179: "X"}
INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
TEXT_MARKS = "'\u2018\u2019`"


def normalise_number(text: str) -> str:
    """Return ``text`` without spaces, invisible characters and a spreadsheet's text mark, half-width, upper case.

    Digits of other scripts stay as they are, so that the shape check refuses them. The roman numeral ten, which
    some input methods offer and GB 11643 calls the tenth check character, becomes the letter X.
    """
    half_width = text.translate(FULL_WIDTH | ROMAN_TEN | INVISIBLE)
    return "".join(half_width.split()).lstrip(TEXT_MARKS).upper()


IDENTITY_SHAPE = re.compile(r"[0-9]{14,17}[0-9X]", re.ASCII)


def looks_like_identity_number(text: str) -> bool:
    """Tell whether somewhere in ``text`` stands what may be an identity number of 15 to 18 characters."""
    return bool(IDENTITY_SHAPE.search(normalise_number(text).replace("-", "")))
