"""The two pairs of keys: the hall's, with which it signs orders and questions, and the bank's, for everything it says."""

import hashlib
import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

HALL_KEY = "hall.pem"
HALL_PUBLIC_KEY = "hall.pub.pem"
BANK_KEY = "bank.pem"
BANK_PUBLIC_KEY = "bank.pub.pem"
PAIRS = ((HALL_KEY, HALL_PUBLIC_KEY), (BANK_KEY, BANK_PUBLIC_KEY))


def make_keys(folder: Path) -> None:
    """Make the pairs that are missing in a folder; private ones can be read by their owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for private_name, public_name in PAIRS:
        if (folder / public_name).exists():
            continue
        key = Ed25519PrivateKey.generate()
        write_private(folder / private_name, key)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / public_name).write_bytes(public)


def write_private(file: Path, key: Ed25519PrivateKey) -> None:
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
        opened.write(content)


@cache
def private_key(file: Path) -> Ed25519PrivateKey:
    return load_pem_private_key(file.read_bytes(), password=None)


@cache
def public_key(file: Path) -> Ed25519PublicKey:
    return load_pem_public_key(file.read_bytes())


def key_id(key: Ed25519PublicKey) -> str:
    """Return the name of a key: the first sixteen hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]
