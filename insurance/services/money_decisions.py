"""Money in suspense goes to bills, bills are written off or cancelled: one proposes, a second person decides.

Locks: the books of the area, the decision, the money, then bills by key. What was proposed is looked at again when it is
approved: what has changed meanwhile is refused, never carried out differently.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit, notices
from insurance.models.assessments import Assessment
from insurance.models.bills import Bill
from insurance.models.money_decisions import MoneyDecision
from insurance.models.payments import Remittance
from insurance.models.postings import Posting
from insurance.rules.kinds import BillState
from insurance.rules.money import yuan_from_fen
from insurance.rules.postings import PostingKind
from insurance.rules.refunds import MoneyAct, MoneyDecisionState
from insurance.selectors.debts import PAYABLE, debts_of
from insurance.selectors.refunds import is_spoken_for
from insurance.services.books import hold_books
from insurance.services.crediting import place
from insurance.services.ledger import Entry, open_bills, write
from insurance.services.money_rights import refuse_own_money, refuse_unless_may
from insurance.services.settling import follow_up

PROPOSED = {act: f"money.{act}_proposed" for act in MoneyAct}
APPROVED = {act: f"money.{act}_approved" for act in MoneyAct}
REJECTED = {act: f"money.{act}_rejected" for act in MoneyAct}
"""What the audit calls the steps of a decision."""


@transaction.atomic
def propose_placing(number: str, bill_numbers: Sequence[str], text: str, *, actor: User, at: datetime) -> MoneyDecision:
    """Propose that money in suspense pays some bills of one payer, the oldest first.

    Raises RuleBroken: account.not_allowed, suspense.nothing_left, suspense.no_bills (which of them cannot be paid),
    suspense.several_payers, money.spoken_for, money.own_money.
    """
    refuse_unless_may(actor, Permission.HANDLE_MONEY)
    remittance = Remittance.objects.select_for_update(of=("self",)).get(number=number)
    if not remittance.left_fen:
        raise RuleBroken("suspense.nothing_left")
    if is_spoken_for(remittance=remittance.pk):
        raise RuleBroken("money.spoken_for")
    bills = list(payable_bills(remittance).filter(number__in=bill_numbers).select_related("assessment"))
    missing = sorted(set(bill_numbers) - {bill.number for bill in bills})
    if missing or not bills:
        raise RuleBroken("suspense.no_bills", "bills", bills=missing)
    if len({(bill.assessment.unit_id, bill.assessment.person_id) for bill in bills}) > 1:
        raise RuleBroken("suspense.several_payers", "bills")
    return proposed(
        MoneyAct.PLACE,
        remittance.left_fen,
        text,
        actor=actor,
        at=at,
        area_id=remittance.area_id,
        remittance=remittance,
        bill_ids=sorted(bill.pk for bill in bills),
    )


def payable_bills(remittance: Remittance):
    """Return the bills that money in suspense may pay: open, of its area, held by no order, not paid by it before."""
    paid = Posting.objects.filter(remittance=remittance, kind=PostingKind.ALLOCATION).values("bill")
    bills = Bill.objects.filter(assessment__area=remittance.area_id, state__in=PAYABLE, held_by=None)
    owing = bills.filter(unit_total_fen__gte=0, own_total_fen__gte=0).exclude(pk__in=paid)
    return owing.filter(paid_fen__lt=F("unit_total_fen") + F("own_total_fen"))


@transaction.atomic
def propose_about_bill(
    act: MoneyAct, number: str, document: str, text: str, *, actor: User, at: datetime
) -> MoneyDecision:
    """Propose to write off what is open on a bill, or to cancel one on which nothing was paid.

    Raises RuleBroken: account.not_allowed, money.not_open, money.part_paid, money.document_missing, money.spoken_for,
    money.own_money.
    """
    refuse_unless_may(actor, Permission.HANDLE_MONEY)
    if not document.strip():
        raise RuleBroken("money.document_missing", "document")
    bill = Bill.objects.select_for_update(of=("self",)).select_related("assessment").get(number=number)
    refuse_unfit(act, bill)
    if is_spoken_for(bill=bill.pk):
        raise RuleBroken("money.spoken_for")
    about = {"area_id": bill.assessment.area_id, "bill": bill, "document": document.strip()}
    return proposed(act, bill.open_fen, text, actor=actor, at=at, **about)


def refuse_unfit(act: MoneyAct, bill: Bill) -> None:
    """Refuse what cannot be written off or cancelled: paid, given back, or about to be paid by an order."""
    if bill.state not in PAYABLE or bill.open_fen <= 0 or bill.held_by_id:
        raise RuleBroken("money.not_open")
    if act == MoneyAct.CANCEL and bill.paid_fen:
        raise RuleBroken("money.part_paid")


def proposed(act: MoneyAct, amount_fen: int, text: str, *, actor: User, at: datetime, **about) -> MoneyDecision:
    """Write a proposal."""
    by = {"text": text, "proposed_by": actor, "proposed_at": at}
    decision = MoneyDecision(act=act, amount_fen=amount_fen, **by, **about)
    refuse_own_money(actor, concerned_by(decision))
    decision.save(force_insert=True)
    decision.refresh_from_db(fields=["number"])
    audit.record(actor, PROPOSED[act], decision, at=at, amount_fen=amount_fen)
    return decision


def concerned_by(decision: MoneyDecision) -> list[Assessment | Remittance]:
    """Return what names those whose money it is: whose bills it ends or pays, and who sent it."""
    keys = [decision.bill_id] if decision.bill_id else decision.bill_ids
    bills = Bill.objects.filter(pk__in=keys).select_related("assessment")
    return [bill.assessment for bill in bills] + ([decision.remittance] if decision.remittance else [])


def to_decide(number: str, actor: User) -> MoneyDecision:
    """Return a proposal, locked, for a second person. Raises RuleBroken as ``refunds.to_decide``."""
    refuse_unless_may(actor, Permission.APPROVE_MONEY)
    hold_books(MoneyDecision.objects.values_list("area", flat=True).get(number=number))
    decision = MoneyDecision.objects.select_for_update(of=("self",)).get(number=number)
    if decision.state != MoneyDecisionState.PROPOSED:
        raise RuleBroken("money.decided_already")
    if decision.proposed_by_id == actor.pk:
        raise RuleBroken("money.own_proposal")
    refuse_own_money(actor, concerned_by(decision))
    return decision


@transaction.atomic
def approve(number: str, *, actor: User, at: datetime, on: date) -> list[int]:
    """Carry out what was proposed; return the keys of the bills that are paid by it.

    Raises RuleBroken("money.changed_meanwhile") where the amount is another than when it was proposed.
    """
    decision = to_decide(number, actor)
    decision.state, decision.decided_by, decision.decided_at = MoneyDecisionState.APPROVED, actor, at
    decision.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(actor, APPROVED[decision.act], decision, at=at, amount_fen=decision.amount_fen)
    if decision.act == MoneyAct.PLACE:
        return placed(decision, at=at, on=on)
    end_bill(decision, at=at, on=on)
    return []


def placed(decision: MoneyDecision, *, at: datetime, on: date) -> list[int]:
    """Let money leave suspense and pay the bills that were named; late fees count to the day it was paid."""
    locked = Remittance.objects.select_for_update(of=("self",)).select_related("area")
    remittance = locked.get(pk=decision.remittance_id)
    if remittance.left_fen != decision.amount_fen:
        raise RuleBroken("money.changed_meanwhile")
    about = {"remittance_id": remittance.pk, "made_by_id": decision.decided_by_id}
    write(decision.area_id, [Entry(PostingKind.RELEASE, remittance.left_fen, **about)], at=at, on=on)
    bills = Bill.objects.filter(pk__in=decision.bill_ids)
    shares = place(remittance, bills, settled_on=remittance.paid_on, at=at, on=on, made_by_id=decision.decided_by_id)
    if not shares:
        raise RuleBroken("money.changed_meanwhile")
    payer = bills.select_related("assessment__unit", "assessment__person").first().assessment
    remittance.unit, remittance.person = payer.unit, payer.person
    remittance.save(update_fields=["unit", "person"])
    amount = f"{yuan_from_fen(sum(share.total_fen for share in shares)):,.2f}"
    tell(payer, "money_placed", at=at, page="bills/", number=remittance.number, amount=amount)
    paid = list(bills.filter(state=BillState.PAID).values_list("pk", flat=True))
    follow_up(paid)
    return paid


def end_bill(decision: MoneyDecision, *, at: datetime, on: date) -> None:
    """Write off or cancel a bill."""
    locked = Bill.objects.select_for_update(of=("self",)).select_related("assessment__unit", "assessment__person")
    bill = locked.get(pk=decision.bill_id)
    refuse_unfit(MoneyAct(decision.act), bill)
    if bill.open_fen != decision.amount_fen:
        raise RuleBroken("money.changed_meanwhile")
    debts = debts_of([bill.pk])
    open_fen = debts.of[bill.pk].open_fen
    open_bills(decision.area_id, dict.fromkeys(debts.unopened, open_fen), at=at, on=on)
    is_loss = decision.act == MoneyAct.WRITE_OFF
    kind = PostingKind.WRITE_OFF if is_loss else PostingKind.CANCELLATION
    about = {"bill_id": bill.pk, "made_by_id": decision.decided_by_id}
    entries = [Entry(kind, amount, code, **about) for code, amount in sorted(open_fen.items())]
    write(decision.area_id, entries, at=at, on=on)
    bill.state = BillState.WRITTEN_OFF if is_loss else BillState.CANCELLED
    bill.paid_fen = bill.total_fen if is_loss else bill.paid_fen
    bill.save(update_fields=["state", "paid_fen"])
    tell(bill.assessment, f"bill_{bill.state}", at=at, page=f"bills/{bill.number}/", number=bill.number)


def tell(payer, code: str, *, at: datetime, page: str, **facts) -> None:
    """Tell the unit or the person who owes, or has paid, and lead them to the page below theirs."""
    if payer.unit_id:
        notices.tell_unit(payer.unit, code, at=at, link=f"/employer/{page}", **facts)
    else:
        notices.tell_person(payer.person, code, at=at, link=f"/me/{page}", **facts)


@transaction.atomic
def reject(number: str, text: str, *, actor: User, at: datetime) -> MoneyDecision:
    """Reject a proposal with a reason. Raises RuleBroken("money.answer_missing") without one."""
    decision = to_decide(number, actor)
    if not text.strip():
        raise RuleBroken("money.answer_missing", "answer")
    decision.state, decision.decided_by, decision.decided_at = MoneyDecisionState.REJECTED, actor, at
    decision.answer = text
    decision.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    audit.record(actor, REJECTED[decision.act], decision, at=at)
    return decision
