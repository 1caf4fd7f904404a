"""What channels say arrives here: a genuine message has its effect once, and what follows from it is left to the worker."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as jobs

from insurance.gateways.channels import channel as channel_of
from insurance.gateways.channels.protocol import MessageRefused
from insurance.models.payments import PaymentEvent
from insurance.rules.payments import ChannelMessage, MessageOutcome, Source
from insurance.selectors.policy import office_area
from insurance.services import crediting

POSTING = "insurance.tasks.post_payment"


class NotTaken(Exception):
    """A notification that has no effect; its text names the reason and nothing of what was sent."""


def take_in(code: str, body: bytes, headers: Mapping[str, str], *, at: datetime, on: date, ahead: timedelta) -> str:
    """Verify a channel's notification and do what it says; return what the channel wants to read.

    ``ahead`` is how far the business day lies before the real one, by which the channel signs. Raises NotTaken for whatever
    is not a genuine, whole and present message of a channel that is set up here.
    """
    channel = channel_of(code)
    if channel is None:
        raise NotTaken("NoSuchChannel")
    try:
        message = channel.read(body, headers, now=at - ahead)
    except MessageRefused as refused:
        raise NotTaken(type(refused).__name__) from refused
    if message is not None:
        take(message, channel=code, source=Source.MESSAGE, at=at, on=on, ahead=ahead)
    return channel.acknowledgement


def take(
    message: ChannelMessage, *, channel: str, source: Source, at: datetime, on: date, ahead: timedelta
) -> MessageOutcome:
    """Do what a verified message says, once. Of two equal ones at the same moment the later looks again, and is done."""
    message = replace(message, occurred_at=message.occurred_at + ahead)
    try:
        return _taken(message, channel=channel, source=source, at=at, on=on)
    except IntegrityError:
        return _taken(message, channel=channel, source=source, at=at, on=on)


@transaction.atomic
def take_all(
    messages: Collection[ChannelMessage], *, channel: str, source: Source, at: datetime, on: date, ahead: timedelta
) -> None:
    """Do what several verified messages say, all or none."""
    crediting.hold_all(messages, channel=channel, area=office_area())
    for message in messages:
        take(message, channel=channel, source=source, at=at, on=on, ahead=ahead)


@transaction.atomic
def _taken(message: ChannelMessage, *, channel: str, source: Source, at: datetime, on: date) -> MessageOutcome:
    outcome = crediting.receive(message, channel=channel, source=source, area=office_area(), at=at, on=on)
    if outcome in (MessageOutcome.POSTED, MessageOutcome.SUSPENDED):
        event = PaymentEvent.objects.filter(channel=channel, event_id=message.event_id).values("payment_id").first()
        defer_posting(event["payment_id"])
    return outcome


def defer_posting(payment_id: int | None) -> None:
    """Leave to the worker what follows from money that came in for an order, in the same transaction."""
    if payment_id is not None:
        jobs.configure_task(POSTING).defer(payment_id=payment_id)
