"""Money comes in: said once or ten times, early, late, twice, wrong, about nobody's order."""

from datetime import date, timedelta

import pytest

from insurance.models import Bill, LateFee, PaymentEvent, Posting, Remittance
from insurance.rules.payments import Failure, MessageKind, MessageOutcome, PaymentState, Suspended
from insurance.services import crediting
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory
from tests.factories.money import area_with_rules, differences, issued, ordered, posted, said, told, without_triggers
from tests.races import at_once

LATE = {"due_on": date(2026, 8, 31)}


@pytest.fixture
def bills(db):
    area_with_rules()
    return issued(PersonFactory(), unit=UnitFactory())


def states(payment):
    payment.refresh_from_db()
    return payment.state, sorted(
        set(Bill.objects.filter(payment_items__payment=payment).values_list("state", flat=True))
    )


@pytest.mark.parametrize("kinds", [["paid", "credited"], ["credited", "paid"], ["credited"], ["credited", "failed"]])
def test_paid_and_credited_in_either_order(bills, kinds):
    payment = ordered(bills)
    for kind in kinds:
        told(said(payment, MessageKind(kind)))
    assert states(payment) == ("succeeded", ["paid"])
    assert payment.paid_at == NOW
    assert payment.credited_on == TODAY
    assert not Bill.objects.filter(held_by__isnull=False).exists()
    assert Remittance.objects.get().left_fen == 0
    assert differences() == []


def test_paid_alone_is_noted_and_moves_nothing(bills):
    payment = ordered(bills)
    assert told(said(payment, MessageKind.PAID)) == MessageOutcome.NOTED
    assert states(payment) == ("started", ["issued"])
    assert payment.paid_at == NOW
    assert not posted(remittance__isnull=False)


@pytest.mark.parametrize(
    ("seconds", "state"), [(-1, "started"), (0, "started"), (1, "failed")], ids=["before", "with it", "after"]
)
def test_failed_frees_the_bills_of_what_was_paid_only_when_it_is_the_last_word(bills, seconds, state):
    payment = ordered(bills)
    told(said(payment, MessageKind.PAID))
    told(said(payment, MessageKind.FAILED, occurred_at=NOW + timedelta(seconds=seconds)))
    assert states(payment) == (state, ["issued"])
    assert Bill.objects.filter(held_by=payment).exists() == (state == "started")


def test_money_that_comes_although_the_order_failed_waits_in_suspense(bills):
    payment = ordered(bills)
    told(said(payment, MessageKind.PAID))
    told(said(payment, MessageKind.FAILED, occurred_at=NOW + timedelta(seconds=1)))
    assert told(said(payment)) == MessageOutcome.SUSPENDED
    assert Remittance.objects.get().suspended == Suspended.CLOSED_ORDER
    assert differences() == []


def test_failed_frees_the_bills(bills):
    other = ordered(issued(PersonFactory(), unit=UnitFactory()))
    told(said(other, MessageKind.FAILED))
    assert states(other) == ("failed", ["issued"])
    assert not Bill.objects.filter(held_by=other).exists()


def test_the_same_message_again_and_the_same_money_under_another_event(bills):
    payment = ordered(bills)
    message = said(payment)
    assert [told(message) for _ in range(3)] == ["posted", "ignored", "ignored"]
    assert told(said(payment)) == MessageOutcome.IGNORED
    assert Posting.objects.filter(kind="payment").count() == 1
    assert PaymentEvent.objects.count() == 2
    assert differences() == []


@pytest.mark.parametrize(
    ("ended", "also", "why"),
    [
        (True, {}, Suspended.CLOSED_ORDER),
        (False, {"amount_fen": 1}, Suspended.AMOUNT_DIFFERS),
        (False, {"order_number": "Z99999999"}, Suspended.UNKNOWN_ORDER),
    ],
)
def test_what_cannot_be_placed_waits_in_suspense_and_says_why(bills, ended, also, why):
    payment = ordered(bills)
    if ended:
        crediting.end_order(payment, Failure.EXPIRED, at=NOW)
    assert told(said(payment, **also)) == MessageOutcome.SUSPENDED
    remittance = Remittance.objects.get()
    assert (remittance.suspended, remittance.left_fen) == (why, remittance.amount_fen)
    assert posted(remittance=remittance) == [("suspense", None, remittance.amount_fen)]
    assert states(payment)[1] == ["issued"]
    assert differences() == []


def test_the_second_payment_of_one_order_waits_in_suspense(bills):
    payment = ordered(bills)
    told(said(payment))
    assert told(said(payment, reference="another")) == MessageOutcome.SUSPENDED
    assert Remittance.objects.get(reference="another").suspended == Suspended.PAID_TWICE
    assert states(payment) == ("succeeded", ["paid"])
    assert differences() == []


def test_late_fees_are_owed_and_paid_in_one_moment(db):
    area_with_rules()
    bills = issued(PersonFactory(), unit=UnitFactory(), **LATE)
    payment = ordered(bills)
    assert payment.late_fee_fen > 0
    told(said(payment))
    fees = sum(amount for kind, _code, amount in posted() if kind == "late_fee")
    assert fees == payment.late_fee_fen
    assert sum(bill.paid_fen for bill in Bill.objects.all()) == payment.principal_fen
    assert differences() == []


def test_the_fee_is_that_of_the_day_the_order_was_begun(db):
    area_with_rules()
    payment = ordered(issued(PersonFactory(), unit=UnitFactory(), **LATE))
    told(said(payment, occurred_at=NOW + timedelta(days=2)), at=NOW + timedelta(days=2), on=date(2026, 9, 12))
    assert states(payment) == ("succeeded", ["paid"])
    assert Remittance.objects.get().left_fen == 0


def test_a_bill_that_came_to_cost_less_leaves_the_rest_in_suspense_and_nothing_held(db):
    area_with_rules()
    bills = issued(PersonFactory(), unit=UnitFactory(), **LATE)
    payment = ordered(bills)
    Bill.objects.filter(pk=bills[0].pk).update(deferred_until=date(2026, 12, 31))
    Bill.objects.filter(pk=bills[1].pk).update(deferred_until=date(2026, 12, 31))
    told(said(payment))
    remittance = Remittance.objects.get()
    assert (remittance.left_fen, remittance.suspended) == (payment.late_fee_fen, Suspended.OVERPAID)
    assert not Bill.objects.filter(held_by__isnull=False).exists()
    assert differences() == []


def test_who_owes_no_late_fees_pays_where_no_rule_of_them_is_in_force(db):
    payment = ordered(issued(PersonFactory()))
    assert not LateFee.objects.exists()
    told(said(payment))
    assert states(payment) == ("succeeded", ["paid"])
    assert differences() == []


def test_money_of_one_order_never_pays_a_bill_that_another_holds(bills):
    ordered(bills)
    other = ordered(issued(PersonFactory(), unit=UnitFactory()))
    told(said(other, order_number="Z99999998"))
    remittance = Remittance.objects.get()
    crediting.write(
        remittance.area_id,
        [crediting.Entry(crediting.PostingKind.RELEASE, remittance.left_fen, remittance_id=remittance.pk)],
        at=NOW,
        on=TODAY,
    )
    keys = [bill.pk for bill in bills]
    assert crediting.place(remittance, Bill.objects.filter(pk__in=keys), settled_on=TODAY, at=NOW, on=TODAY) == []
    assert remittance.left_fen == remittance.amount_fen
    assert differences() == []


def test_money_pays_a_taken_over_bill_which_enters_the_books_then(db):
    area_with_rules()
    bills = issued(PersonFactory())
    Bill.objects.filter(pk=bills[0].pk).update(issued_on=None, brought_fen=5_000, paid_fen=5_000, state="part_paid")
    without_triggers(f"DELETE FROM insurance_posting WHERE bill_id = {bills[0].pk}")
    payment = ordered([bills[0]])
    told(said(payment))
    assert posted(bill=bills[0].pk)[0] == ("opening", 110, 91_000)
    assert states(payment) == ("succeeded", ["paid"])
    assert differences() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False], ids=["order", "no order"])
def test_ten_genuine_messages_at_once_make_one_posting_and_ten_answers(known):
    area_with_rules()
    payment = ordered(issued(PersonFactory(), unit=UnitFactory()))
    also = {} if known else {"order_number": "Z99999999"}
    same = said(payment, **also)
    messages = [same] * 5 + [said(payment, reference=same.reference, **also) for _ in range(5)]
    outcomes = at_once(*(lambda message=message: told(message) for message in messages))
    did = "posted" if known else "suspended"
    assert sorted(map(str, outcomes)) == sorted([did, *["ignored"] * 9])
    assert Posting.objects.filter(kind__in=["payment", "suspense"]).count() == 1
    assert differences() == []
    if known:
        payment.refresh_from_db()
        assert payment.state == PaymentState.SUCCEEDED
