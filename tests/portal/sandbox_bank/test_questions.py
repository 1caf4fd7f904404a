"""What the hall asks the bank: signed both ways, and what an unsigned question gets."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import clock
from insurance.gateways.channels import sandbox
from insurance.gateways.channels.protocol import ChannelRefund, ChannelState, RefundState, Unreachable
from portal.sandbox_bank import orders
from portal.sandbox_bank.signing import signed_headers


@pytest.fixture
def asked(hall, monkeypatch):
    """The hall's adapter, whose questions go to the bank in this process."""

    def post(url, body, headers):
        path = url.removeprefix("http://testserver")
        response = Client().post(path, body, content_type="application/json", headers=headers)
        if response.status_code != 200:
            raise Unreachable(f"status {response.status_code}")
        return response.content, response.headers

    monkeypatch.setattr(sandbox, "post", post)
    return hall


def test_an_order_is_asked_about(asked, window, order):
    assert asked.ask(order.number).state == ChannelState.UNPAID
    window.choose("silent")
    answer = asked.ask(order.number)
    assert answer.state == ChannelState.CREDITED
    assert [str(message.kind) for message in answer.messages] == ["paid", "credited"]
    assert {message.amount_fen for message in answer.messages} == {order.amount_fen}


def test_closing_ends_what_is_unpaid_and_says_what_was_paid(asked, window, order):
    assert asked.close("Z00000099") == ChannelState.CLOSED
    window.choose("late")
    assert asked.close(order.number) == ChannelState.PAID


def refund_of(reference: str, amount_fen: int, number: str = "T1") -> ChannelRefund:
    return ChannelRefund(number, reference, "Z00000007", amount_fen)


def test_money_is_given_back_once_and_never_more_than_came(asked, window, order):
    window.choose("silent")
    reference = asked.ask(order.number).messages[-1].reference
    assert asked.refund(refund_of(reference, 100_000)) == RefundState.ACCEPTED
    assert asked.refund(refund_of(reference, 100_000)) == RefundState.ACCEPTED
    assert asked.refund(refund_of(reference, 90_000)) == RefundState.REFUSED
    assert asked.refund(refund_of(reference, 23_451, "T2")) == RefundState.REFUSED
    assert asked.refund(refund_of("unknown", 1, "T3")) == RefundState.REFUSED
    orders.settle(at=clock.instant() + orders.REFUND_TAKES)
    told = asked.ask(order.number).messages[-1]
    assert (str(told.kind), told.reference, told.amount_fen) == ("refunded", "T1", 100_000)


def test_the_statement_of_a_day_holds_what_was_credited_and_given_back(asked, window, order):
    window.choose("silent")
    reference = asked.ask(order.number).messages[-1].reference
    asked.refund(refund_of(reference, 50))
    orders.settle(at=clock.instant() + orders.REFUND_TAKES)
    today = timezone.localtime(clock.instant()).date()
    lines = asked.statement(today)
    assert [(one.kind, one.reference, one.order_number, one.amount_fen) for one in lines] == [
        ("credited", reference, order.number, order.amount_fen),
        ("refunded", "T1", order.number, 50),
    ]
    assert asked.statement(today - timedelta(days=1)) == ()


@pytest.mark.parametrize("what", ["query", "close", "refund", "statement"])
def test_an_unsigned_question_is_not_answered(bank, client, what):
    response = client.post(f"/api/{what}/", b'{"order": "Z00000007"}', content_type="application/json")
    assert (response.status_code, response.json()) == (401, {"error": "signature"})
    assert client.get(f"/api/{what}/").status_code == 405


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[]", 400),
        (b"{", 400),
        (b'{"order": 7}', 400),
        (b"{}", 400),
        (b'{"merchant": "somebody", "order": "Z1"}', 403),
        (json.dumps({"order": "x" * 70}).encode(), 400),
    ],
)
def test_a_signed_question_that_makes_no_sense_is_told_so(client, hall, body, status):
    headers = signed_headers(body, hall.key)
    response = client.post("/api/query/", body, content_type="application/json", headers=headers)
    assert response.status_code == status


def test_an_old_question_is_not_answered(client, hall):
    body = b'{"order": "Z00000007"}'
    headers = signed_headers(body, hall.key, moment=1)
    assert client.post("/api/query/", body, content_type="application/json", headers=headers).status_code == 401
