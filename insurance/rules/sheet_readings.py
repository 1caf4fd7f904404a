"""What a cell is read as: the value, and what had to be put right for it or cannot be."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from accounts.rules.typed_number import FULL_WIDTH
from insurance.rules.sheet_damage import DamageCode

INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F)])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell means. ``code`` without ``is_certain`` means that it could not be read for certain."""

    value: Any = None
    code: DamageCode | None = None
    is_certain: bool = False
    written: str | None = field(default=None)


def sound(value: Any) -> Reading:
    return Reading(value, is_certain=True)


def repaired(value: Any, code: DamageCode, written: object) -> Reading:
    return Reading(value, code, is_certain=True, written=str(written))


def refused(code: DamageCode) -> Reading:
    return Reading(code=code)


def half_width(text: str) -> str:
    """Return a text without invisible characters, half-width, spaces at its ends off."""
    return unicodedata.normalize("NFKC", text.translate(INVISIBLE).translate(FULL_WIDTH)).strip()
