"""缴费单: begun and cancelled. One live order holds a bill; which one is written on the bill.

Locks in this order: the books of the area, then bills by key. No lock is held while a channel is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import audit
from insurance.gateways.channels import channel as channel_of
from insurance.gateways.channels import offered
from insurance.gateways.channels.protocol import (
    CardHint,
    ChannelChoice,
    ChannelOrder,
    ChannelState,
    Unreachable,
)
from insurance.models.bills import Bill
from insurance.models.payments import Payment, PaymentItem
from insurance.models.policy import PoolingArea
from insurance.rules.business_day import end_of_day
from insurance.rules.payments import LIVE, Failure, Owed, expires_at, next_ask
from insurance.selectors.bills import bills_of, cost_of
from insurance.selectors.debts import PAYABLE, debts_of, fee_rule_for
from insurance.selectors.payments import Payer
from insurance.services.back_payment_bills import lapsed_bills
from insurance.services.books import hold_books
from insurance.services.ledger import open_bills
from insurance.services.payment_questions import NO_SHIFT, ask, end


def channels_on_offer() -> list[ChannelChoice]:
    """Return the channels through which an order can be begun here."""
    return offered()


@transaction.atomic
def begin(
    payer: Payer,
    bill_numbers: Sequence[str],
    *,
    channel: str,
    actor: User,
    at: datetime,
    on: date,
    among: QuerySet[Bill] | None = None,
    card=None,
    seen: Mapping[str, int] | None = None,
) -> Payment:
    """Begin to pay some bills at once, with what they cost on a day. ``among`` are the bills that this payer may pay, their
    own unless others are given; ``seen`` is what the page said they cost, in fen.

    ``card`` is the person's bound card (``last_four``, ``token``), if one was chosen. Raises RuleBroken: R009,
    payment.nothing_chosen, payment.channel_not_offered, payment.not_payable (which), payment.held (by which order),
    payment.held_by_other, payment.several_areas, payment.amount_changed.
    """
    if actor.is_operator and not actor.may_for_unit(OperatorRight.PAY):
        raise RuleBroken("R009")
    numbers = sorted(set(bill_numbers))
    if not numbers:
        raise RuleBroken("payment.nothing_chosen", "bills")
    if channel_of(channel) is None:
        raise RuleBroken("payment.channel_not_offered", "channel")
    wanted = found(bills_of(payer) if among is None else among, numbers)
    area = area_of(wanted)
    hold_books(area.pk)
    locked = list(
        Bill.objects.filter(pk__in=[bill.pk for bill in wanted]).select_for_update(no_key=True).order_by("pk")
    )
    refuse_held(locked, payer)
    refuse_lapsed(locked, on)
    costs = costs_of(locked, area, at=at, on=on)
    refuse_changed(locked, costs, seen or {})
    payment = created(payer, area, costs.values(), channel=channel, card=card, actor=actor, at=at, on=on)
    hold(payment, locked, costs)
    audit.record(actor, "payment.begun", payment, at=at, channel=channel, bills=len(locked))
    return payment


def found(among: QuerySet[Bill], numbers: Sequence[str]) -> list[Bill]:
    """Return the bills of these numbers; refuse numbers of bills that the payer may not pay."""
    bills = list(among.filter(number__in=numbers).select_related("assessment__area"))
    missing = sorted(set(numbers) - {bill.number for bill in bills})
    if missing:
        raise RuleBroken("payment.not_payable", "bills", bills=missing)
    return bills


def area_of(bills: Iterable[Bill]) -> PoolingArea:
    """Return the one area of some bills; refuse those of several."""
    areas = {bill.assessment.area for bill in bills}
    if len(areas) > 1:
        raise RuleBroken("payment.several_areas", "bills")
    return areas.pop()


def refuse_held(bills: Iterable[Bill], payer: Payer) -> None:
    """Refuse locked bills that another order may still pay; whose order it is tells only the payer of that order.

    The orders are read after the lock: what was read together with the bills may be older than they.
    """
    held = next((bill for bill in bills if bill.held_by_id is not None), None)
    if held is None:
        return
    order = Payment.objects.get(pk=held.held_by_id)
    if (order.unit_id if isinstance(payer, Unit) else order.person_id) == payer.pk:
        raise RuleBroken("payment.held", "bills", bill=held.number, number=order.number)
    raise RuleBroken("payment.held_by_other", "bills", bill=held.number)


def refuse_lapsed(bills: Iterable[Bill], on: date) -> None:
    """Refuse bills of a back payment whose time is over, also before they are cancelled: the base is that of the payment."""
    lapsed = lapsed_bills(on).filter(pk__in=[bill.pk for bill in bills])
    if numbers := sorted(lapsed.values_list("number", flat=True)):
        raise RuleBroken("payment.not_payable", "bills", bills=numbers)


def costs_of(bills: Sequence[Bill], area: PoolingArea, *, at: datetime, on: date) -> dict[int, Owed]:
    """Return what locked bills cost on a day, by key; those taken over are put into the books. Refuses what owes nothing."""
    payable = [bill for bill in bills if bill.state in PAYABLE]
    debts = debts_of([bill.pk for bill in payable])
    rule = fee_rule_for(area, debts.of.values(), on)
    priced = {bill: cost_of(debts.of[bill.pk], on=on, rule=rule) for bill in payable}
    costs = {bill.pk: Owed(bill.pk, *cost, bill.due_on) for bill, cost in priced.items() if cost.principal_fen > 0}
    if len(costs) < len(bills):
        settled = [bill.number for bill in bills if bill.pk not in costs]
        raise RuleBroken("payment.not_payable", "bills", bills=settled)
    open_bills(area.pk, {key: debts.of[key].open_fen for key in debts.unopened}, at=at, on=on)
    return costs


def refuse_changed(bills: Iterable[Bill], costs: Mapping[int, Owed], seen: Mapping[str, int]) -> None:
    """Refuse where a bill costs something else than the page said."""
    changed = [
        bill.number for bill in bills if seen.get(bill.number, costs[bill.pk].total_fen) != costs[bill.pk].total_fen
    ]
    if changed:
        raise RuleBroken("payment.amount_changed", "bills", bills=changed)


def created(
    payer: Payer, area: PoolingArea, costs: Iterable[Owed], *, channel: str, card, actor: User, at: datetime, on: date
) -> Payment:
    """Write the order itself."""
    costs = list(costs)
    expires = expires_at(at, end_of_day=end_of_day(on))
    payment = Payment.objects.create(
        area=area,
        unit=payer if isinstance(payer, Unit) else None,
        person=payer if isinstance(payer, Person) else None,
        made_by=actor,
        channel=channel,
        card_last_four=card.last_four if card else "",
        card_token=card.token if card else "",
        principal_fen=sum(cost.principal_fen for cost in costs),
        late_fee_fen=sum(cost.late_fee_fen for cost in costs),
        started_at=at,
        expires_at=expires,
        ask_at=next_ask(at, expires_at=expires, at=at),
    )
    payment.refresh_from_db(fields=["number"])
    return payment


def hold(payment: Payment, bills: Sequence[Bill], costs: Mapping[int, Owed]) -> None:
    """Write which bills the order pays, and on the bills that it does."""
    PaymentItem.objects.bulk_create(
        PaymentItem(
            payment=payment,
            bill=bill,
            principal_fen=costs[bill.pk].principal_fen,
            late_fee_fen=costs[bill.pk].late_fee_fen,
        )
        for bill in bills
    )
    Bill.objects.filter(pk__in=[bill.pk for bill in bills]).update(held_by=payment)


def cancel(payment: Payment, *, actor: User, at: datetime, on: date, ahead: timedelta = NO_SHIFT) -> Payment:
    """End an order that its payer does not want to pay; the channel is told first, and the order as it stands returned.

    Where money has moved already it goes on as paid. RuleBroken("payment.not_live") when it has ended,
    RuleBroken("payment.channel_silent") when the channel does not answer: then nothing is known, and it ends by itself.
    ``ahead`` is how far the business day lies before the real one.
    """
    if actor.is_operator and not actor.may_for_unit(OperatorRight.PAY):
        raise RuleBroken("R009")
    if payment.state not in LIVE:
        raise RuleBroken("payment.not_live")
    if payment.paid_at is not None:
        raise RuleBroken("payment.paid_already")
    bank = channel_of(payment.channel)
    try:
        if bank is None:
            raise Unreachable("not set up")
        state = bank.close(payment.number)
    except Unreachable as error:
        raise RuleBroken("payment.channel_silent") from error
    if state in (ChannelState.CLOSED, ChannelState.FAILED):
        end(payment.pk, Failure.CANCELLED, actor=actor, at=at)
    else:
        ask(payment.pk, at=at, on=on, ahead=ahead)
    payment.refresh_from_db()
    return payment


def address_to_pay(payment: Payment, *, notify_url: str, return_url: str, subject: str, ahead: timedelta) -> str:
    """Return the address at which the payer pays an order; empty where its channel is not set up any more.

    The channel counts by the real clock: ``ahead`` is how far the business day lies before it.
    """
    bank = channel_of(payment.channel)
    if bank is None:
        return ""
    card = CardHint(payment.card_last_four, payment.card_token) if payment.card_token else None
    return bank.begin(
        ChannelOrder(
            number=payment.number,
            amount_fen=payment.amount_fen,
            subject=subject,
            expires_at=payment.expires_at - ahead,
            notify_url=notify_url,
            return_url=return_url,
            card=card,
        )
    )
