"""Which characters our printing face has, and what is printed instead of those it lacks.

A name is part of a legal record. A character without a glyph must not vanish or become a box: it is printed as 〓,
and the document names it by its code point, so that the reader knows that the registered name counts.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FACE = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
MISSING_TYPE = "〓"
INVISIBLE = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
"""Joiners and variation selectors: they carry no meaning without the glyph before them, which stays."""


@cache
def covered() -> frozenset[int]:
    """Return the code points the face has glyphs for, read from its character map (OpenType cmap, format 12)."""
    font = FACE.read_bytes()
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in _records(font, 0, 4, 12, 16)}
    cmap = tables[b"cmap"]
    subtables = (cmap + struct.unpack_from(">I", font, at + 4)[0] for at in _records(font, cmap, 2, 4, 8))
    wide = next(at for at in subtables if struct.unpack_from(">H", font, at)[0] == 12)
    groups = struct.unpack_from(">I", font, wide + 12)[0]
    spans = (struct.unpack_from(">II", font, wide + 16 + 12 * group) for group in range(groups))
    return frozenset(point for first, last in spans for point in range(first, last + 1))


def _records(font: bytes, table: int, count_at: int, first_at: int, size: int) -> range:
    """Return where the records of a table's directory stand."""
    count = struct.unpack_from(">H", font, table + count_at)[0]
    return range(table + first_at, table + first_at + count * size, size)


def printable(text: str, missing: set[str]) -> str:
    """Return ``text`` as it can be printed; what cannot is added to ``missing`` as ``U+2B740``.

    White space of any kind becomes a blank, joiners and variation selectors are dropped.
    """
    return "".join(_printed(character, missing) for character in text)


def _printed(character: str, missing: set[str]) -> str:
    point = ord(character)
    if character.isspace():
        return " "
    if point in INVISIBLE:
        return ""
    if point in covered() and unicodedata.category(character)[0] != "C":
        return character
    missing.add(f"U+{point:04X}")
    return MISSING_TYPE
