"""The demo's bank, asked: only a whole, present answer signed by it about this order is one."""

import base64
import json
from datetime import date, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from insurance.gateways.channels import asking, offered
from insurance.gateways.channels import channel as channel_of
from insurance.gateways.channels.protocol import (
    TIMEOUT_SECONDS,
    CardHint,
    ChannelOrder,
    ChannelRefund,
    ChannelState,
    RefundState,
    StatementLine,
    Unreachable,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
ORDER = SimpleNamespace(number="Z00000042", amount_fen=123_456)
REFUND = ChannelRefund("T00000001", "YB1", ORDER.number, 100)


@pytest.fixture
def channel(bank):
    return channel_of("sandbox")


def test_it_is_offered_where_it_is_set_up(bank, settings):
    assert [one.code for one in offered()] == ["sandbox"]
    settings.HALL_BANK = {}
    assert offered() == []


def test_the_address_to_pay_is_signed_by_the_hall(bank, channel):
    until = datetime(2026, 9, 10, 11, tzinfo=SHANGHAI)
    order = ChannelOrder("Z00000042", 123_456, "社保费", until, "http://h/n/", "http://h/r/", CardHint("1234", "tok"))
    said, signature = parse_qs(urlsplit(channel.begin(order)).query)["order"][0].split(".")
    body, mark = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (said, signature))
    bank.hall_key.public_key().verify(mark, body)
    assert json.loads(body) == {
        "merchant": "yunzhou-hall",
        "order": "Z00000042",
        "amount_fen": 123_456,
        "subject": "社保费",
        "expires_at": "2026-09-10T11:00:00+08:00",
        "notify_url": "http://h/n/",
        "return_url": "http://h/r/",
        "card": {"last_four": "1234", "token": "tok"},
    }


def test_what_the_bank_has_told_is_told_again(bank, channel):
    bank.knows(ORDER, "credited", bank.message(ORDER, "paid"), bank.message(ORDER))
    answer = channel.ask(ORDER.number)
    assert answer.state == ChannelState.CREDITED
    assert [(one.kind, one.amount_fen) for one in answer.messages] == [("paid", 123_456), ("credited", 123_456)]


def test_an_order_nobody_came_with_is_unpaid_and_can_be_closed(channel):
    assert channel.ask("Z00000099").state == ChannelState.UNPAID
    assert channel.close("Z00000099") == ChannelState.CLOSED


@pytest.mark.parametrize("mood", ["broken", "forged"])
def test_what_is_not_the_banks_answer_is_none(bank, channel, mood):
    bank.mood = mood
    for ask in (
        lambda: channel.ask(ORDER.number),
        lambda: channel.close(ORDER.number),
        lambda: channel.refund(REFUND),
        lambda: channel.statement(date(2026, 9, 10)),
    ):
        with pytest.raises(Unreachable):
            ask()


def test_a_bank_that_is_not_there(bank, settings):
    settings.HALL_BANK = settings.HALL_BANK | {"url": "http://127.0.0.1:1"}
    with pytest.raises(Unreachable):
        channel_of("sandbox").ask(ORDER.number)


def test_a_slow_bank_keeps_nobody_waiting(bank, channel, monkeypatch):
    """It answers when the test is over: who comes back before did not wait for it."""
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", 0.2)
    bank.mood = "slow"
    with pytest.raises(Unreachable, match="TimeoutError"):
        channel.ask(ORDER.number)
    assert TIMEOUT_SECONDS <= 3


ABOUT = {
    "another order": {"order": "Z00000001"},
    "another merchant": {"merchant": "other"},
    "no amount": {"amount_fen": None},
    "an unknown kind": {"kind": "dreamt"},
}


@pytest.mark.parametrize("about", ABOUT)
def test_one_wrong_message_spoils_the_answer(bank, channel, about):
    bank.knows(ORDER, "credited", bank.message(ORDER), {**bank.message(ORDER), **ABOUT[about]})
    with pytest.raises(Unreachable):
        channel.ask(ORDER.number)


def test_a_state_the_protocol_does_not_know(bank, channel):
    bank.knows(ORDER, "dreamt")
    with pytest.raises(Unreachable):
        channel.ask(ORDER.number)


def test_money_is_given_back(channel):
    assert channel.refund(REFUND) == RefundState.ACCEPTED


def test_the_statement_of_a_day(bank, channel):
    bank.statement += b"credited,YB1,Z00000042,123456,2026-09-10T02:00:00+00:00\r\n"
    bank.statement += b"refunded,T00000001,Z00000042,100,2026-09-10T03:00:00+00:00\r\n"
    credited, refunded = channel.statement(date(2026, 9, 10))
    moment = datetime(2026, 9, 10, 10, tzinfo=SHANGHAI)
    assert credited == StatementLine("credited", "YB1", "Z00000042", 123_456, moment)
    assert (refunded.kind, refunded.amount_fen) == ("refunded", 100)


@pytest.mark.parametrize(
    "rows",
    [
        b"",
        b"kind,reference\r\n",
        b"kind,reference,order,amount,occurred_at\r\ncredited,YB1,Z1,12.34,2026-09-10T02:00:00+00:00\r\n",
        b"kind,reference,order,amount,occurred_at\r\nlost,YB1,Z1,12,2026-09-10T02:00:00+00:00\r\n",
        b"kind,reference,order,amount,occurred_at\r\ncredited,YB1,Z1,12,2026-09-10\r\n",
        b"kind,reference,order,amount,occurred_at\r\ncredited,YB1\r\n",
        b"kind,reference,order,amount,occurred_at\r\ncredited,\xff,Z1,12,2026-09-10T02:00:00+00:00\r\n",
    ],
)
def test_a_statement_that_cannot_be_read_whole_is_none(bank, channel, rows):
    bank.statement = rows
    with pytest.raises(Unreachable):
        channel.statement(date(2026, 9, 10))
