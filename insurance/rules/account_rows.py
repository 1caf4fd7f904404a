"""Rows that hospitals and pharmacies send of personal accounts: their columns, what a row may say, and what is wrong with one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import ResidentId
from insurance.rules.money import fen_from_yuan
from insurance.rules.personal_account import MovementKind, ProviderKind

COLUMNS = ("provider_code", "provider", "provider_kind", "reference", "event", "identity_number", "day", "amount")
LONGEST = {"provider_code": 20, "provider": 100, "reference": 40}
CODE = re.compile(r"[A-Za-z0-9._/-]+", re.ASCII)
AMOUNT = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?", re.ASCII)
EVENTS = (MovementKind.USE, MovementKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One sound row; ``amount_fen`` is more than nothing whatever the event."""

    provider_code: str
    provider: str
    provider_kind: ProviderKind
    reference: str
    event: MovementKind
    identity: ResidentId
    day: date
    amount_fen: int

    @property
    def signed_fen(self) -> int:
        """The amount as the account sees it: spent is less, given back is more."""
        return -self.amount_fen if self.event == MovementKind.USE else self.amount_fen

    @property
    def key(self) -> tuple[str, str]:
        """What tells one row from another."""
        return self.provider_code, self.reference


def account_row(cells: Mapping[str, str], *, on: date) -> AccountRow:
    """Return the row that the cells of a line say, loaded on a day.

    Raises RuleBroken ``account_row.*`` or ``id.*`` with the column as its field.
    """
    said = {column: cells.get(column, "").strip() for column in COLUMNS}
    for column, text in said.items():
        if not text:
            raise RuleBroken("account_row.missing", column, column=column)
        if len(text) > LONGEST.get(column, 100) or not text.isprintable():
            raise RuleBroken("account_row.text", column, column=column)
    for column in ("provider_code", "reference"):
        if not CODE.fullmatch(said[column]):
            raise RuleBroken("account_row.code", column, column=column)
    return AccountRow(
        provider_code=said["provider_code"],
        provider=said["provider"],
        provider_kind=_one_of(ProviderKind, said["provider_kind"], "provider_kind"),
        reference=said["reference"],
        event=_event(said["event"]),
        identity=resident_id.read(said["identity_number"], on=on),
        day=_day(said["day"], on),
        amount_fen=_amount(said["amount"]),
    )


def _one_of(kinds: type[ProviderKind], said: str, column: str) -> ProviderKind:
    if said not in set(kinds):
        raise RuleBroken("account_row.unknown", column, column=column)
    return kinds(said)


def _event(said: str) -> MovementKind:
    if said not in EVENTS:
        raise RuleBroken("account_row.unknown", "event", column="event")
    return MovementKind(said)


def _day(said: str, on: date) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise RuleBroken("account_row.day", "day") from None
    if day > on:
        raise RuleBroken("account_row.day_ahead", "day")
    return day


def _amount(said: str) -> int:
    if not AMOUNT.fullmatch(said) or not (amount := fen_from_yuan(Decimal(said))):
        raise RuleBroken("account_row.amount", "amount")
    return amount
