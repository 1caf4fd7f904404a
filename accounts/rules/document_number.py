"""Numbers people type to say who they are: of their identity document, of their social security card."""

import re
from datetime import date

from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number

TRAVEL_DOCUMENT = re.compile(r"[A-Z]{1,3}[0-9]{6,10}", re.ASCII)
"""Passports and travel permits: letters, then up to ten digits. No more is checked, the forms differ by country."""

CARD = re.compile(r"[A-Z0-9]{8,9}", re.ASCII)


def read_document_number(typed: str, *, on: date) -> str:
    """Return the number of an identity document as it is stored; refuse with the codes of ``resident_id.parse``."""
    number = normalise_number(typed)
    if TRAVEL_DOCUMENT.fullmatch(number):
        return number
    return resident_id.parse(number, on=on).number


def read_card_number(typed: str) -> str:
    """Return a social security card's number as it is stored: 8 or 9 letters and digits, local forms differ.

    Raises RuleBroken("card.shape").
    """
    number = normalise_number(typed)
    if not CARD.fullmatch(number):
        raise RuleBroken("card.shape", "card_number")
    return number
