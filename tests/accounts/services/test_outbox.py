"""What waits is sent once, what failed is tried again, and a copy of the database keeps still."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.gateways.sms import SmsRefused, SmsUnavailable
from accounts.models import OutboxMessage, OutboxRelease
from accounts.services import notices, outbox
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

AT = timezone.now()


class Gateway:
    """Remembers what it was asked to send; ``failure`` is raised instead."""

    reaches_phones = False

    def __init__(self, failure=None):
        self.failure, self.sent = failure, []

    def send(self, phone, text, reference):
        if self.failure:
            raise self.failure
        self.sent.append((phone, text, reference))
        return f"provider-{len(self.sent)}"


class RealGateway(Gateway):
    reaches_phones = True


@pytest.fixture
def message():
    return notices.queue_message(PersonFactory(phone="19912345678"), "password_changed", at=AT)


def test_a_message_is_sent_once(message):
    gateway = Gateway()
    first, second = outbox.send_waiting(gateway, at=AT), outbox.send_waiting(gateway, at=AT)
    assert (first.sent, second.sent) == (1, 0)
    assert gateway.sent == [("19912345678", message.text, f"hall-{message.pk}")]
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.provider_reference) == ("sent", AT, "provider-1")


def test_a_message_is_in_chinese_whatever_the_page_of_its_act_spoke():
    with translation.override("en"):
        message = notices.queue_message(PersonFactory(), "password_changed", at=AT)
    assert "密码" in message.text


def test_a_failure_is_tried_again_later_and_at_last_given_up(message):
    gateway, at, tries = Gateway(SmsUnavailable("503")), AT, []
    for _ in range(200):
        tries.append(outbox.send_waiting(gateway, at=at).waiting)
        at += timedelta(minutes=1)
    message.refresh_from_db()
    assert sum(tries) == message.tries == 6
    assert message.state == "failed"


def test_a_provider_that_comes_back_gets_it(message):
    outbox.send_waiting(Gateway(SmsUnavailable("timeout")), at=AT)
    assert outbox.send_waiting(Gateway(), at=AT + timedelta(seconds=10)).sent == 0
    assert outbox.send_waiting(Gateway(), at=AT + timedelta(seconds=31)).sent == 1


def test_a_refused_message_is_not_tried_again(message):
    outbox.send_waiting(Gateway(SmsRefused("422")), at=AT)
    message.refresh_from_db()
    assert message.state == "failed"


def test_one_bad_message_does_not_hold_up_the_others(message):
    class Picky(Gateway):
        def send(self, phone, text, reference):
            if reference == f"hall-{message.pk}":
                raise SmsRefused("400")
            return super().send(phone, text, reference)

    notices.queue_message(PersonFactory(), "password_changed", at=AT)
    done = outbox.send_waiting(Picky(), at=AT)
    assert (done.sent, done.failed) == (1, 1)


def test_an_expired_code_is_not_sent_any_more():
    notices.queue_message(PersonFactory(), "sms_code", at=AT, code="123456")
    gateway = Gateway()
    assert outbox.send_waiting(gateway, at=AT + timedelta(minutes=10)).failed == 1
    assert gateway.sent == []


@pytest.mark.parametrize("demo", [True, False])
def test_a_code_is_only_kept_where_the_demo_shows_it(settings, demo):
    settings.HALL_DEMO = demo
    code = notices.queue_message(PersonFactory(), "sms_code", at=AT, code="123456")
    outbox.send_waiting(Gateway(), at=AT)
    code.refresh_from_db()
    assert ("123456" in code.text) is demo


def test_a_real_gateway_keeps_still_until_somebody_says_go(message):
    gateway = RealGateway()
    held = outbox.send_waiting(gateway, at=AT)
    assert (held.paused, held.waiting, gateway.sent) == (True, 1, [])
    outbox.release("an operator", at=AT)
    assert outbox.send_waiting(gateway, at=AT).sent == 1


def test_a_release_does_not_count_in_a_restored_copy(message):
    outbox.release("an operator", at=AT)
    OutboxRelease.objects.update(database="another server/16384")
    assert outbox.send_waiting(RealGateway(), at=AT).paused


def test_it_can_be_paused_again(message):
    outbox.release("an operator", at=AT)
    outbox.pause()
    assert outbox.send_waiting(RealGateway(), at=AT).paused


def test_a_message_another_worker_holds_is_left_to_it(transactional_db, message):
    """Two workers at once: the row lock lets one of them through, the other passes on."""
    import threading

    from django.db import connection, transaction

    results = []

    def other_worker():
        results.append(outbox.send_waiting(Gateway(), at=AT).sent)
        connection.close()

    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get(pk=message.pk)
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join()
    assert results == [0]
