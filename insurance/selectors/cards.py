"""Whose card a number belongs to."""

from accounts.rules.typed_number import normalise_number
from insurance.models.cards import SocialSecurityCard
from insurance.rules.kinds import CardState

NAMES_ITS_HOLDER = set(CardState) - {CardState.CANCELLED}
PROVES_ITS_HOLDER = {CardState.ACTIVE, CardState.LOCKED}
"""A card reported lost may be in a stranger's hand; one whose card password is locked is still its holder's."""


def person_with_card(number: str) -> int | None:
    """Return the key of the person a card's number stands for, whoever holds the card now."""
    return _holder(number, NAMES_ITS_HOLDER)


def person_proven_by_card(number: str) -> int | None:
    """Return the key of the person for whom knowing this card's number may count as a proof."""
    return _holder(number, PROVES_ITS_HOLDER)


def _holder(number: str, states: set[CardState]) -> int | None:
    cards = SocialSecurityCard.objects.filter(number=normalise_number(number)[:20], state__in=states)
    return cards.values_list("person", flat=True).first()
