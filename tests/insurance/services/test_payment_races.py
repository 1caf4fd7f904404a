"""Fifty at once: one effect, fifty polite answers."""

import time
from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import Notice
from insurance.models import Bill, Payment, PaymentEvent, Posting, Remittance
from insurance.services import crediting, payment_orders, payment_questions, posting
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.money import area_with_rules, differences, issued, ordered, said, told
from tests.races import PATIENCE, at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MANY = 50


@pytest.fixture
def payment(bank, settings):
    settings.HALL_TODAY = TODAY
    area_with_rules()
    return ordered(issued(UserFactory().person))


def notify(body: bytes, headers: dict) -> tuple[int, bytes]:
    """Send a notification through every door."""
    headers = dict(headers)
    kind = headers.pop("Content-Type")
    answer = Client().generic("POST", "/payments/notify/sandbox/", body, content_type=kind, headers=headers)
    return answer.status_code, answer.content


def test_fifty_equal_notifications_have_one_effect_and_fifty_acknowledgements(bank, payment):
    message = bank.message(payment, occurred_at=datetime.now(UTC).isoformat())
    body, headers = bank.signed(message)
    answers = at_once(*[lambda: notify(body, headers)] * MANY)
    assert answers == [(200, b"ok")] * MANY
    assert (PaymentEvent.objects.count(), Remittance.objects.count()) == (1, 1)
    assert Posting.objects.filter(kind="payment").count() == 1
    assert Payment.objects.get().state == "succeeded"
    assert differences() == []


def test_fifty_notifications_of_one_movement_under_fifty_names(bank, payment):
    """A channel that forgets what it has told: the money is one."""
    moment = datetime.now(UTC).isoformat()
    bodies = [bank.signed(bank.message(payment, occurred_at=moment)) for _each in range(MANY)]
    answers = at_once(*(lambda one=one: notify(*one) for one in bodies))
    assert answers == [(200, b"ok")] * MANY
    assert Remittance.objects.count() == 1
    assert Posting.objects.filter(kind="payment").count() == 1
    assert differences() == []


def test_one_bill_ordered_ten_times_at_once_is_held_once(bank, settings):
    area_with_rules()
    user = UserFactory()
    numbers = [bill.number for bill in issued(user.person)]

    def begin():
        payment_orders.begin(user.person, numbers, channel="sandbox", actor=user, at=NOW, on=TODAY)

    outcomes = at_once(*[begin] * 10)
    assert (outcomes.count(None), refusals(outcomes)) == (1, ["payment.held"] * 9)
    assert Payment.objects.count() == 1


def test_the_money_and_the_cancelling_meet(bank, payment):
    """Whoever is first: the order is paid and its bills with it, or it ended and the money waits."""
    message = bank.message(payment, occurred_at=datetime.now(UTC).isoformat())
    signed = bank.signed(message)

    at_once(
        lambda: notify(*signed), lambda: payment_questions.end(payment.pk, "cancelled", actor=payment.made_by, at=NOW)
    )
    payment.refresh_from_db()
    suspended = Remittance.objects.get().suspended
    assert (payment.state, suspended) in [("succeeded", ""), ("failed", "closed_order")]
    assert not payment.held_bills.exists()
    assert differences() == []


def test_who_ends_an_order_waits_for_its_bills_in_the_order_of_their_keys(payment):
    """Whoever waits for the first of them holds no later one, wherever on the disk they lie: nobody waits in a circle."""
    first, second = payment.held_bills.order_by("pk")
    for bill in (second, first):
        Bill.objects.filter(pk=bill.pk).update(held_by=None)
        Bill.objects.filter(pk=bill.pk).update(held_by=payment)
    with transaction.atomic():
        Bill.objects.select_for_update(no_key=True).get(pk=first.pk)
        ending = Thread(
            target=on_a_connection_of_its_own, args=[lambda: crediting.end_order(payment, "expired", at=NOW)]
        )
        ending.start()
        wait_until(somebody_waits)
        Bill.objects.select_for_update(no_key=True, nowait=True).get(pk=second.pk)
    ending.join()
    assert not payment.held_bills.exists()


def on_a_connection_of_its_own(act):
    try:
        with transaction.atomic():
            act()
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def wait_until(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_follows_begun_five_times_at_once_happens_once(bank, payment):
    told(said(payment))
    outcomes = at_once(*[lambda: posting.finish(payment.pk, at=NOW, on=TODAY)] * 5)
    assert sorted(outcomes) == [False, False, False, False, True]
    assert Notice.objects.filter(code="payment_posted").count() == 1
    assert payment.certificates.count() == 1
