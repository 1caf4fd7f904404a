"""演示银行: the sandbox bank of the demo, spoken to as ``hall-bank/1``.

Both sides sign with Ed25519 over ``timestamp + "." + body``; the headers ``Hall-Bank-Timestamp`` (whole seconds),
``Hall-Bank-Key`` (which key) and ``Hall-Bank-Signature`` (Base64) carry it, on requests and on answers. A key is named by the
first sixteen hexadecimal digits of the SHA-256 of its 32 public bytes. The order itself travels in the address of the pay
page, as ``b64url(JSON).b64url(signature over the JSON)``.
"""

import base64
import binascii
import csv
import hashlib
import io
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insurance.gateways.channels.asking import post
from insurance.gateways.channels.protocol import (
    MOST_FEN,
    WINDOW,
    BadSignature,
    ChannelAnswer,
    ChannelOrder,
    ChannelRefund,
    ChannelState,
    Malformed,
    MessageRefused,
    RefundState,
    Stale,
    StatementLine,
    Unreachable,
    WrongMerchant,
)
from insurance.gateways.channels.strict_json import NotStrict, strict_object
from insurance.rules.payments import ChannelMessage, MessageKind

TIMESTAMP, KEY, SIGNATURE = "hall-bank-timestamp", "hall-bank-key", "hall-bank-signature"
FIELDS = {"event", "kind", "order", "reference", "amount_fen", "merchant", "occurred_at"}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
SECONDS = re.compile(r"[0-9]{1,11}", re.ASCII)
OLDEST = timedelta(days=366)
"""How long ago something may have happened of which the bank tells now."""

STATEMENT_COLUMNS = ["kind", "reference", "order", "amount", "occurred_at"]
JSON = "application/json"


def key_id(key: Ed25519PublicKey) -> str:
    """Return the name of a key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def signed(body: bytes, key: Ed25519PrivateKey, *, seconds: int) -> dict[str, str]:
    """Return the headers that sign ``body`` at a time."""
    signature = key.sign(f"{seconds}.".encode() + body)
    return {
        "Hall-Bank-Timestamp": str(seconds),
        "Hall-Bank-Key": key_id(key.public_key()),
        "Hall-Bank-Signature": base64.b64encode(signature).decode(),
    }


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class SandboxChannel:
    """The bank at ``url``; ``key`` is the hall's, ``bank_key`` the bank's public one."""

    url: str
    merchant: str
    key: Ed25519PrivateKey = field(repr=False)
    bank_key: Ed25519PublicKey

    code = "sandbox"
    name = _("Yunzhou demo bank (no real money)")
    acknowledgement = "ok"

    @classmethod
    def from_settings(cls) -> "SandboxChannel | None":
        """Return the bank of ``HALL_BANK`` in the settings; None where there is none."""
        given = settings.HALL_BANK
        if not given.get("url"):
            return None
        return cls(
            url=given["url"].rstrip("/"),
            merchant=given["merchant"],
            key=load_pem_private_key(Path(given["key_file"]).read_bytes(), password=None),
            bank_key=load_pem_public_key(Path(given["public_key_file"]).read_bytes()),
        )

    def begin(self, order: ChannelOrder) -> str:
        said = {
            "merchant": self.merchant,
            "order": order.number,
            "amount_fen": order.amount_fen,
            "subject": order.subject,
            "expires_at": order.expires_at.isoformat(),
            "notify_url": order.notify_url,
            "return_url": order.return_url,
        }
        if order.card:
            said["card"] = {"last_four": order.card.last_four, "token": order.card.token}
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return f"{self.url}/pay/?order={base64url(body)}.{base64url(self.key.sign(body))}"

    def read(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ChannelMessage:
        verify(body, headers, self.bank_key, now=int(now.timestamp()))
        if headers_by_name(headers).get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise Malformed("content type")
        message = message_in(body, now=now)
        if message.merchant != self.merchant:
            raise WrongMerchant
        return message

    def ask(self, order_number: str) -> ChannelAnswer:
        said = self._call("query", {"order": order_number, "at": int(time.time())})
        if said.get("order") != order_number or not isinstance(said.get("events"), list):
            raise Unreachable("not about this order")
        return ChannelAnswer(state_in(said), tuple(self._told(one, order_number) for one in said["events"]))

    def close(self, order_number: str) -> ChannelState:
        return state_in(self._call("close", {"order": order_number}))

    def refund(self, refund: ChannelRefund) -> RefundState:
        asked = {"refund": refund.number, "reference": refund.reference, "amount_fen": refund.amount_fen}
        try:
            return RefundState(self._call("refund", asked).get("state"))
        except ValueError as error:
            raise Unreachable("no state") from error

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        return tuple(lines_in(self._post("statement", {"day": day.isoformat()})))

    def _call(self, what: str, asked: dict) -> dict:
        try:
            return strict_object(self._post(what, asked))
        except NotStrict as error:
            raise Unreachable("not readable") from error

    def _post(self, what: str, asked: dict) -> bytes:
        """Return the body of the bank's signed answer. What is not signed by it now is no answer."""
        body = json.dumps({"merchant": self.merchant, **asked}).encode()
        headers = {"Content-Type": JSON, **signed(body, self.key, seconds=int(time.time()))}
        answer, answer_headers = post(f"{self.url}/api/{what}/", body, headers)
        try:
            verify(answer, answer_headers, self.bank_key, now=int(time.time()))
        except MessageRefused as error:
            raise Unreachable(type(error).__name__) from error
        return answer

    def _told(self, said: object, order_number: str) -> ChannelMessage:
        """Return one of the messages in an answer; an answer with a wrong one is no answer."""
        try:
            message = message_of(said)
        except Malformed as error:
            raise Unreachable("a message that cannot be read") from error
        if message.merchant != self.merchant or message.order_number != order_number:
            raise Unreachable("a message about something else")
        return message


def headers_by_name(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def verify(body: bytes, headers: Mapping[str, str], key: Ed25519PublicKey, *, now: int) -> None:
    """Check that ``body`` was signed by ``key`` a moment ago; ``now`` in whole seconds. Raises BadSignature or Stale."""
    given = headers_by_name(headers)
    seconds, named = given.get(TIMESTAMP, ""), given.get(KEY, "")
    if not SECONDS.fullmatch(seconds) or named != key_id(key):
        raise BadSignature
    try:
        signature = base64.b64decode(given.get(SIGNATURE, ""), validate=True)
        key.verify(signature, f"{seconds}.".encode() + body)
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise BadSignature from error
    if abs(now - int(seconds)) > WINDOW.total_seconds():
        raise Stale


def message_in(body: bytes, *, now: datetime) -> ChannelMessage:
    """Return the message in a verified body. Raises Malformed."""
    try:
        message = message_of(strict_object(body))
    except NotStrict as error:
        raise Malformed(str(error)) from error
    if not now - OLDEST <= message.occurred_at <= now + WINDOW:
        raise Malformed("occurred_at")
    return message


def message_of(said: object) -> ChannelMessage:
    """Return a message from its fields, every one of them as it must be. Raises Malformed."""
    if not isinstance(said, dict) or said.keys() != FIELDS:
        raise Malformed("fields")
    amount = said["amount_fen"]
    if type(amount) is not int or not 0 < amount <= MOST_FEN:
        raise Malformed("amount_fen")
    for name in ("event", "order", "reference", "merchant"):
        if not isinstance(said[name], str) or not NAME.fullmatch(said[name]):
            raise Malformed(name)
    try:
        kind = MessageKind(said["kind"])
    except ValueError as error:
        raise Malformed("kind") from error
    return ChannelMessage(
        event_id=said["event"],
        kind=kind,
        order_number=said["order"],
        reference=said["reference"],
        amount_fen=amount,
        merchant=said["merchant"],
        occurred_at=instant_in(said["occurred_at"]),
    )


def instant_in(written: object) -> datetime:
    """Return an instant written in ISO 8601 with its distance from UTC. Raises Malformed."""
    try:
        found = datetime.fromisoformat(written)
        if found.utcoffset() is None:
            raise Malformed("occurred_at")
    except (TypeError, ValueError) as error:
        raise Malformed("occurred_at") from error
    return found


def state_in(said: dict) -> ChannelState:
    try:
        return ChannelState(said.get("state"))
    except ValueError as error:
        raise Unreachable("no state") from error


def lines_in(answer: bytes):
    """Yield the lines of a statement; amounts in it are whole fen. Raises Unreachable when it cannot be read whole."""
    try:
        rows = list(csv.reader(io.StringIO(answer.decode("utf-8"), newline=""), strict=True))
        if not rows or rows[0] != STATEMENT_COLUMNS:
            raise Unreachable("columns")
        for kind, reference, order, amount, occurred_at in rows[1:]:
            if kind not in ("credited", "refunded") or not SECONDS.fullmatch(amount):
                raise Unreachable("row")
            yield StatementLine(kind, reference, order, int(amount), instant_in(occurred_at))
    except (ValueError, csv.Error, Malformed) as error:
        raise Unreachable("not readable") from error
