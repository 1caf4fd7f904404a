"""Movements of a personal medical account, written without a file or a bill."""

from datetime import date

from accounts.models import Person
from insurance.models import AccountMovement, PersonalAccount
from insurance.rules.personal_account import MovementKind
from tests.factories.clock import NOW, TODAY

OPENED_FEN = 100_000


def opened(person: Person) -> PersonalAccount:
    """Return somebody's account; a new one begins with a thousand yuan taken over."""
    account, is_new = PersonalAccount.objects.get_or_create(person=person, defaults={"balance_fen": OPENED_FEN})
    if is_new:
        AccountMovement.objects.create(
            account=account,
            kind=MovementKind.OPENING,
            on=date(2025, 1, 1),
            amount_fen=OPENED_FEN,
            balance_fen=OPENED_FEN,
            at=NOW,
        )
    return account


def moved(person: Person, amount_fen: int, *, on: date = TODAY, reference: str = "") -> AccountMovement:
    """Return a purchase at a pharmacy, or what it gave back where the amount is more than nothing."""
    account = opened(person)
    account.balance_fen += amount_fen
    account.save()
    return AccountMovement.objects.create(
        account=account,
        kind=MovementKind.USE if amount_fen < 0 else MovementKind.REVERSAL,
        on=on,
        amount_fen=amount_fen,
        balance_fen=account.balance_fen,
        provider="云州康宁大药房",
        provider_code="P0001",
        provider_kind="pharmacy",
        reference=reference or f"R{account.pk}-{account.movements.count()}",
        at=NOW,
    )
