"""Looks of the staff at a person's record: written down as they happen, asked about by the person, answered."""

from datetime import datetime

from django.db import transaction

from accounts.models.access_log import AccessEntry, AccessQuestion
from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.looks import QUESTION_LENGTH, Look
from accounts.services import audit, notices


@transaction.atomic
def record_look(
    actor: User, person: Person, *, purpose: str, at: datetime, what: Look = Look.RECORD, reference: str = ""
) -> AccessEntry:
    """Write down that ``actor`` opened the record of ``person``. ``reference`` is never a personal number."""
    entry = AccessEntry.objects.create(
        actor=actor, person=person, purpose=purpose, what=what, reference=reference, at=at
    )
    audit.record(actor, "record.looked_at", person, at=at, purpose=purpose, what=str(what), reference=reference)
    return entry


def locked_question(entry: AccessEntry) -> AccessQuestion | None:
    """Return the question about a look, the look locked so that one question wins."""
    AccessEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    return AccessQuestion.objects.filter(entry=entry).first()


@transaction.atomic
def ask(entry: AccessEntry, text: str, *, actor: User, at: datetime) -> AccessQuestion:
    """The person asks why somebody looked, once for each look.

    Raises RuleBroken("access_question.asked"), RuleBroken("access_question.text_missing").
    """
    if locked_question(entry):
        raise RuleBroken("access_question.asked")
    if len(text.strip()) < QUESTION_LENGTH:
        raise RuleBroken("access_question.text_missing", "text", characters=QUESTION_LENGTH)
    question = AccessQuestion.objects.create(entry=entry, text=text.strip(), asked_at=at)
    audit.record(actor, "look.asked_about", entry.person, at=at, entry=entry.pk)
    return question


@transaction.atomic
def answer(entry: AccessEntry, text: str, *, actor: User, at: datetime) -> AccessQuestion:
    """The bureau answers a question about a look; never the one who looked.

    Raises RuleBroken("access_question.own_look"), RuleBroken("access_question.answered"),
    RuleBroken("access_question.answer_missing").
    """
    question = locked_question(entry)
    if question is None or question.answered_at:
        raise RuleBroken("access_question.answered")
    if entry.actor_id == actor.pk:
        raise RuleBroken("access_question.own_look")
    if not text.strip():
        raise RuleBroken("access_question.answer_missing", "text")
    question.answer, question.answered_by, question.answered_at = text.strip(), actor, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(actor, "look.answered", entry.person, at=at, entry=entry.pk)
    notices.tell_person(entry.person, "access_question_answered", at=at, link="/me/access-log/")
    return question
