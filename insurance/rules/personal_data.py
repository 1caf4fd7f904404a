"""个人信息变更: which data of a person may be changed by whom, and what typed data have to look like."""

import re
import unicodedata
from enum import StrEnum

from accounts.rules.errors import RuleBroken


class Datum(StrEnum):
    """One thing on record about a person, or about the person's employment."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    HOUSEHOLD = "household"
    EMPLOYMENT_KIND = "employment_kind"
    WAGE = "wage"


CHANGED_BY_UNIT = (Datum.NAME, Datum.PHONE, Datum.EMPLOYMENT_KIND, Datum.WAGE)
CHANGED_BY_PERSON = (Datum.NAME, Datum.PHONE, Datum.ADDRESS, Datum.HOUSEHOLD)

SEALED = frozenset({Datum.NAME, Datum.PHONE, Datum.ADDRESS})
"""What a declaration keeps encrypted."""

REVIEWED = frozenset({Datum.NAME})
"""What somebody always looks at, with papers: by the name the record is matched with the identity document."""

MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
NOT_DIGITS = re.compile(r"[\s\-()]")
LONGEST_NAME = 50
LONGEST_ADDRESS = 120
SHORTEST_ADDRESS = 5


def phone_of(typed: str) -> str:
    """Return a mobile number as it is stored: eleven digits.

    Spaces, dashes, full-width digits and +86 are understood. Raises RuleBroken("info_change.phone").
    """
    digits = NOT_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
    digits = digits.removeprefix("+").removeprefix("0086")
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    if not MOBILE.fullmatch(digits):
        raise RuleBroken("info_change.phone", Datum.PHONE)
    return digits


def name_of(typed: str) -> str:
    """Return a name as it is stored, as on the identity document. Raises RuleBroken("info_change.name")."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not 2 <= len(name) <= LONGEST_NAME or any(one.isdigit() or not one.isprintable() for one in name):
        raise RuleBroken("info_change.name", Datum.NAME)
    return name


def address_of(typed: str) -> str:
    """Return an address as it is stored. Raises RuleBroken("info_change.address")."""
    address = " ".join(typed.split())
    if not SHORTEST_ADDRESS <= len(address) <= LONGEST_ADDRESS or not address.isprintable():
        raise RuleBroken("info_change.address", Datum.ADDRESS)
    return address
