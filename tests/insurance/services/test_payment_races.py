"""Fifty at once: one effect, fifty polite answers."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Notice
from accounts.rules.errors import RuleBroken
from insurance.models import Payment, PaymentEvent, Posting, Remittance
from insurance.services import payment_orders, posting
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.money import area_with_rules, differences, issued, ordered, said, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MANY = 50


def at_once(act, times: int) -> list:
    """Run an act so often at the same moment, each time on a connection of its own; return what came of each."""
    barrier, outcomes = threading.Barrier(times), [None] * times

    def run(position):
        try:
            barrier.wait()
            outcomes[position] = act(position)
        except RuleBroken as refused:
            outcomes[position] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[position]) for position in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


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
    answers = at_once(lambda _position: notify(body, headers), MANY)
    assert answers == [(200, b"ok")] * MANY
    assert (PaymentEvent.objects.count(), Remittance.objects.count()) == (1, 1)
    assert Posting.objects.filter(kind="payment").count() == 1
    assert Payment.objects.get().state == "succeeded"
    assert differences() == []


def test_fifty_notifications_of_one_movement_under_fifty_names(bank, payment):
    """A channel that forgets what it has told: the money is one."""
    moment = datetime.now(UTC).isoformat()
    bodies = [bank.signed(bank.message(payment, occurred_at=moment)) for _each in range(MANY)]
    answers = at_once(lambda position: notify(*bodies[position]), MANY)
    assert answers == [(200, b"ok")] * MANY
    assert Remittance.objects.count() == 1
    assert Posting.objects.filter(kind="payment").count() == 1
    assert differences() == []


def test_one_bill_ordered_ten_times_at_once_is_held_once(bank, settings):
    area_with_rules()
    user = UserFactory()
    numbers = [bill.number for bill in issued(user.person)]

    def begin(_position):
        payment_orders.begin(user.person, numbers, channel="sandbox", actor=user, at=NOW, on=TODAY)
        return "begun"

    assert sorted(at_once(begin, 10)) == ["begun", *["payment.held"] * 9]
    assert Payment.objects.count() == 1


def test_the_money_and_the_cancelling_meet(bank, payment):
    """Whoever is first: the order is paid and its bills with it, or it ended and the money waits."""
    message = bank.message(payment, occurred_at=datetime.now(UTC).isoformat())
    signed = bank.signed(message)

    def cancel(_position):
        payment_orders.end(payment.pk, "cancelled", actor=payment.made_by, at=NOW)

    acts = [lambda _position: notify(*signed), cancel]
    at_once(lambda position: acts[position](position), 2)
    payment.refresh_from_db()
    suspended = Remittance.objects.get().suspended
    assert (payment.state, suspended) in [("succeeded", ""), ("failed", "closed_order")]
    assert not payment.held_bills.exists()
    assert differences() == []


def test_what_follows_begun_five_times_at_once_happens_once(bank, payment):
    told(said(payment))
    outcomes = at_once(lambda _position: posting.finish(payment.pk, at=NOW, on=TODAY), 5)
    assert sorted(outcomes) == [False, False, False, False, True]
    assert Notice.objects.filter(code="payment_posted").count() == 1
    assert payment.certificates.count() == 1
