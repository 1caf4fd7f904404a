"""What the back office shows of a person beside the history: identity and account, cards, declarations."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Subquery

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.roles import UserKind
from accounts.selectors.looks import looks_in_force
from insurance.models.cards import SocialSecurityCard
from insurance.models.declarations import Declaration
from insurance.rules.workflow import State, overall_state

DECLARATIONS_SHOWN = 20


def person_on_desk(public_id: str, *, actor: User, at: datetime) -> Person | None:
    """Return the person with this public number as ``actor`` may see them now, in one statement.

    ``look_at`` and ``look_purpose`` are those of the look in force, None when there is none; ``activated_at`` tells
    when the person's account in the hall was.
    """
    looks = looks_in_force(actor, at=at).filter(person=OuterRef("pk"))
    accounts = User.objects.filter(kind=UserKind.CITIZEN, person=OuterRef("pk"))
    return (
        Person.objects.annotate(
            look_at=Subquery(looks.values("at")[:1]),
            look_purpose=Subquery(looks.values("purpose")[:1]),
            activated_at=Subquery(accounts.values("activated_at")[:1]),
        )
        .filter(public_id=public_id.upper())
        .first()
    )


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
