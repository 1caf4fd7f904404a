"""Text messages: what a gateway must do, one that writes to the console, and one that asks a provider over HTTPS.

``SMS_GATEWAY`` names the class; it is made by its ``from_settings``.
"""

import hashlib
import hmac
import http.client
import json
import secrets
import ssl
import sys
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from accounts.rules.phone import masked_phone

ANSWER_BYTES = 64 * 1024
REFUSALS = {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY}
"""Answers that speak about the message: sending it again changes nothing. All others may be different next time."""


class SmsRefused(Exception):
    """The provider will never deliver this message."""


class SmsUnavailable(Exception):
    """The provider could not be reached or asked to come back later."""


class SmsGateway(Protocol):
    """Sends text messages. ``reaches_phones`` says whether real people get them; then the outbox must be released."""

    reaches_phones: bool

    def send(self, phone: str, text: str, reference: str) -> str:
        """Send ``text`` and return the provider's name for it; ``reference`` is ours, equal when it is sent again.

        Raises SmsRefused or SmsUnavailable.
        """


def gateway() -> SmsGateway:
    """Return the gateway of the settings."""
    return import_string(settings.SMS_GATEWAY).from_settings()


@dataclass
class ConsoleSms:
    """The demo's: prints the message where the worker runs; reaches nobody."""

    reaches_phones = False

    @classmethod
    def from_settings(cls) -> "ConsoleSms":
        return cls()

    def send(self, phone: str, text: str, reference: str) -> str:
        sys.stdout.write(f"SMS {masked_phone(phone)}: {text}\n")
        sys.stdout.flush()
        return f"console-{reference}"


@dataclass
class SignedHttpSms:
    """A provider that takes JSON over HTTPS, each request signed with a shared secret.

    The signature is HMAC-SHA256 over the timestamp (whole seconds), a nonce and the body, with line feeds between
    them, written as hexadecimal digits: the provider can refuse what is altered, old, or seen before.
    """

    url: str
    key_id: str
    secret: bytes = field(repr=False)
    timeout_seconds: int = 5
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    reaches_phones = True

    @classmethod
    def from_settings(cls) -> "SignedHttpSms":
        """Return the gateway that ``SMS_HTTP`` in the settings describes."""
        given = settings.SMS_HTTP
        return cls(url=given["url"], key_id=given["key_id"], secret=given["secret"].encode())

    def __post_init__(self):
        if urlsplit(self.url).scheme != "https":
            raise ImproperlyConfigured("SMS_HTTP_URL must begin with https://")

    def send(self, phone: str, text: str, reference: str) -> str:
        body = json.dumps({"to": phone, "text": text, "reference": reference}, ensure_ascii=False).encode()
        status, answer = self._post(body, self._headers(body))
        if status in REFUSALS:
            raise SmsRefused(f"status {status}")
        if status not in {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
            raise SmsUnavailable(f"status {status}")
        return reference_in(answer)

    def _headers(self, body: bytes) -> dict[str, str]:
        timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Key": self.key_id,
            "X-Timestamp": timestamp,
            "X-Nonce": nonce,
            "X-Signature": signature(self.secret, timestamp, nonce, body),
        }

    def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        address = urlsplit(self.url)
        connection = http.client.HTTPSConnection(
            address.hostname, address.port, timeout=self.timeout_seconds, context=self.context
        )
        try:
            connection.request("POST", address.path or "/", body, headers)
            response = connection.getresponse()
            return response.status, response.read(ANSWER_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise SmsUnavailable(type(error).__name__) from error
        finally:
            connection.close()


def signature(secret: bytes, timestamp: str, nonce: str, body: bytes) -> str:
    """Return the signature of one request, as both sides compute it."""
    return hmac.new(secret, b"\n".join([timestamp.encode(), nonce.encode(), body]), hashlib.sha256).hexdigest()


def reference_in(answer: bytes) -> str:
    """Return the provider's name for the message, empty when the answer holds none we can keep."""
    try:
        said = json.loads(answer)
    except ValueError:
        return ""
    return str(said.get("id", ""))[:100] if isinstance(said, dict) else ""
