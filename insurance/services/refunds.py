"""退款: proposed by one member of the staff, approved by another, carried out by the channel the money came through.

Locks: the books of the area, then the refund, then the money or the bill, or the request of a person that led to it. The
channel is asked in a job of its own, after the approval is committed; until it says that the money went back nothing is
posted and nothing else uses it.
"""

import logging
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.gateways.channels import channel as channel_of
from insurance.gateways.channels.protocol import ChannelRefund, Unreachable
from insurance.gateways.channels.protocol import RefundState as ChannelAnswer
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration
from insurance.models.payments import Remittance
from insurance.models.refunds import Refund
from insurance.rules.money import yuan_from_fen
from insurance.rules.refunds import BEFORE_COVER, BY_TRANSFER, RefundReason, RefundState, cover_began
from insurance.rules.workflow import Action, Actor
from insurance.selectors.refund_requests import requests_waiting
from insurance.selectors.refunds import (
    Way,
    concerned_by,
    goes_through,
    is_spoken_for,
    refundable_fen,
    refunds_to_send,
    way_of,
)
from insurance.services import declarations
from insurance.services.books import hold_books
from insurance.services.giving_back import begin_refunding, end_refunding, finish, tell_payer
from insurance.services.money_rights import refuse_own_money, refuse_unless_may
from insurance.services.taking_back import taken_back

log = logging.getLogger(__name__)

SENDING = "insurance.tasks.send_refund"


@transaction.atomic
def propose_of_money(
    number: str, amount_fen: int, reason: RefundReason, text: str, *, actor: User, at: datetime
) -> Refund:
    """Propose to give back what a remittance has in suspense, or a part of it.

    Raises RuleBroken: refund.too_much, refund.wrong_reason, money.spoken_for, money.own_money, account.not_allowed.
    """
    refuse_unless_may(actor, Permission.HANDLE_MONEY)
    remittance = Remittance.objects.select_for_update(of=("self",)).select_related("payment").get(number=number)
    if reason in BEFORE_COVER:
        raise RuleBroken("refund.wrong_reason", "reason")
    if is_spoken_for(remittance=remittance.pk):
        raise RuleBroken("money.spoken_for")
    way = Way(remittance, None)
    return proposed(
        way,
        amount_fen,
        remittance.left_fen,
        reason,
        text,
        actor=actor,
        at=at,
        remittance=remittance,
        area=remittance.area,
    )


@transaction.atomic
def propose_of_bill(
    number: str, amount_fen: int, reason: RefundReason, text: str, *, actor: User, at: datetime, on: date
) -> Refund:
    """Propose to give back what a credit note has left, or all that a resident paid for cover that has not begun.

    Raises RuleBroken: refund.asked_for where a person has asked for it, whose request is decided first;
    refund.nothing_left, refund.cover_began, refund.whole_bill, and as ``propose_of_money``.
    """
    refuse_unless_may(actor, Permission.HANDLE_MONEY)
    bill = locked_bill(number)
    if waiting := requests_waiting(bill):
        raise RuleBroken("refund.asked_for", number=waiting[0].number)
    return propose(bill, amount_fen, reason, text, actor=actor, at=at, on=on, request=again_for(bill))


def locked_bill(number: str) -> Bill:
    """Return a bill, locked: of two who want its money back at once the second sees what the first did."""
    return Bill.objects.select_for_update(of=("self",)).select_related("assessment__area").get(number=number)


def again_for(bill: Bill) -> Declaration | None:
    """Return the request whose refund the bank refused, and which the next proposal for the same money carries on."""
    failed = Refund.objects.filter(bill=bill, state=RefundState.FAILED, request__isnull=False).order_by("-pk").first()
    return failed.request if failed else None


def propose(
    bill: Bill,
    amount_fen: int,
    reason: RefundReason,
    text: str,
    *,
    actor: User,
    at: datetime,
    on: date,
    request: Declaration | None,
) -> Refund:
    """Propose a refund of a locked bill; ``on`` is the day that decides whether the cover has begun.

    ``request`` is the person's declaration that asks for it. Raises RuleBroken as ``propose_of_bill``, but for the
    permission: the caller knows what it takes.
    """
    left = refundable_fen(bill)
    if not left:
        raise RuleBroken("refund.nothing_left")
    if (reason in BEFORE_COVER) != (bill.total_fen > 0):
        raise RuleBroken("refund.wrong_reason", "reason")
    if bill.total_fen > 0 and cover_began(bill.assessment.month, on=on):
        raise RuleBroken("refund.cover_began", "reason", first_day=bill.assessment.month)
    if bill.total_fen > 0 and amount_fen != left:
        raise RuleBroken("refund.whole_bill", "amount", amount=yuan_from_fen(left))
    if is_spoken_for(bill=bill.pk):
        raise RuleBroken("money.spoken_for")
    about = {"bill": bill, "area": bill.assessment.area, "request": request}
    return proposed(way_of(bill), amount_fen, left, reason, text, actor=actor, at=at, **about)


def proposed(
    way: Way, amount_fen: int, left: int, reason: RefundReason, text: str, *, actor: User, at, **about
) -> Refund:
    """Write a proposal; the money goes the way it came where that is possible."""
    if not 0 < amount_fen <= left:
        raise RuleBroken("refund.too_much", "amount", amount=yuan_from_fen(left))
    refund = Refund(
        **about,
        amount_fen=amount_fen,
        reason=reason,
        text=text,
        channel=channel_back(way, amount_fen),
        origin=way.origin,
        payment=way.payment if about.get("bill") else None,
        proposed_by=actor,
        proposed_at=at,
    )
    refuse_own_money(actor, concerned_by(refund))
    refund.save(force_insert=True)
    refund.refresh_from_db(fields=["number"])
    audit.record(actor, "refund.proposed", refund, at=at, amount_fen=amount_fen, reason=str(reason))
    return refund


def channel_back(way: Way, amount_fen: int) -> str:
    """Return the channel through which money goes back: the one it came through, or a bank transfer of the cashier."""
    through = way.origin is not None and channel_of(way.origin.channel) and goes_through(way.origin, amount_fen)
    return way.origin.channel if through else BY_TRANSFER


def to_decide(number: str, actor: User) -> Refund:
    """Return a proposed refund, locked, for a second person to decide.

    Raises RuleBroken: account.not_allowed, money.own_proposal, money.own_money, money.decided_already.
    """
    refuse_unless_may(actor, Permission.APPROVE_MONEY)
    hold_books(Refund.objects.values_list("area", flat=True).get(number=number))
    refund = Refund.objects.select_for_update(of=("self",)).get(number=number)
    if refund.state != RefundState.PROPOSED:
        raise RuleBroken("money.decided_already")
    if refund.proposed_by_id == actor.pk:
        raise RuleBroken("money.own_proposal")
    refuse_own_money(actor, concerned_by(refund))
    return refund


@transaction.atomic
def approve(number: str, *, actor: User, at: datetime, on: date) -> Refund:
    """Approve a refund: it is sent to its channel, or waits for the cashier's bank transfer."""
    refund = to_decide(number, actor)
    if refund.bill_id and refund.bill.total_fen > 0:
        refund.bill = taken_back(refund.bill, at=at, on=on)
    refund.state, refund.decided_by, refund.decided_at = RefundState.APPROVED, actor, at
    refund.save(update_fields=["state", "decided_by", "decided_at", "bill"])
    begin_refunding(refund)
    audit.record(actor, "refund.approved", refund, at=at, amount_fen=refund.amount_fen)
    tell_payer(refund, "refund_approved", at=at)
    if refund.channel != BY_TRANSFER:
        jobs.configure_task(SENDING, queueing_lock=f"refund {refund.pk}").defer(refund_id=refund.pk)
    return refund


@transaction.atomic
def reject(number: str, text: str, *, actor: User, at: datetime) -> Refund:
    """Reject a refund with a reason; the money stays where it is. Raises RuleBroken("money.answer_missing") without one."""
    refund = to_decide(number, actor)
    if not text.strip():
        raise RuleBroken("money.answer_missing", "answer")
    refund.state, refund.decided_by, refund.decided_at, refund.answer = RefundState.REJECTED, actor, at, text
    refund.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    audit.record(actor, "refund.rejected", refund, at=at)
    if refund.request_id and not refund.request.refunds.filter(state=RefundState.FAILED).exists():
        close_request(refund.request, text, at=at)
    return refund


def close_request(request: Declaration, text: str, *, at: datetime) -> None:
    """Write on a person's request that the refund it led to was not approved, and why; it may be asked for anew.

    Where the bank had refused an approved one, the request stands: the office still owes the money.
    """
    declaration, parts = declarations.locked(request.number)
    for part in parts:
        declarations.move(part, Action.UNDO, Actor.SYSTEM, actor=None, at=at, text=text)
        declarations.save_part(part)
    declaration.lines.update(undone_at=at)
    declarations.tell_applicant(declaration, "refund_request_refused", at=at)


def send(refund_id: int, *, at: datetime, on: date) -> RefundState:
    """Ask the channel to give the money back; repeatable, because the channel knows our number. Return the state then.

    A channel that does not answer is asked again when everything due is done.
    """
    refund = Refund.objects.select_related("origin__payment").get(pk=refund_id)
    bank = channel_of(refund.channel)
    if refund.state != RefundState.APPROVED or bank is None:
        return RefundState(refund.state)
    order = refund.origin.payment.number if refund.origin.payment else ""
    try:
        answer = bank.refund(ChannelRefund(refund.number, refund.origin.reference, order, refund.amount_fen))
    except Unreachable as error:
        log.warning("refund %s: its channel did not answer (%s)", refund.number, error)
        return RefundState.APPROVED
    if answer == ChannelAnswer.DONE:
        finish(refund.pk, reference=refund.number, at=at, on=on)
    else:
        answered(refund.pk, accepted=answer == ChannelAnswer.ACCEPTED, at=at)
    return RefundState(Refund.objects.values_list("state", flat=True).get(pk=refund_id))


@transaction.atomic
def answered(refund_id: int, *, accepted: bool, at: datetime) -> None:
    """Write that the channel took a refund on, or refused it; a message may have come before the answer."""
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
    if refund.state != RefundState.APPROVED:
        return
    refund.state = RefundState.SENT if accepted else RefundState.FAILED
    refund.ended_at = None if accepted else at
    refund.save(update_fields=["state", "ended_at"])
    audit.record(None, "refund.sent" if accepted else "refund.failed", refund, at=at)
    if not accepted:
        end_refunding(refund)


@transaction.atomic
def confirm_transfer(number: str, reference: str, *, actor: User, at: datetime, on: date) -> Refund:
    """Write that the cashier's bank transfer was carried out under the bank's reference.

    Raises RuleBroken: account.not_allowed, refund.not_by_transfer, refund.reference_missing.
    """
    refuse_unless_may(actor, Permission.HANDLE_MONEY)
    refund = Refund.objects.get(number=number)
    if not reference.strip():
        raise RuleBroken("refund.reference_missing", "reference")
    if refund.channel != BY_TRANSFER or not finish(refund.pk, reference=reference.strip(), at=at, on=on, actor=actor):
        raise RuleBroken("refund.not_by_transfer")
    refund.refresh_from_db()
    return refund


def to_send() -> list[int]:
    """Return the keys of the approved refunds that a channel has still to be asked for."""
    return list(refunds_to_send())
