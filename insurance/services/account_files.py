"""What hospitals and pharmacies took from personal accounts, or gave back, is loaded: each row once, or reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from accounts.models.parties import Person, identity_index
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from insurance.models.personal_accounts import AccountMovement
from insurance.models.policy import PoolingArea
from insurance.rules.account_rows import AccountRow, account_row
from insurance.rules.kinds import Insurance
from insurance.rules.personal_account import MovementKind
from insurance.rules.postings import PostingKind
from insurance.services.books import hold_books
from insurance.services.ledger import Entry, write
from insurance.services.loaded_files import Cells, Loaded, record, refuse_who_may_not_load
from insurance.services.personal_accounts import copy_movements, hold_accounts

LOADING_LOCK = 3799_0108


@dataclass
class LoadedMovements(Loaded):
    """What a file of movements came to, with what was spent and given back in fen."""

    spent_fen: int = 0
    returned_fen: int = 0


@transaction.atomic
def load_movements(
    rows: Iterable[tuple[int, Cells]], *, area: PoolingArea, actor: User, at: datetime, on: date
) -> LoadedMovements:
    """Load the rows of a file in the order of their days; a row that was loaded before changes nothing.

    Nobody's account is overdrawn: a row that asks for more than there is is reported. The statements do not grow with the
    rows. Raises RuleBroken("account.not_allowed") for who may not.
    """
    refuse_who_may_not_load(actor)
    hold_books(area.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    result = LoadedMovements()
    sound = read_rows(rows, result, on=on)
    taking = Taking(sound, at)
    for line, row in sorted(sound.items(), key=lambda entry: (entry[1].day, entry[0])):
        taking.take(line, row, result)
    copy_movements(taking.written, taking.balances)
    post(result, area, at=at, on=on)
    result.faults.sort(key=lambda fault: fault[0])
    record(result, "account_movements.loaded", actor=actor, at=at)
    return result


class Taking:
    """The rows of a file one after the other, on the accounts as the rows before left them: what is to be written."""

    def __init__(self, sound: dict[int, AccountRow], at: datetime):
        self.at = at
        self.people = people_of(sound)
        self.known = known_keys(sound)
        self.accounts = hold_accounts(set(self.people.values()))
        self.written: list[tuple] = []
        self.balances: dict[int, int] = {}

    def take(self, line: int, row: AccountRow, result: LoadedMovements) -> None:
        """Take one row, or say in the result why not."""
        if row.key in self.known:
            result.unchanged += 1
            return
        person = self.people.get(index_of(row))
        if person is None:
            result.faults.append((line, RuleBroken("account_row.person", "identity_number")))
            return
        account, balance = self.accounts[person]
        balance += row.signed_fen
        if balance < 0:
            result.faults.append((line, RuleBroken("account_row.balance", "amount")))
            return
        self.accounts[person] = (account, balance)
        self.balances[account] = balance
        self.written.append(movement_of(row, account, balance, self.at))
        self.known.add(row.key)
        count_in(row, result)


def read_rows(rows: Iterable[tuple[int, Cells]], result: LoadedMovements, *, on: date) -> dict[int, AccountRow]:
    """Return the sound rows by line; the others are reported."""
    sound = {}
    for line, cells in rows:
        try:
            sound[line] = account_row(cells, on=on)
        except RuleBroken as fault:
            result.faults.append((line, fault))
    return sound


def index_of(row: AccountRow) -> UUID:
    return identity_index(row.identity.identity_type, row.identity.number)


def people_of(rows: dict[int, AccountRow]) -> dict[UUID, int]:
    """Return the key of everybody with an account in the rows, by the blind index of the number; one statement."""
    indexes = {index_of(row) for row in rows.values()}
    found = Person.objects.filter(identity_index__in=indexes, personal_account__isnull=False)
    return dict(found.values_list("identity_index", "pk"))


def known_keys(rows: dict[int, AccountRow]) -> set[tuple[str, str]]:
    """Return which of the rows were loaded before; one statement."""
    wanted = {row.key for row in rows.values()}
    loaded = AccountMovement.objects.filter(
        kind__in=(MovementKind.USE, MovementKind.REVERSAL),
        provider_code__in={code for code, _reference in wanted},
        reference__in={reference for _code, reference in wanted},
    )
    return wanted & set(loaded.values_list("provider_code", "reference"))


def movement_of(row: AccountRow, account_id: int, balance_fen: int, at: datetime) -> tuple:
    """Return a movement as it is written; no bill, month, base or share stands behind it."""
    about = (row.provider, row.provider_code, str(row.provider_kind), row.reference)
    return (account_id, str(row.event), row.day, row.signed_fen, balance_fen, None, None, None, None, at, *about)


def count_in(row: AccountRow, result: LoadedMovements) -> None:
    result.loaded += 1
    if row.event == MovementKind.USE:
        result.spent_fen += row.amount_fen
    else:
        result.returned_fen += row.amount_fen


def post(result: LoadedMovements, area: PoolingArea, *, at: datetime, on: date) -> None:
    """Write the sums of a file into the books."""
    sums = ((PostingKind.ACCOUNT_USE, result.spent_fen), (PostingKind.ACCOUNT_RETURN, result.returned_fen))
    entries = [Entry(kind, amount, insurance=Insurance.MEDICAL) for kind, amount in sums if amount]
    write(area.pk, entries, at=at, on=on)
