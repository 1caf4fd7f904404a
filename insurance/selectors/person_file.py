"""What the back office shows of a person beside the history: account, cards, declarations."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.roles import UserKind
from insurance.models.cards import SocialSecurityCard
from insurance.models.declarations import Declaration
from insurance.rules.workflow import State, overall_state

DECLARATIONS_SHOWN = 20


def with_account(person: Person) -> User | None:
    """Return the person's account in the hall, None when there is none yet."""
    return User.objects.filter(kind=UserKind.CITIZEN, person=person).first()


def cards_of(person: Person) -> list[SocialSecurityCard]:
    """Return the person's social security cards, the newest first."""
    return list(SocialSecurityCard.objects.filter(person=person).order_by("-issued_on", "-pk"))


@dataclass(frozen=True, slots=True)
class DeclarationAbout:
    """A declaration that concerns a person; ``unit`` is the unit that filed it, None for the person's own."""

    number: str
    kind: str
    unit: str | None
    submitted_at: datetime
    state: State


def declarations_about(person: Person) -> list[DeclarationAbout]:
    """Return the latest submitted declarations that concern a person, the newest first, in one statement."""
    rows = (
        Declaration.objects.filter(lines__person=person, submitted_at__isnull=False)
        .annotate(states=ArrayAgg("parts__state", distinct=True))
        .order_by("-pk")
        .values_list("number", "kind", "unit__name", "submitted_at", "states")[:DECLARATIONS_SHOWN]
    )
    return [DeclarationAbout(*row[:4], overall_state(row[4])) for row in rows]
