"""Personal data encrypted at rest: AES-GCM with a ring of keys, and a keyed blind index to look values up by.

A stored value is one key-id byte, a nonce of 12 bytes and the ciphertext. A new key is added at the end of the ring
and encrypts from then on; older keys only decrypt, until ``manage.py rotate_keys`` has rewritten what they wrote.
"""

import hashlib
import hmac
import os
import uuid
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


@cache
def ciphers() -> dict[int, AESGCM]:
    """Return the key ring, newest key last."""
    return {key_id: AESGCM(key) for key_id, key in settings.HALL_FIELD_KEYS.items()}


@cache
def newest_key_id() -> int:
    return list(ciphers())[-1]


def encrypt(text: str) -> bytes:
    """Return ``text`` encrypted under the newest key."""
    return encrypt_bytes(text.encode())


def decrypt(stored: bytes) -> str:
    """Return the text of ``stored``; cryptography's InvalidTag when it was altered, KeyError when its key is gone."""
    return decrypt_bytes(stored).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """Return ``content``, such as a file, encrypted under the newest key."""
    key_id, nonce = newest_key_id(), os.urandom(NONCE_BYTES)
    return bytes([key_id]) + nonce + ciphers()[key_id].encrypt(nonce, content, None)


def decrypt_bytes(stored: bytes) -> bytes:
    """Return the content of ``stored``; fails like ``decrypt``."""
    stored = bytes(stored)
    return ciphers()[stored[0]].decrypt(stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :], None)


def blind_index(text: str, *, purpose: str) -> uuid.UUID:
    """Return 128 bits of a keyed hash of ``text``: equal texts are found, nothing can be read back.

    ``purpose`` keeps the indexes of different columns from being compared with each other.
    """
    message = f"{purpose}\0{text}".encode()
    return uuid.UUID(bytes=hmac.digest(settings.HALL_INDEX_KEY, message, hashlib.sha256)[:16])


class EncryptedBytesField(models.BinaryField):
    """Bytes in Python, AES-GCM in the database: a file that somebody sent."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return None if value is None else decrypt_bytes(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None:
            value = encrypt_bytes(bytes(value))
        return super().get_db_prep_value(value, connection, prepared)


class EncryptedTextField(models.BinaryField):
    """Text in Python, AES-GCM bytes in the database. Not searchable: pair it with a blind index where needed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return None if value is None else decrypt(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str):
            value = encrypt(value)
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj):
        return self.value_from_object(obj)

    def to_python(self, value):
        return value
