"""Alipay's signatures with keys of our own: genuine ones are read, forged ones never, and money is exact."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import alipay
import pytest
from Cryptodome.Hash import SHA256
from Cryptodome.PublicKey import RSA
from Cryptodome.Signature import PKCS1_v1_5

from insurance.gateways.channels import alipay_bills, offered
from insurance.gateways.channels.alipay import AlipayChannel, fen_in, yuan
from insurance.gateways.channels.protocol import (
    ChannelOrder,
    ChannelRefund,
    ChannelState,
    Malformed,
    MessageRefused,
    RefundState,
    StatementLine,
    Unreachable,
    WrongMerchant,
)
from insurance.rules.payments import MessageKind

HALL, ALIPAY, STRANGER = (RSA.generate(2048) for _key in range(3))
APP, SELLER = "2021000000000001", "2088000000000001"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 10, 10, 30, tzinfo=SHANGHAI)
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
TRADE = "2026091022001400000000000001"


@pytest.fixture
def channel():
    return AlipayChannel.with_keys(
        app_id=APP,
        seller=SELLER,
        private_key=HALL.export_key().decode(),
        public_key=ALIPAY.publickey().export_key().decode(),
        is_sandbox=True,
    )


def signature(text: str, key=ALIPAY) -> str:
    return base64.b64encode(PKCS1_v1_5.new(key).sign(SHA256.new(text.encode()))).decode()


def notification(**changes) -> dict:
    said = {
        "notify_time": "2026-09-10 10:29:58",
        "notify_type": "trade_status_sync",
        "notify_id": "2026091000222100000000000000000001",
        "app_id": APP,
        "charset": "utf-8",
        "version": "1.0",
        "trade_no": TRADE,
        "out_trade_no": "Z00000042",
        "seller_id": SELLER,
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "1360.00",
        "receipt_amount": "1360.00",
        "subject": "社会保险费",
        "gmt_create": "2026-09-10 10:29:30",
        "gmt_payment": "2026-09-10 10:29:57",
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def signed(said: dict, *, key=ALIPAY, sign_type="RSA2") -> bytes:
    text = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
    return urlencode({**said, "sign_type": sign_type, "sign": signature(text, key)}).encode()


def read(channel, body, headers=FORM, now=NOW):
    return channel.read(body, headers, now=now)


# Paying ---------------------------------------------------------------------------------------------------------------


def test_the_address_to_pay_holds_the_order_signed_by_the_hall(channel):
    order = ChannelOrder(
        "Z00000042", 123_456, "社保费 Z00000042", NOW + timedelta(minutes=30), "https://h/n/", "https://h/r/"
    )
    address = channel.begin(order)
    assert urlsplit(address).scheme == "https"
    said = dict(parse_qsl(urlsplit(address).query))
    content = json.loads(said["biz_content"])
    assert (content["out_trade_no"], content["total_amount"]) == ("Z00000042", "1234.56")
    assert content["time_expire"] == "2026-09-10 11:00:00"
    assert (said["notify_url"], said["return_url"], said["sign_type"]) == ("https://h/n/", "https://h/r/", "RSA2")
    text = "&".join(f"{name}={value}" for name, value in sorted(said.items()) if name != "sign")
    assert PKCS1_v1_5.new(HALL.publickey()).verify(SHA256.new(text.encode()), base64.b64decode(said["sign"]))


@pytest.mark.parametrize("fen", [1, 10, 99, 100, 12_34, 10**13])
def test_money_is_written_as_alipay_reads_it_and_read_back_exactly(fen):
    assert fen_in(yuan(fen)) == fen


@pytest.mark.parametrize(("written", "fen"), [("12.34", 1234), ("0.01", 1), ("100000.00", 10_000_000)])
def test_yuan_become_fen(written, fen):
    assert fen_in(written) == fen


@pytest.mark.parametrize(
    "written", ["12.3", "12", "012.34", "-1.00", "0.00", "1e3", "１2.34", "1,234.00", "", None, 12.34]
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(Malformed):
        fen_in(written)


# What Alipay says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["TRADE_SUCCESS", "TRADE_FINISHED"])
def test_a_genuine_notification_is_read(channel, status):
    message = read(channel, signed(notification(trade_status=status)))
    assert (message.kind, message.order_number, message.reference) == (MessageKind.CREDITED, "Z00000042", TRADE)
    assert (message.amount_fen, message.merchant) == (136_000, SELLER)
    assert message.occurred_at == datetime(2026, 9, 10, 10, 29, 57, tzinfo=SHANGHAI)


def test_a_closed_trade_will_not_be_paid(channel):
    said = notification(trade_status="TRADE_CLOSED", gmt_payment=None, gmt_close="2026-09-10 10:29:58")
    assert read(channel, signed(said)).kind == MessageKind.FAILED


def test_a_trade_that_waits_says_nothing_of_money(channel):
    assert read(channel, signed(notification(trade_status="WAIT_BUYER_PAY", gmt_payment=None))) is None


def test_a_refund_is_told_under_our_number(channel):
    said = notification(
        trade_status="TRADE_CLOSED", refund_fee="60.00", gmt_refund="2026-09-10 10:29:59.120", out_biz_no="T00000007"
    )
    message = read(channel, signed(said))
    assert (message.kind, message.reference, message.amount_fen) == (MessageKind.REFUNDED, "T00000007", 6_000)


def test_a_notification_sent_again_for_a_day_is_still_taken(channel):
    assert read(channel, signed(notification()), now=NOW + timedelta(hours=25)).amount_fen == 136_000


def swapped(**changes) -> bytes:
    """A genuine signature over what was said, among other fields."""
    said = dict(parse_qsl(signed(notification()).decode()))
    return urlencode({**said, **changes}).encode()


def without(name: str) -> bytes:
    said = dict(parse_qsl(signed(notification()).decode()))
    del said[name]
    return urlencode(said).encode()


FORGED = {
    "no signature": without("sign"),
    "empty signature": swapped(sign=""),
    "signature of nobody": swapped(sign=base64.b64encode(bytes(256)).decode()),
    "signature too short": swapped(sign="AAAA"),
    "signed by a stranger": signed(notification(), key=STRANGER),
    "signed by the hall itself": signed(notification(), key=HALL),
    "swapped amount": swapped(total_amount="0.01"),
    "swapped order": swapped(out_trade_no="Z00000001"),
    "swapped trade": swapped(trade_no="2026091022001400000000000002"),
    "swapped state": swapped(trade_status="TRADE_FINISHED"),
    "swapped seller": swapped(seller_id="2088000000000009"),
    "a field more": swapped(fund_bill_list="[]"),
    "a field less": without("subject"),
    "another kind of signature": swapped(sign_type="RSA"),
    "no kind of signature": without("sign_type"),
    "a name twice": signed(notification()) + b"&total_amount=0.01",
    "another application, signed": signed(notification(app_id="2021000000000009")),
    "another seller, signed": signed(notification(seller_id="2088000000000009")),
    "no seller, signed": signed(notification(seller_id=None)),
    "sent two days ago": signed(notification(notify_time="2026-09-08 10:00:00")),
    "sent tomorrow": signed(notification(notify_time="2026-09-11 10:30:00")),
    "sent at no time": signed(notification(notify_time=None)),
    "unknown state": signed(notification(trade_status="TRADE_DREAMT")),
    "no amount": signed(notification(total_amount=None)),
    "amount in fen": signed(notification(total_amount="136000")),
    "negative amount": signed(notification(total_amount="-1360.00")),
    "no notification id": signed(notification(notify_id=None)),
    "order with a line break": signed(notification(out_trade_no="Z1\nZ2")),
    "paid never": signed(notification(gmt_payment="some day")),
    "nothing": b"",
    "not a form": b"<xml/>",
    "not ASCII": "订单=1".encode(),
    "many fields": b"&".join(b"a%d=1" % number for number in range(500)),
}


@pytest.mark.parametrize("lie", FORGED)
def test_what_is_forged_is_refused(channel, lie):
    with pytest.raises(MessageRefused):
        read(channel, FORGED[lie])


def test_another_content_type_is_refused(channel):
    with pytest.raises(Malformed):
        read(channel, signed(notification()), {"Content-Type": "application/json"})


def test_the_merchant_is_told_apart_from_the_signature(channel):
    with pytest.raises(WrongMerchant):
        read(channel, FORGED["another seller, signed"])


# Asking ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def answers(monkeypatch):
    """Let Alipay answer: what it was asked is noted, ``said`` is signed by it unless ``key`` is another."""

    class Answers:
        said: dict = {}
        key = ALIPAY
        asked: list = []

        def open(self, url, timeout):
            assert timeout <= 3
            query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
            self.asked.append((query["method"], json.loads(query["biz_content"])))
            name = query["method"].replace(".", "_") + "_response"
            body = json.dumps(self.said, separators=(",", ":"))
            return BytesIO(f'{{"{name}":{body},"sign":"{signature(body, self.key)}"}}'.encode())

    made = Answers()
    made.asked = []
    monkeypatch.setattr(alipay, "urlopen", made.open)
    return made


def paid(**changes) -> dict:
    return {
        "code": "10000",
        "msg": "Success",
        "out_trade_no": "Z00000042",
        "trade_no": TRADE,
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "1360.00",
        "send_pay_date": "2026-09-10 10:29:57",
        **changes,
    }


def test_a_paid_order_is_found_when_asked(channel, answers):
    answers.said = paid()
    answer = channel.ask("Z00000042")
    [message] = answer.messages
    assert answer.state == ChannelState.CREDITED
    assert (message.reference, message.amount_fen, message.kind) == (TRADE, 136_000, MessageKind.CREDITED)
    assert answers.asked == [("alipay.trade.query", {"out_trade_no": "Z00000042"})]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (paid(trade_status="WAIT_BUYER_PAY"), ChannelState.UNPAID),
        (paid(trade_status="TRADE_CLOSED"), ChannelState.CLOSED),
        ({"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}, ChannelState.UNPAID),
    ],
)
def test_an_order_that_was_not_paid(channel, answers, said, state):
    answers.said = said
    assert channel.ask("Z00000042").state == state


@pytest.mark.parametrize(
    "said",
    [
        {"code": "20000"},
        {"code": "40004", "sub_code": "ACQ.SYSTEM_ERROR"},
        paid(out_trade_no="Z00000001"),
        paid(total_amount="x"),
    ],
)
def test_what_does_not_answer_the_question_is_no_answer(channel, answers, said):
    answers.said = said
    with pytest.raises(Unreachable):
        channel.ask("Z00000042")


def test_an_answer_signed_by_somebody_else_is_none(channel, answers):
    answers.said, answers.key = paid(), STRANGER
    with pytest.raises(Unreachable):
        channel.ask("Z00000042")


def test_a_line_that_is_dead_is_no_answer(channel, monkeypatch):
    def dead(url, timeout):
        raise TimeoutError

    monkeypatch.setattr(alipay, "urlopen", dead)
    with pytest.raises(Unreachable):
        channel.ask("Z00000042")


@pytest.mark.parametrize("said", [{"code": "10000"}, {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}])
def test_closing_an_order(channel, answers, said):
    answers.said = said
    assert channel.close("Z00000042") == ChannelState.CLOSED


def test_an_order_that_cannot_be_closed_is_asked_about(channel, answers):
    answers.said = paid(code="10000")
    assert channel.close("Z00000042") == ChannelState.CLOSED
    answers.said = {"code": "40004", "sub_code": "ACQ.TRADE_STATUS_ERROR"}
    with pytest.raises(Unreachable):
        channel.close("Z00000042")
    assert [method for method, _asked in answers.asked][-1] == "alipay.trade.query"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"code": "10000", "fund_change": "Y"}, RefundState.DONE),
        ({"code": "10000", "fund_change": "N"}, RefundState.ACCEPTED),
        ({"code": "40004", "sub_code": "ACQ.SELLER_BALANCE_NOT_ENOUGH"}, RefundState.REFUSED),
    ],
)
def test_giving_money_back(channel, answers, said, state):
    answers.said = said
    assert channel.refund(ChannelRefund("T00000007", TRADE, "Z00000042", 6_000)) == state
    asked = {"refund_amount": "60.00", "trade_no": TRADE, "out_request_no": "T00000007"}
    assert answers.asked == [("alipay.trade.refund", asked)]


BILL = (
    "#支付宝业务明细查询\n"
    "支付宝交易号,商户订单号,业务类型,商品名称,完成时间,订单金额（元）,退款批次号/请求号,备注\n"
    f"{TRADE}\t,Z00000042\t,交易,社保费,2026-09-10 10:29:57,1360.00,,\n"
    f"{TRADE}\t,Z00000042\t,退款,社保费,2026-09-10 16:00:00,-60.00,T00000007\t,\n"
    "#业务明细列表结束\n"
)


def zipped(text: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as files:
        files.writestr("20880_20260910_业务明细(汇总).csv", "x")
        files.writestr("20880_20260910_业务明细.csv", text.encode("gb18030"))
    return content.getvalue()


def test_the_bill_of_a_day(channel, answers, monkeypatch):
    answers.said = {"code": "10000", "bill_download_url": "https://dwbillcenter.alipay.com/a?b=c"}
    monkeypatch.setattr(alipay_bills.urllib.request, "urlopen", lambda url, timeout: BytesIO(zipped(BILL)))
    trade, refund = channel.statement(date(2026, 9, 10))
    assert trade == StatementLine(
        "credited", TRADE, "Z00000042", 136_000, datetime(2026, 9, 10, 10, 29, 57, tzinfo=SHANGHAI)
    )
    assert (refund.kind, refund.reference, refund.amount_fen) == ("refunded", "T00000007", 6_000)
    asked = {"bill_type": "trade", "bill_date": "2026-09-10"}
    assert answers.asked == [("alipay.data.dataservice.bill.downloadurl.query", asked)]


def test_a_day_without_trades(channel, answers):
    answers.said = {"code": "40004", "sub_code": "isp.bill_not_exist"}
    assert channel.statement(date(2026, 9, 10)) == ()


@pytest.mark.parametrize("url", ["https://alipay.com.evil.example/a", "file:///etc/passwd", "ftp://alipay.com/a"])
def test_a_bill_is_fetched_from_alipay_only(channel, answers, url):
    answers.said = {"code": "10000", "bill_download_url": url}
    with pytest.raises(Unreachable):
        channel.statement(date(2026, 9, 10))


def test_it_is_offered_where_it_is_set_up(settings, tmp_path):
    assert "alipay" not in [one.code for one in offered()]
    (tmp_path / "app.pem").write_bytes(HALL.export_key())
    (tmp_path / "alipay.pem").write_bytes(ALIPAY.publickey().export_key())
    settings.HALL_ALIPAY = {
        "app_id": APP,
        "seller_id": SELLER,
        "key_file": str(tmp_path / "app.pem"),
        "public_key_file": str(tmp_path / "alipay.pem"),
        "sandbox": True,
    }
    assert "alipay" in [one.code for one in offered()]


def test_instants_are_those_of_china(channel):
    assert read(channel, signed(notification())).occurred_at.astimezone(UTC).hour == 2
