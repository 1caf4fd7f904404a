"""支付宝 page pay, on python-alipay-sdk: RSA2 over the sorted fields, amounts as yuan with two decimals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

from alipay import AliPay
from alipay.exceptions import AliPayException, AliPayValidationError
from alipay.utils import AliPayConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insurance.gateways.channels.alipay_bills import lines_of, zipped
from insurance.gateways.channels.protocol import (
    MOST_FEN,
    TIMEOUT_SECONDS,
    WINDOW,
    BadSignature,
    ChannelAnswer,
    ChannelOrder,
    ChannelRefund,
    ChannelState,
    Malformed,
    RefundState,
    Stale,
    StatementLine,
    Unreachable,
    WrongMerchant,
)
from insurance.rules.business_day import OFFICE_TIME
from insurance.rules.payments import ChannelMessage, MessageKind

TIME = "%Y-%m-%d %H:%M:%S"
AMOUNT = re.compile(r"(0|[1-9][0-9]{0,11})\.[0-9]{2}", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 60
SENT_AGAIN_FOR = timedelta(hours=26)
"""Alipay sends a notification again for 25 hours, with the time of the first sending."""

DONE = "10000"
UNKNOWN_TRADE = "ACQ.TRADE_NOT_EXIST"

STATES = {
    "WAIT_BUYER_PAY": ChannelState.UNPAID,
    "TRADE_SUCCESS": ChannelState.CREDITED,
    "TRADE_FINISHED": ChannelState.CREDITED,
    "TRADE_CLOSED": ChannelState.CLOSED,
}


@dataclass(frozen=True)
class AlipayChannel:
    """One application at Alipay; ``seller`` is the account the money goes to (``seller_id``)."""

    app_id: str
    seller: str
    client: AliPay = field(repr=False)

    code = "alipay"
    name = _("Alipay")
    acknowledgement = "success"

    @classmethod
    def from_settings(cls) -> "AlipayChannel | None":
        """Return the application of ``HALL_ALIPAY`` in the settings; None where there is none."""
        given = settings.HALL_ALIPAY
        if not given.get("app_id"):
            return None
        return cls.with_keys(
            app_id=given["app_id"],
            seller=given["seller_id"],
            private_key=Path(given["key_file"]).read_text(),
            public_key=Path(given["public_key_file"]).read_text(),
            is_sandbox=given["sandbox"],
        )

    @classmethod
    def with_keys(
        cls, *, app_id: str, seller: str, private_key: str, public_key: str, is_sandbox: bool
    ) -> "AlipayChannel":
        """Return the application with its own private key and Alipay's public one, both PEM."""
        client = AliPay(
            appid=app_id,
            app_private_key_string=private_key,
            alipay_public_key_string=public_key,
            sign_type="RSA2",
            debug=is_sandbox,
            config=AliPayConfig(timeout=TIMEOUT_SECONDS),
        )
        return cls(app_id, seller, client)

    def begin(self, order: ChannelOrder) -> str:
        query = self.client.api_alipay_trade_page_pay(
            subject=order.subject,
            out_trade_no=order.number,
            total_amount=yuan(order.amount_fen),
            return_url=order.return_url,
            notify_url=order.notify_url,
            time_expire=order.expires_at.astimezone(OFFICE_TIME).strftime(TIME),
        )
        return f"{self.client._gateway}?{query}"

    def read(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ChannelMessage | None:
        said = self._verified(body)
        if content_type_of(headers) != FORM:
            raise Malformed("content type")
        if said.get("app_id") != self.app_id or said.get("seller_id") != self.seller:
            raise WrongMerchant
        age = now - instant_in(said.get("notify_time"))
        if not -WINDOW <= age <= SENT_AGAIN_FOR:
            raise Stale
        return self._message(said)

    def ask(self, order_number: str) -> ChannelAnswer:
        said = self._call(lambda: self.client.api_alipay_trade_query(out_trade_no=order_number))
        if said.get("code") != DONE:
            if said.get("sub_code") == UNKNOWN_TRADE:
                return ChannelAnswer(ChannelState.UNPAID)
            raise Unreachable(str(said.get("sub_code")))
        state = STATES.get(said.get("trade_status"))
        if state is None or said.get("out_trade_no") != order_number:
            raise Unreachable("not about this order")
        return ChannelAnswer(state, self._told(said) if state == ChannelState.CREDITED else ())

    def close(self, order_number: str) -> ChannelState:
        said = self._call(lambda: self.client.api_alipay_trade_close(out_trade_no=order_number))
        if said.get("code") == DONE or said.get("sub_code") == UNKNOWN_TRADE:
            return ChannelState.CLOSED
        return self.ask(order_number).state

    def refund(self, refund: ChannelRefund) -> RefundState:
        said = self._call(
            lambda: self.client.api_alipay_trade_refund(
                refund_amount=yuan(refund.amount_fen), trade_no=refund.reference, out_request_no=refund.number
            )
        )
        if said.get("code") != DONE:
            if said.get("code") == "20000":
                raise Unreachable("not available")
            return RefundState.REFUSED
        return RefundState.DONE if said.get("fund_change") == "Y" else RefundState.ACCEPTED

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        asked = {"bill_type": "trade", "bill_date": day.isoformat()}
        said = self._call(
            lambda: self.client.server_api("alipay.data.dataservice.bill.downloadurl.query", biz_content=asked)
        )
        if said.get("sub_code") == "isp.bill_not_exist":
            return ()
        if said.get("code") != DONE or not isinstance(said.get("bill_download_url"), str):
            raise Unreachable(str(said.get("sub_code")))
        return tuple(lines_of(zipped(said["bill_download_url"])))

    def _verified(self, body: bytes) -> dict[str, str]:
        """Return the fields of a notification whose signature over all of them holds. Raises BadSignature, Malformed."""
        try:
            pairs = parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        except ValueError as error:
            raise Malformed("form") from error
        said = dict(pairs)
        if len(said) != len(pairs):
            raise Malformed("a name stands twice")
        signature = said.pop("sign", "")
        try:
            is_genuine = bool(signature) and self.client.verify(dict(said), signature)
        except (AliPayException, ValueError) as error:
            raise BadSignature from error
        if not is_genuine or said.get("sign_type") != "RSA2":
            raise BadSignature
        return said

    def _message(self, said: Mapping[str, str]) -> ChannelMessage | None:
        """Return what a genuine notification says of money; None where it says nothing of it. Raises Malformed."""
        status = said.get("trade_status")
        if status not in STATES:
            raise Malformed("trade_status")
        if status == "WAIT_BUYER_PAY":
            return None
        if "gmt_refund" in said:
            return self._refunded(said)
        kind = MessageKind.FAILED if status == "TRADE_CLOSED" else MessageKind.CREDITED
        when = "gmt_close" if kind == MessageKind.FAILED else "gmt_payment"
        return self._about(said, kind, event=said.get("notify_id"), happened=said.get(when) or said["notify_time"])

    def _refunded(self, said: Mapping[str, str]) -> ChannelMessage | None:
        """Return that money was given back; None where the request was not ours."""
        if not said.get("out_biz_no"):
            return None
        as_refund = {**said, "trade_no": said["out_biz_no"], "total_amount": said.get("refund_fee", "")}
        happened = said["gmt_refund"].partition(".")[0]
        return self._about(as_refund, MessageKind.REFUNDED, event=said.get("notify_id"), happened=happened)

    def _told(self, said: Mapping[str, str]) -> tuple[ChannelMessage]:
        """Return the message that a paid order would have brought, from the answer to a question."""
        event = f"asked-{said.get('trade_no')}"
        try:
            message = self._about(said, MessageKind.CREDITED, event=event, happened=said.get("send_pay_date"))
        except Malformed as error:
            raise Unreachable("an answer that cannot be read") from error
        return (message,)

    def _about(self, said: Mapping[str, str], kind: MessageKind, *, event, happened) -> ChannelMessage:
        return ChannelMessage(
            event_id=name_in(event),
            kind=kind,
            order_number=name_in(said.get("out_trade_no")),
            reference=name_in(said.get("trade_no")),
            amount_fen=fen_in(said.get("total_amount")),
            merchant=self.seller,
            occurred_at=instant_in(happened),
        )

    def _call(self, ask) -> dict:
        """Return Alipay's signed answer; what cannot be verified is no answer."""
        try:
            said = ask()
        except (AliPayException, AliPayValidationError, OSError, ValueError, AttributeError) as error:
            raise Unreachable(type(error).__name__) from error
        if not isinstance(said, dict):
            raise Unreachable("not an object")
        return said


def content_type_of(headers: Mapping[str, str]) -> str:
    found = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
    return found.partition(";")[0].strip().lower()


def yuan(fen: int) -> str:
    """Write fen as Alipay does: ``1234`` → ``12.34``."""
    return f"{Decimal(fen) / 100:.2f}"


def fen_in(written: object) -> int:
    """Return the fen that ``12.34`` stands for. Raises Malformed for anything else, and for nothing."""
    if not isinstance(written, str) or not AMOUNT.fullmatch(written):
        raise Malformed("amount")
    amount = int(written.replace(".", ""))
    if not 0 < amount <= MOST_FEN:
        raise Malformed("amount")
    return amount


def name_in(written: object) -> str:
    if not isinstance(written, str) or not NAME.fullmatch(written):
        raise Malformed("number")
    return written


def instant_in(written: object) -> datetime:
    """Return an instant that Alipay writes, in the time of China. Raises Malformed."""
    try:
        return datetime.strptime(written, TIME).replace(tzinfo=OFFICE_TIME)
    except (TypeError, ValueError) as error:
        raise Malformed("time") from error
