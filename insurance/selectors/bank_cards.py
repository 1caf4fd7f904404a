"""The bank cards somebody has bound; never their numbers."""

from insurance.models.bank_cards import BankCard


def cards_of(person_id: int) -> list[BankCard]:
    """Return the bound cards of a person, the one used first on top, without their numbers."""
    bound = BankCard.objects.filter(person=person_id, removed_at=None).defer("number")
    return list(bound.order_by("-is_default", "-pk"))
