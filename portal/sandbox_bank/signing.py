"""Signatures of the protocol ``hall-bank/1``: over messages in their headers, over orders in an address."""

import base64
import binascii
import time
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portal.sandbox_bank.keys import key_id

TIMESTAMP = "Hall-Bank-Timestamp"
KEY = "Hall-Bank-Key"
SIGNATURE = "Hall-Bank-Signature"
WINDOW_SECONDS = 300


class NotGenuine(Exception):
    """The signature is missing, is not by the key, is not over these bytes, or is too old."""


def signed_headers(body: bytes, key: Ed25519PrivateKey, *, moment: int | None = None) -> dict[str, str]:
    """Return the three headers that go with a body; ``moment`` is in unix seconds, now unless given."""
    stamp = str(int(time.time()) if moment is None else moment)
    signature = key.sign(stamp.encode() + b"." + body)
    return {
        TIMESTAMP: stamp,
        KEY: key_id(key.public_key()),
        SIGNATURE: base64.b64encode(signature).decode(),
    }


def check_headers(body: bytes, headers: Mapping[str, str], key: Ed25519PublicKey) -> None:
    """Raise NotGenuine unless the headers sign these bytes with the key, within five minutes."""
    stamp = headers.get(TIMESTAMP, "")
    try:
        signature = base64.b64decode(headers.get(SIGNATURE, ""), validate=True)
        key.verify(signature, stamp.encode() + b"." + body)
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotGenuine from None
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > WINDOW_SECONDS:
        raise NotGenuine


def opened_text(text: str, key: Ed25519PublicKey) -> bytes:
    """Return the content of ``b64url(content).b64url(signature)``, as it comes in an address. Raises NotGenuine."""
    content, _, signature = text.partition(".")
    try:
        plain = decoded(content)
        key.verify(decoded(signature), plain)
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotGenuine from None
    return plain


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of an unpadded text; only its one canonical spelling is taken."""
    content = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if encoded(content) != text.rstrip("="):
        raise ValueError(text)
    return content
