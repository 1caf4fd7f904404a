"""Tells people what happened: a notice in the inbox and, for persons with a phone on file, a text message."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from accounts.models.notices import Notice, OutboxMessage
from accounts.models.parties import LifeStatus, Person, Unit
from accounts.wording_notices import text_message


def tell_person(person: Person, code: str, /, *, at: datetime, link: str = "", **facts) -> Notice:
    """Put a notice into the person's inbox and queue the text message that points to it."""
    notice = Notice.objects.create(person=person, code=code, facts=facts, link=link, at=at)
    if person.phone and person.life_status == LifeStatus.ALIVE:
        queue_message(person, code, at=at, **facts)
    return notice


def tell_people(told: Iterable[tuple[Person, dict]], code: str, /, *, at: datetime, link: str = "") -> None:
    """Tell many people the same thing, each with facts of their own; the statements do not grow with the people."""
    told = list(told)
    rows = [Notice(person=person, code=code, facts=facts, link=link, at=at) for person, facts in told]
    Notice.objects.bulk_create(rows, batch_size=1000)
    reached = [(person, facts) for person, facts in told if person.phone and person.life_status == LifeStatus.ALIVE]
    with translation.override("zh-hans"):
        messages = [
            OutboxMessage(
                phone=person.phone, text=text_message(code, facts), template=code, person=person, queued_at=at
            )
            for person, facts in reached
        ]
    OutboxMessage.objects.bulk_create(messages, batch_size=1000)


def tell_unit(unit: Unit, code: str, /, *, at: datetime, link: str = "", **facts) -> Notice:
    """Put a notice into the inbox that all operators of the unit share."""
    return Notice.objects.create(unit=unit, code=code, facts=facts, link=link, at=at)


def queue_message(person: Person, code: str, /, *, at: datetime, **facts) -> OutboxMessage:
    """Queue a text message to the phone on file; sent after the transaction commits, by the outbox."""
    with translation.override("zh-hans"):
        text = text_message(code, facts)
    return OutboxMessage.objects.create(phone=person.phone, text=text, template=code, person=person, queued_at=at)
