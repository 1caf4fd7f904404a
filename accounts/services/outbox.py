"""Sends what waits in the outbox, tries again what failed, and keeps still in a database nobody released.

A message is written in the transaction of the act it tells of and sent afterwards, so nothing is told that did not
happen. It may reach the provider twice when a worker dies between sending and noting it; the reference is the same.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.gateways.sms import SmsGateway, SmsRefused, SmsUnavailable
from accounts.models.notices import OutboxMessage, OutboxRelease
from accounts.rules.delivery import CODE_TEMPLATES, is_due, is_given_up

logger = logging.getLogger(__name__)

State = OutboxMessage.State
AT_ONCE = 200
HIDDEN = "••••••"


@dataclass
class Sent:
    """What one run did."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    paused: bool = False


def send_waiting(gateway: SmsGateway, *, at: datetime) -> Sent:
    """Send every message that is due; several workers share the work."""
    if gateway.reaches_phones and not is_released():
        return Sent(waiting=OutboxMessage.objects.filter(state=State.WAITING).count(), paused=True)
    result = Sent()
    for pk in due_messages(at):
        outcome = send_one(pk, gateway, at=at)
        if outcome:
            setattr(result, outcome, getattr(result, outcome) + 1)
    return result


def due_messages(at: datetime) -> list[int]:
    waiting = OutboxMessage.objects.filter(state=State.WAITING).order_by("pk")
    rows = waiting.values_list("pk", "queued_at", "tries")[: AT_ONCE * 10]
    return [pk for pk, queued_at, tries in rows if is_due(queued_at, tries, at=at)][:AT_ONCE]


@transaction.atomic
def send_one(pk: int, gateway: SmsGateway, *, at: datetime) -> str:
    """Send one message unless another worker has it; return ``sent``, ``waiting``, ``failed`` or nothing."""
    message = OutboxMessage.objects.select_for_update(skip_locked=True).filter(pk=pk, state=State.WAITING).first()
    if message is None:
        return ""
    if is_given_up(message.template, message.queued_at, message.tries, at=at):
        return finish(message, State.FAILED)
    try:
        message.provider_reference = gateway.send(message.phone, message.text, reference=f"hall-{message.pk}")
    except SmsRefused as refusal:
        logger.warning("message %s refused: %s", message.pk, refusal)
        return finish(message, State.FAILED)
    except SmsUnavailable as failure:
        message.tries += 1
        logger.warning("message %s not delivered, try %s: %s", message.pk, message.tries, failure)
        message.save(update_fields=["tries"])
        return State.WAITING.value
    message.sent_at = at
    return finish(message, State.SENT)


def finish(message: OutboxMessage, state: str) -> str:
    """Note how a message ended. A code is not kept where staff could read it, except in the demo, where it must be."""
    message.state = state
    if message.template in CODE_TEMPLATES and not settings.HALL_DEMO:
        message.text = HIDDEN
    message.save(update_fields=["state", "text", "sent_at", "provider_reference"])
    return str(state)


# Pausing


def database_identity() -> str:
    """Return what tells this database from a restored copy: the server's identifier and the database's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier::text || '/' || oid::text FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return cursor.fetchone()[0]


def is_released() -> bool:
    """Return whether somebody let this very database send."""
    return OutboxRelease.objects.filter(database=database_identity()).exists()


def release(by: str, *, at: datetime) -> None:
    """Let the outbox of this database send from now on."""
    OutboxRelease.objects.get_or_create(
        database=database_identity(), defaults={"released_at": at, "released_by": by[:100]}
    )


def pause() -> None:
    """Send nothing more until somebody releases the outbox again; what waits is kept."""
    OutboxRelease.objects.all().delete()
