"""Money goes back: two people, one channel, one posting."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Notice
from accounts.rules.errors import RuleBroken
from insurance.gateways.channels.protocol import RefundState as Answer
from insurance.gateways.channels.protocol import Unreachable
from insurance.models import Bill, Payment, Refund, Remittance
from insurance.rules.payments import Failure, MessageKind
from insurance.rules.refunds import RefundReason, RefundState
from insurance.selectors.medical_records import medical_record
from insurance.services import crediting, refunds
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UnitFactory, UserFactory
from tests.factories.contributions import RESIDENT
from tests.factories.money import (
    CHANNEL,
    area_with_rules,
    cashier,
    corrected,
    differences,
    issued,
    ordered,
    posted,
    said,
    told,
)
from tests.factories.refunds import giving_bank

BY = {"at": NOW, "on": TODAY}


@pytest.fixture
def bank(monkeypatch):
    return giving_bank(monkeypatch, Answer.ACCEPTED)


@pytest.fixture
def money(db) -> Remittance:
    """Money for an order that had ended."""
    area_with_rules()
    payment = ordered(issued(PersonFactory(), unit=UnitFactory()))
    crediting.end_order(payment, Failure.EXPIRED, at=NOW)
    told(said(payment))
    return Remittance.objects.get()


def propose(money, amount=None, reason=RefundReason.NOT_OURS, actor=None):
    amount = amount or money.left_fen
    return refunds.propose_of_money(money.number, amount, reason, "Not for us", actor=actor or cashier(), at=NOW)


def approved(refund):
    return refunds.approve(refund.number, actor=UserFactory(supervisor=True), **BY)


def now(refund):
    return RefundState(Refund.objects.get(pk=refund.pk).state)


def test_from_proposal_to_the_posting(money, bank):
    refund = approved(propose(money))
    assert posted(kind="suspense_refund") == []
    assert refunds.send(refund.pk, **BY) == RefundState.SENT
    assert bank.asked[0].number == refund.number
    assert bank.asked[0].reference == money.reference
    back = said(money.payment, MessageKind.REFUNDED, reference=refund.number, amount_fen=refund.amount_fen)
    assert [told(back), told(back)] == ["posted", "ignored"]
    money.refresh_from_db()
    assert (money.refunded_fen, money.left_fen, money.suspended) == (money.amount_fen, 0, "")
    assert posted(kind="suspense_refund") == [("suspense_refund", None, money.amount_fen)]
    assert now(refund) == RefundState.DONE
    assert set(Notice.objects.filter(unit=money.unit).values_list("code", flat=True)) == {
        "refund_approved",
        "refund_done",
    }
    actions = AuditEntry.objects.filter(subject_number=refund.number).values_list("action", flat=True)
    assert list(actions.order_by("pk")) == ["refund.proposed", "refund.approved", "refund.sent", "refund.done"]
    assert differences() == []


def test_another_event_about_the_same_refund_posts_nothing_more(money, bank):
    refund = approved(propose(money))
    about = {"reference": refund.number, "amount_fen": refund.amount_fen}
    told(said(money.payment, MessageKind.REFUNDED, **about))
    told(said(money.payment, MessageKind.REFUNDED, **about))
    assert len(posted(kind="suspense_refund")) == 1
    assert refunds.send(refund.pk, **BY) == RefundState.DONE
    assert bank.asked == []


def test_a_wrong_amount_or_a_foreign_number_gives_nothing_back(money, bank):
    refund = approved(propose(money))
    told(said(money.payment, MessageKind.REFUNDED, reference=refund.number, amount_fen=1))
    told(said(money.payment, MessageKind.REFUNDED, reference="T00000099", amount_fen=refund.amount_fen))
    assert now(refund) == RefundState.APPROVED
    assert posted(kind="suspense_refund") == []


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer.REFUSED, RefundState.FAILED),
        (Answer.DONE, RefundState.DONE),
        (Unreachable("silent"), RefundState.APPROVED),
    ],
)
def test_what_the_channel_answers(money, bank, answer, state):
    refund = approved(propose(money))
    bank.answer = answer
    assert refunds.send(refund.pk, **BY) == state
    assert len(posted(kind="suspense_refund")) == (state == RefundState.DONE)
    assert list(refunds.to_send()) == ([refund.pk] if state == RefundState.APPROVED else [])
    assert differences() == []
    if state == RefundState.FAILED:
        again = propose(money)
        assert (again.amount_fen, again.channel) == (money.amount_fen, "transfer"), "again, past the channel"


def test_money_that_came_by_bank_file_goes_back_by_transfer(money, monkeypatch):
    monkeypatch.setattr(refunds, "channel_of", {}.get)
    refund = approved(propose(money))
    assert refund.channel == "transfer"
    with pytest.raises(RuleBroken, match=r"refund.reference_missing"):
        refunds.confirm_transfer(refund.number, " ", actor=cashier(), **BY)
    refunds.confirm_transfer(refund.number, "2026091000123", actor=cashier(), **BY)
    assert now(refund) == RefundState.DONE
    with pytest.raises(RuleBroken, match=r"refund.not_by_transfer"):
        refunds.confirm_transfer(refund.number, "2026091000123", actor=cashier(), **BY)
    assert differences() == []


def test_nobody_approves_what_they_proposed(money, bank):
    both = UserFactory(staff=True, roles=["cashier", "supervisor"])
    refund = propose(money, actor=both)
    with pytest.raises(RuleBroken, match=r"money.own_proposal"):
        refunds.approve(refund.number, actor=both, **BY)
    with pytest.raises(IntegrityError, match="refund_four_eyes"), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(state="approved", decided_by=both)


def test_roles(money, bank):
    with pytest.raises(RuleBroken, match=r"account.not_allowed"):
        propose(money, actor=UserFactory(supervisor=True))
    refund = propose(money)
    with pytest.raises(RuleBroken, match=r"account.not_allowed"):
        refunds.approve(refund.number, actor=cashier(), **BY)


def test_a_rejected_one_needs_a_reason_and_leaves_the_money(money, bank):
    refund = propose(money)
    supervisor = UserFactory(supervisor=True)
    with pytest.raises(RuleBroken, match=r"money.answer_missing"):
        refunds.reject(refund.number, " ", actor=supervisor, at=NOW)
    refunds.reject(refund.number, "It belongs to unit 7", actor=supervisor, at=NOW)
    with pytest.raises(RuleBroken, match=r"money.decided_already"):
        refunds.approve(refund.number, actor=supervisor, **BY)
    assert propose(money).state == RefundState.PROPOSED


def test_more_than_is_left_and_a_second_proposal_are_refused(money, bank):
    with pytest.raises(RuleBroken, match=r"refund.too_much"):
        propose(money, money.left_fen + 1)
    propose(money, 1)
    with pytest.raises(RuleBroken, match=r"money.spoken_for"):
        propose(money, 1)


def test_a_credit_note_goes_back_through_the_order_that_paid_the_corrected_bill(db, bank):
    area_with_rules()
    bill = issued(PersonFactory(), unit=UnitFactory())[0]
    payment = ordered([bill])
    told(said(payment))
    note = corrected(bill, {"pension_unit": -30_000, "injury_unit": -500})
    about = {"actor": cashier(), **BY}
    refund = approved(refunds.propose_of_bill(note.number, 30_200, RefundReason.OVER_COLLECTED, "Reassessed", **about))
    payment.refresh_from_db()
    assert (refund.channel, payment.state) == (CHANNEL, "refunding")
    refunds.send(refund.pk, **BY)
    told(said(payment, MessageKind.REFUNDED, reference=refund.number, amount_fen=30_200))
    note.refresh_from_db()
    payment.refresh_from_db()
    assert (note.state, note.paid_fen, payment.state) == ("part_paid", -30_200, "succeeded")
    assert posted(kind="refund") == [("refund", 110, 30_000), ("refund", 410, 200)]
    assert differences() == []


def resident(month):
    area_with_rules()
    [bill] = issued(PersonFactory(), month, parts=RESIDENT, kind="yearly")
    payment = ordered([bill])
    told(said(payment))
    return bill, payment


def paid_years(bill):
    return [one.year for one in medical_record(bill.assessment.person_id, on=TODAY).record.year_charges]


def test_a_resident_gets_all_back_before_cover_begins(db, bank):
    bill, payment = resident("2027-01")
    EnrolmentFactory(resident=True, person=bill.assessment.person)
    assert paid_years(bill) == [2027]
    about = {"actor": cashier(), **BY}
    refund = approved(refunds.propose_of_bill(bill.number, 40_000, RefundReason.DIED, "Certificate seen", **about))
    note = Bill.objects.exclude(pk=bill.pk).get()
    assert (note.total_fen, note.assessment.kind, note.assessment.corrects_id) == (
        -40_000,
        "refund",
        bill.assessment_id,
    )
    assert refund.bill_id == note.pk
    told(said(payment, MessageKind.REFUNDED, reference=refund.number, amount_fen=40_000))
    assert Payment.objects.get().state == "refunded"
    assert differences() == []
    assert paid_years(bill) == []
    with pytest.raises(RuleBroken, match=r"refund.nothing_left"):
        refunds.propose_of_bill(bill.number, 40_000, RefundReason.DIED, "Again", **about)


@pytest.mark.parametrize(
    ("month", "amount", "reason", "code"),
    [
        ("2026-01", 40_000, RefundReason.DIED, "refund.cover_began"),
        ("2027-01", 39_999, RefundReason.DIED, "refund.whole_bill"),
        ("2027-01", 40_000, RefundReason.NOT_OURS, "refund.wrong_reason"),
    ],
)
def test_what_is_not_given_back(db, month, amount, reason, code):
    bill, _payment = resident(month)
    with pytest.raises(RuleBroken, match=code):
        refunds.propose_of_bill(bill.number, amount, reason, "Why", actor=cashier(), at=NOW, on=date(2026, 9, 10))
