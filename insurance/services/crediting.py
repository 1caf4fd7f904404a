"""Money comes in: what a channel says of it, which bills it pays, what waits in suspense. Each in one transaction.

Locks in this order: the books of the area, the reference of the money, the order, its bills by key; what is said of a refund
locks the refund and then the order it is about, as whoever else ends a refund does. Whatever is said twice, late, or out of
order has one effect: a message by its id, money by its reference, an order by its state.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from insurance.models.bills import Bill
from insurance.models.payments import Payment, PaymentEvent, Remittance
from insurance.models.policy import PoolingArea
from insurance.models.refunds import Refund
from insurance.rules.allocation import Share, allocate
from insurance.rules.business_day import business_day
from insurance.rules.payments import (
    LIVE,
    ChannelMessage,
    Failure,
    MessageKind,
    MessageOutcome,
    PaymentState,
    Source,
    Suspended,
)
from insurance.rules.postings import PostingKind
from insurance.selectors.debts import PAYABLE, debts_of, fee_rule_for
from insurance.services.books import hold_books
from insurance.services.giving_back import finish
from insurance.services.ledger import Entry, open_bills, write
from insurance.services.settling import settle

LOCK = 3799_0401
"""Sets the locks of references apart from all others."""


@transaction.atomic
def receive(
    message: ChannelMessage, *, channel: str, source: Source, area: PoolingArea, at: datetime, on: date
) -> MessageOutcome:
    """Take in one genuine message of a channel; its signature, time and merchant are checked before.

    ``area`` keeps the books for money whose order nobody knows. A repeated message is ignored. Return what was done.
    """
    payment = Payment.objects.filter(number=message.order_number, channel=channel).select_related("area").first()
    hold_books((payment.area if payment else area).pk)
    lock_reference(channel, message.reference)
    if payment and message.kind != MessageKind.REFUNDED:
        payment = Payment.objects.select_for_update(of=("self",)).select_related("area").get(pk=payment.pk)
    event = PaymentEvent(
        channel=channel,
        event_id=message.event_id,
        kind=message.kind,
        source=source,
        order_number=message.order_number,
        reference=message.reference,
        amount_fen=message.amount_fen,
        occurred_at=message.occurred_at,
        received_at=at,
        payment=payment,
    )
    if is_known(event):
        return MessageOutcome.IGNORED
    event.outcome, event.remittance = answered(event, area, on=on)
    event.save(force_insert=True)
    return event.outcome


def hold_all(messages: Collection[ChannelMessage], *, channel: str, area: PoolingArea) -> None:
    """Lock what several messages of a channel are about, before they are taken in within one transaction: in the order in
    which one message locks, and within each step by key, so that nobody who waits meanwhile is waited for."""
    about = {"channel": channel}
    orders = Payment.objects.filter(**about, number__in={one.order_number for one in messages})
    refunds = Refund.objects.filter(**about, number__in={one.reference for one in messages})
    areas = {area.pk, *orders.values_list("area", flat=True), *refunds.values_list("area", flat=True)}
    for area_id in sorted(areas):
        hold_books(area_id)
    for reference in sorted({one.reference for one in messages}):
        lock_reference(channel, reference)
    given_back = list(refunds.order_by("pk").select_for_update(of=("self",)))
    named = Q(pk__in=orders.values("pk")) | Q(pk__in=[one.payment_id for one in given_back if one.payment_id])
    paid = list(
        Payment.objects.filter(named).order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    )
    kept = Remittance.objects.filter(pk__in=[one.remittance_id for one in given_back if one.remittance_id])
    list(kept.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    bills = Bill.objects.filter(Q(held_by__in=paid) | Q(pk__in=[one.bill_id for one in given_back if one.bill_id]))
    list(bills.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def lock_reference(channel: str, reference: str) -> None:
    """Let what is said about one movement of money at a channel wait for each other, whether its order is known or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{channel} {reference}", LOCK])


def is_known(event: PaymentEvent) -> bool:
    """Return whether the message came before."""
    return PaymentEvent.objects.filter(channel=event.channel, event_id=event.event_id).exists()


def answered(event: PaymentEvent, area: PoolingArea, *, on: date) -> tuple[MessageOutcome, Remittance | None]:
    """Do what a message asks for; return what that was, and the money it is about."""
    payment, at = event.payment, event.received_at
    if event.kind == MessageKind.CREDITED:
        return credited(event, area, on=on)
    if event.kind == MessageKind.REFUNDED:
        return given_back(event, on=on)
    if payment is None or payment.state not in LIVE:
        return MessageOutcome.IGNORED, None
    if event.kind == MessageKind.PAID and event.amount_fen == payment.amount_fen:
        payment.paid_at = payment.paid_at or event.occurred_at
        payment.save(update_fields=["paid_at"])
        return MessageOutcome.NOTED, None
    if event.kind == MessageKind.FAILED and is_last_word(event.occurred_at, payment):
        end_order(payment, Failure.REFUSED, at=at)
        return MessageOutcome.NOTED, None
    return MessageOutcome.IGNORED, None


def is_last_word(said_at: datetime, payment: Payment) -> bool:
    """Return whether nothing is known of an order that is newer than what was said then: a first try may fail, and a second
    be paid, in whatever order that is heard."""
    return payment.paid_at is None or payment.paid_at < said_at


def given_back(event: PaymentEvent, *, on: date) -> tuple[MessageOutcome, Remittance | None]:
    """Note that a channel gave money back; the reference of its message is the number of our refund."""
    about = {"number": event.reference, "channel": event.channel, "amount_fen": event.amount_fen}
    refund = Refund.objects.filter(**about).first()
    if refund is None or not finish(refund.pk, reference=event.event_id, at=event.received_at, on=on):
        return MessageOutcome.IGNORED, None
    return MessageOutcome.POSTED, refund.remittance


def end_order(payment: Payment, failure: Failure, *, at: datetime) -> None:
    """Let a locked order come to nothing: its bills may be paid otherwise."""
    payment.state, payment.failure, payment.ended_at, payment.ask_at = PaymentState.FAILED, failure, at, None
    payment.save(update_fields=["state", "failure", "ended_at", "ask_at"])
    release(payment)


def release(payment: Payment) -> None:
    """Let the bills that a locked order still holds go; locked by key before, as whoever else waits for them does."""
    held = Bill.objects.filter(held_by=payment).order_by("pk").select_for_update(of=("self",), no_key=True)
    Bill.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(held_by=None)


def credited(event: PaymentEvent, area: PoolingArea, *, on: date) -> tuple[MessageOutcome, Remittance | None]:
    """Put money that is on the fund's account into the books: on the bills of its order, or in suspense."""
    known = Remittance.objects.filter(channel=event.channel, reference=event.reference).first()
    if known is not None:
        return MessageOutcome.IGNORED, known
    payment, at = event.payment, event.received_at
    why = suspended_because(event)
    day = business_day(event.occurred_at)
    remittance = Remittance.objects.create(
        area=payment.area if payment else area,
        channel=event.channel,
        reference=event.reference,
        source=event.source,
        amount_fen=event.amount_fen,
        paid_on=business_day(payment.paid_at) if payment and payment.paid_at else day,
        credited_on=day,
        received_at=at,
        payment=payment,
        unit=payment.unit if payment else None,
        person=payment.person if payment else None,
        suspended=why or Suspended.OVERPAID,
    )
    if why:
        suspend(remittance, at=at, on=on)
        return MessageOutcome.SUSPENDED, remittance
    write_payment(remittance, at=at, on=on)
    settled_on = business_day(payment.started_at)
    place(remittance, payment.held_bills.all(), settled_on=settled_on, at=at, on=on)
    release(payment)
    payment.state, payment.credited_on, payment.ended_at, payment.ask_at = PaymentState.SUCCEEDED, day, at, None
    payment.paid_at = payment.paid_at or event.occurred_at
    payment.save(update_fields=["state", "credited_on", "ended_at", "ask_at", "paid_at"])
    return MessageOutcome.POSTED, remittance


def suspended_because(event: PaymentEvent) -> Suspended | None:
    """Return why money cannot be placed, None where it can."""
    payment = event.payment
    if payment is None:
        return Suspended.UNKNOWN_ORDER
    if payment.state in (PaymentState.SUCCEEDED, PaymentState.REFUNDING, PaymentState.REFUNDED):
        return Suspended.PAID_TWICE
    if payment.state not in LIVE:
        return Suspended.CLOSED_ORDER
    if event.amount_fen != payment.amount_fen:
        return Suspended.AMOUNT_DIFFERS
    return None


def suspend(remittance: Remittance, *, at: datetime, on: date) -> None:
    """Write money that nobody can place into the books."""
    entry = Entry(PostingKind.SUSPENSE, remittance.amount_fen, remittance_id=remittance.pk)
    write(remittance.area_id, [entry], at=at, on=on)


def write_payment(remittance: Remittance, *, at: datetime, on: date) -> None:
    """Write money that is about to be placed into the books."""
    entry = Entry(PostingKind.PAYMENT, remittance.amount_fen, remittance_id=remittance.pk)
    write(remittance.area_id, [entry], at=at, on=on)


def place(
    remittance: Remittance,
    bills: QuerySet[Bill],
    *,
    settled_on: date,
    at: datetime,
    on: date,
    made_by_id: int | None = None,
) -> list[Share]:
    """Let the money of a remittance that stands on the payer's account pay bills, oldest month first; one row a bill.

    What is left is kept in suspense, and so is what would pay a bill that another order may still pay. Return what was
    paid. The money is on ``payer`` before (``write_payment``, or released from suspense); the books are held.
    """
    free = Q(held_by=None) | Q(held_by=remittance.payment_id)
    locked = bills.filter(free, state__in=PAYABLE).order_by("pk").select_for_update(of=("self",), no_key=True)
    keys = list(locked.values_list("pk", flat=True))
    debts = debts_of(keys)
    unopened = {key: debts.of[key].open_fen for key in debts.unopened}
    open_bills(remittance.area_id, unopened, at=at, on=on)
    money = remittance.left_fen
    rule = fee_rule_for(remittance.area, debts.of.values(), settled_on)
    shares = allocate(money, debts.of.values(), settled_on=settled_on, rule=rule)
    used = sum(share.total_fen for share in shares)
    entries = entries_of(shares, remittance, made_by_id)
    if used < money:
        entries.append(Entry(PostingKind.RETAIN, money - used, remittance_id=remittance.pk, made_by_id=made_by_id))
    write(remittance.area_id, entries, at=at, on=on)
    settle(principals_of(shares), paid_on=remittance.paid_on, credited_on=remittance.credited_on)
    remittance.allocated_fen += used
    if remittance.left_fen == 0:
        remittance.suspended = ""
    remittance.save(update_fields=["allocated_fen", "suspended"])
    return shares


def entries_of(shares: Sequence[Share], remittance: Remittance, made_by_id: int | None) -> list[Entry]:
    """Return the postings of what money pays: a late fee is owed and paid in the same moment."""
    entries = []
    for share in shares:
        about = {
            "insurance": share.insurance,
            "bill_id": share.bill_id,
            "remittance_id": remittance.pk,
            "made_by_id": made_by_id,
        }
        if share.late_fee_fen:
            entries.append(Entry(PostingKind.LATE_FEE, share.late_fee_fen, **about))
        entries.append(Entry(PostingKind.ALLOCATION, share.total_fen, **about))
    return entries


def principals_of(shares: Iterable[Share]) -> dict[int, int]:
    """Return what was paid of every bill, late fees apart, by its key."""
    paid: dict[int, int] = {}
    for share in shares:
        paid[share.bill_id] = paid.get(share.bill_id, 0) + share.principal_fen
    return paid
