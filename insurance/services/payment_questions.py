"""Channels are asked how live orders stand, and what they say is done; what nobody paid in time ends.

No lock is held while a channel is asked. Locks: the order, then its bills by key; what credits it, see ``crediting``.
"""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models.users import User
from accounts.services import audit
from insurance.gateways.channels import channel as channel_of
from insurance.gateways.channels.protocol import Channel, ChannelState, Unreachable
from insurance.models.payments import Payment
from insurance.rules.payments import LIVE, Failure, PaymentState, Source, Suspended, next_ask
from insurance.selectors.payments import orders_to_ask
from insurance.services import payment_messages
from insurance.services.crediting import end_order, is_last_word

log = logging.getLogger(__name__)

NO_SHIFT = timedelta()


@transaction.atomic
def end(payment_id: int, failure: Failure, *, actor: User | None, at: datetime) -> None:
    """End an order that nobody will pay any more, unless it ended or was paid meanwhile."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state in LIVE and payment.paid_at is None:
        end_order(payment, failure, at=at)
        audit.record(actor, "payment.ended", payment, at=at, why=str(failure))


def ask(payment_id: int, *, at: datetime, on: date, ahead: timedelta = NO_SHIFT) -> PaymentState:
    """Ask the channel how a live order stands, and do what it says; what is unpaid when its time is over ends.

    A channel that does not answer leaves the order unknown once its time is over: its bills stay held, because money may be
    on its way. Return how the order stands then.
    """
    is_answered(payment_id, at=at, on=on, ahead=ahead)
    return PaymentState(Payment.objects.values_list("state", flat=True).get(pk=payment_id))


def ask_silent(*, at: datetime, on: date, ahead: timedelta = NO_SHIFT) -> int:
    """Ask about every live order whose turn it is; return about how many there was an answer.

    A channel that does not answer once is left alone until the next time, so that nobody waits for it over and over. An
    order of which the answer cannot be carried out stops no other, and its turn comes again as if it had been carried out.
    """
    answered, silent = 0, set()
    for payment_id, code in orders_to_ask(at):
        if code in silent:
            note_silence(payment_id, at=at)
            continue
        try:
            is_told = is_answered(payment_id, at=at, on=on, ahead=ahead)
        except Exception:
            log.exception("what its channel says of order %s could not be carried out", payment_id)
            note_asked(payment_id, at=at)
            continue
        answered += is_told
        silent |= set() if is_told else {code}
    return answered


def is_answered(payment_id: int, *, at: datetime, on: date, ahead: timedelta) -> bool:
    """Ask about one order and do what the channel says; return whether it said anything."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.state not in LIVE:
        return True
    try:
        do_as_told(payment, channel_of(payment.channel), at=at, on=on, ahead=ahead)
    except Unreachable as error:
        log.warning("order %s: its channel did not answer (%s)", payment.number, error)
        note_silence(payment_id, at=at)
        return False
    note_asked(payment_id, at=at)
    return True


def do_as_told(payment: Payment, bank: Channel | None, *, at: datetime, on: date, ahead: timedelta) -> None:
    """Do what the channel says of a live order. Raises Unreachable."""
    if bank is None:
        raise Unreachable("not set up")
    answer = bank.ask(payment.number)
    for message in answer.messages:
        payment_messages.take(message, channel=payment.channel, source=Source.ASKED, at=at, on=on, ahead=ahead)
    if answer.state == ChannelState.FAILED:
        end_refused(payment.pk, at=at)
    elif answer.state == ChannelState.CLOSED or (answer.state == ChannelState.UNPAID and at >= payment.expires_at):
        expire(payment, bank, at=at)
    elif answer.state == ChannelState.CREDITED and at >= payment.expires_at:
        end_unplaced(payment.pk, at=at)


@transaction.atomic
def end_refused(payment_id: int, *, at: datetime) -> None:
    """End an order of which the channel says that it came to nothing, also where it once said that somebody paid."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state in LIVE and is_last_word(at, payment):
        end_order(payment, Failure.REFUSED, at=at)
        audit.record(None, "payment.ended", payment, at=at, why=str(Failure.REFUSED))


def expire(payment: Payment, bank: Channel, *, at: datetime) -> None:
    """End an order that was not paid in time, once the channel lets nobody pay it any more. Raises Unreachable."""
    if bank.close(payment.number) in (ChannelState.CLOSED, ChannelState.FAILED):
        end(payment.pk, Failure.EXPIRED, actor=None, at=at)


@transaction.atomic
def end_unplaced(payment_id: int, *, at: datetime) -> None:
    """End an order of which the channel credited another amount: that money waits in suspense, and no other will come."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state in LIVE and payment.remittances.filter(suspended=Suspended.AMOUNT_DIFFERS).exists():
        end_order(payment, Failure.EXPIRED, at=at)
        audit.record(None, "payment.ended", payment, at=at, why=str(Suspended.AMOUNT_DIFFERS))


@transaction.atomic
def note_asked(payment_id: int, *, at: datetime) -> None:
    """Write that the channel was asked, and when to ask again about what is still live."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state in LIVE:
        count_question(payment, at)
        payment.save(update_fields=["asked", "ask_at"])


@transaction.atomic
def note_silence(payment_id: int, *, at: datetime) -> None:
    """Write that the channel did not answer; an order whose time is over is unknown from then on."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state not in LIVE:
        return
    if at >= payment.expires_at and payment.paid_at is None:
        payment.state = PaymentState.UNKNOWN
    count_question(payment, at)
    payment.save(update_fields=["state", "asked", "ask_at"])


def count_question(payment: Payment, at: datetime) -> None:
    payment.asked += 1
    payment.ask_at = next_ask(payment.started_at, expires_at=payment.expires_at, at=at)
