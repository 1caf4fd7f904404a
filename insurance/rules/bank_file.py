"""银行到账文件: a bank's list of transfers. What a row must say, and whom its remark names.

Money is placed only by numbers that the payer wrote: a bill, an order, a unit's number or credit code. Names are never
compared: two people may have the same one, and money that was placed wrongly is harder to take back than money that waits.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from accounts.rules import credit_code
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import masked
from insurance.rules.money import fen_from_yuan

CHANNEL = "transfer"
"""The channel of money that came by bank transfer."""

COLUMNS = {
    "reference": ("流水号", "交易流水号"),
    "paid_on": ("付款日期",),
    "credited_on": ("入账日期", "到账日期"),
    "amount": ("金额", "金额(元)"),
    "payer_name": ("付款人名称", "付款户名", "付款人户名", "付款人"),
    "payer_account": ("付款账号", "付款人账号"),
    "remark": ("附言", "摘要"),
}
"""The columns of the file, each with the Chinese headings under which banks write it."""

NEEDED = ("reference", "paid_on", "credited_on", "amount")
LONGEST = {"reference": 64, "payer_name": 100, "payer_account": 40, "remark": 300}
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
REFERENCE = re.compile(r"[A-Za-z0-9._/-]+", re.ASCII)
WORDS = re.compile(r"[0-9A-Z]+", re.ASCII)
NUMBER = re.compile(r"([BZU])[0-9]{8,18}", re.ASCII)
PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])", re.ASCII)


class RowVerdict(StrEnum):
    """What becomes of a row: it pays bills, it waits in suspense, it was posted before, it is not taken."""

    MATCHED = "matched"
    SUSPENSE = "suspense"
    KNOWN = "known"
    REFUSED = "refused"


class Unmatched(StrEnum):
    """Why money cannot pay anything: no number in the remark, a number nobody has, numbers of several payers, nothing is
    open there, another order may still pay it."""

    NO_NUMBER = "no_number"
    NOT_FOUND = "not_found"
    SEVERAL = "several"
    NOTHING_OPEN = "nothing_open"
    HELD = "held"


class BankFileState(StrEnum):
    """The life of a file: looked at, being posted by the worker, posted, put aside."""

    CHECKED = "checked"
    POSTING = "posting"
    POSTED = "posted"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One sound row; the amount in fen."""

    reference: str
    paid_on: date
    credited_on: date
    amount_fen: int
    payer_name: str = field(default="", repr=False)
    payer_account: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """The numbers in a remark, by what they are numbers of."""

    bills: frozenset[str]
    orders: frozenset[str]
    units: frozenset[str]
    credit_codes: frozenset[str]

    @property
    def is_nothing(self) -> bool:
        return not (self.bills or self.orders or self.units or self.credit_codes)


def column_of(heading: str) -> str:
    """Return the column under a heading, in English or Chinese; empty for a heading that is none."""
    name = unicodedata.normalize("NFKC", heading).strip()
    return next((column for column, names in COLUMNS.items() if name == column or name in names), "")


def transfer(cells: Mapping[str, str], *, on: date) -> Transfer:
    """Return what a row says, read on a day.

    Raises RuleBroken ``bank_file.missing``, ``too_long``, ``reference``, ``day``, ``day_ahead``, ``days_order`` or
    ``amount``.
    """
    said = {column: cells.get(column, "").strip() for column in COLUMNS}
    for column in NEEDED:
        if not said[column]:
            raise RuleBroken("bank_file.missing", column, column=COLUMNS[column][0])
    for column, most in LONGEST.items():
        if len(said[column]) > most:
            raise RuleBroken("bank_file.too_long", column, column=COLUMNS[column][0], most=most)
    if not REFERENCE.fullmatch(said["reference"]):
        raise RuleBroken("bank_file.reference", "reference")
    paid_on, credited_on = day(said["paid_on"]), day(said["credited_on"])
    if credited_on > on:
        raise RuleBroken("bank_file.day_ahead", "credited_on")
    if paid_on > credited_on:
        raise RuleBroken("bank_file.days_order", "paid_on")
    rest = {name: said[name] for name in ("payer_name", "payer_account", "remark")}
    return Transfer(said["reference"], paid_on, credited_on, amount_in(said["amount"]), **rest)


def day(text: str) -> date:
    """Return a day written ``2026-09-30``, ``2026/09/30`` or ``20260930``."""
    digits = text.replace("/", "-")
    try:
        return date.fromisoformat(digits)
    except ValueError:
        raise RuleBroken("bank_file.day", "paid_on") from None


def amount_in(text: str) -> int:
    """Return an amount of yuan with at most two decimals as fen, more than nothing."""
    plain = text.replace(",", "")
    try:
        amount = fen_from_yuan(Decimal(plain)) if AMOUNT.fullmatch(plain) else 0
    except (InvalidOperation, ValueError):
        amount = 0
    if amount <= 0:
        raise RuleBroken("bank_file.amount", "amount")
    return amount


def named_in(remark: str) -> Named:
    """Return the numbers a payer wrote. Full-width and small letters are read as capitals; a number that stands inside a
    longer one is none."""
    words = set(WORDS.findall(unicodedata.normalize("NFKC", remark).upper()))
    numbers = {word for word in words if NUMBER.fullmatch(word)}
    by_letter = {letter: frozenset(one for one in numbers if one[0] == letter) for letter in "BZU"}
    codes = frozenset(word for word in words if is_credit_code(word))
    return Named(by_letter["B"], by_letter["Z"], by_letter["U"], codes)


def is_credit_code(word: str) -> bool:
    try:
        credit_code.parse(word)
    except RuleBroken:
        return False
    return True


def without_personal_numbers(remark: str) -> str:
    """Return what a payer wrote as pages show it: identity numbers masked, a unit's credit code left as it is."""
    return PERSONAL.sub(lambda found: found[0] if is_credit_code(found[0]) else masked(found[0]), remark)
