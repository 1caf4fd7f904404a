"""Bank cards that people bind: the shape of their numbers, and whose they are as far as the number tells."""

import re

from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number

MOST_CARDS = 5
"""Cards one person has bound at a time."""

SHAPE = re.compile(r"[0-9]{16,19}", re.ASCII)
BANKS_BY_NUMBER = {
    "622202": "icbc",
    "622208": "icbc",
    "621226": "icbc",
    "622848": "abc",
    "622845": "abc",
    "622700": "ccb",
    "621700": "ccb",
    "621661": "boc",
    "621785": "boc",
    "621799": "psbc",
    "622188": "psbc",
    "622260": "bocom",
    "622588": "cmb",
}
"""The first six digits (BIN) that are certain; every other number leaves the bank to the holder."""

BANKS = ("icbc", "abc", "ccb", "boc", "psbc", "bocom", "cmb", "rural", "other")


def card_number(typed: str) -> str:
    """Return the number of a bank card, 16 to 19 digits, from how people type it.

    Raises RuleBroken: ``bank_card.shape``, ``bank_card.check`` where its last digit does not fit the others.
    """
    number = normalise_number(typed).replace("-", "")
    if not SHAPE.fullmatch(number):
        raise RuleBroken("bank_card.shape", "number")
    if not fits_luhn(number):
        raise RuleBroken("bank_card.check", "number")
    return number


def fits_luhn(number: str) -> bool:
    """Return whether the check digit fits: every second digit from the right doubled, the sum a multiple of ten.

    Source: ISO/IEC 7812-1, annex B.
    """
    doubled = [int(digit) * 2 for digit in reversed(number)]
    digits = [int(digit) for digit in reversed(number)]
    total = sum(digits[0::2]) + sum(value - 9 if value > 9 else value for value in doubled[1::2])
    return total % 10 == 0


def bank_of(number: str) -> str | None:
    """Return the bank a number belongs to, None where it does not tell."""
    return BANKS_BY_NUMBER.get(number[:6])


def refuse_other_bank(number: str, chosen: str) -> None:
    """Raise RuleBroken("bank_card.other_bank") when the number belongs to another bank than the chosen one."""
    known = bank_of(number)
    if known and chosen != known:
        raise RuleBroken("bank_card.other_bank", "bank", bank=known)
