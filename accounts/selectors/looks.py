"""Looks of the staff at people's records: whether one is in force, all of them, and the questions about them."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models.access_log import AccessEntry, AccessQuestion
from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.looks import Look
from accounts.selectors.key_pages import read_key

LOOK_LASTS = timedelta(minutes=30)
"""How long a record stays open for who gave a purpose; then the purpose is asked for again."""


def looks_in_force(actor: User, *, at: datetime) -> QuerySet[AccessEntry]:
    """Return the looks for which ``actor`` may see whole records now, the latest first."""
    looks = AccessEntry.objects.filter(actor=actor.pk, what=Look.RECORD, at__gt=at - LOOK_LASTS, at__lte=at)
    return looks.order_by("-at", "-pk")


def look_in_force(actor: User, person: Person, *, at: datetime) -> AccessEntry | None:
    """Return the look for which ``actor`` may see the whole record of ``person`` now, None when there is none."""
    return looks_in_force(actor, at=at).filter(person=person).first()


def looked_at(actor: User, person: Person, what: Look, number: str, *, at: datetime) -> bool:
    """Return whether it is on record already that ``actor`` sees ``person`` in the thing with this number."""
    looks = AccessEntry.objects.filter(person=person, actor=actor, what=what, reference=number)
    return looks.filter(at__gt=at - LOOK_LASTS, at__lte=at).exists()


def looks_by_staff(
    *, person: str = "", account: str = "", purpose: str = "", questions: str = ""
) -> QuerySet[AccessEntry]:
    """Return looks at the person with this public number, by the account ``A…``, for a purpose; empty means any.

    ``questions`` leaves only those that the person asked about.
    """
    looks = AccessEntry.objects.select_related("actor", "person", "question")
    if person:
        looks = looks.filter(person__public_id=person.upper())
    if account:
        looks = looks.filter(actor=read_key(account.upper().removeprefix("A")))
    if purpose:
        looks = looks.filter(purpose=purpose)
    return looks.filter(question__isnull=False) if questions else looks


def open_questions() -> int:
    """Return how many questions of people wait for an answer."""
    return AccessQuestion.objects.filter(answered_at=None).count()


def look_with_question(pk: int) -> AccessEntry | None:
    """Return a look that somebody asked about."""
    looks = AccessEntry.objects.select_related("actor", "person", "question__answered_by")
    return looks.filter(pk=pk, question__isnull=False).first()
