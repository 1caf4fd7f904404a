"""Typed readers of environment variables. A missing or malformed one is answered by a sentence that names it."""

import base64
import binascii
import os
from datetime import date, time
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FIELD_KEY_BYTES = 32


def text(name: str, default: str | None = None) -> str:
    """Return the variable; without a default it must be set and not empty."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}; docs/operations.md says to what.")
    return value


def flag(name: str, default: bool) -> bool:
    """Return a switch written as 1/0, true/false, yes/no or on/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes", "on"}


def whole_number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def names(name: str, default: str | None = None) -> list[str]:
    """Return a list written with commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def day(name: str) -> date | None:
    """Return a day written YYYY-MM-DD, or None when the variable is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a day such as 2026-11-30, not {value!r}.") from None


def spans(name: str, default: str) -> tuple[tuple[time, time], ...]:
    """Return times of day written ``08:30-11:30,13:00-17:00``, as pairs of opening and closing time."""
    try:
        return tuple(_span(item) for item in names(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be written like 08:30-11:30,13:00-17:00.") from None


def _span(item: str) -> tuple[time, time]:
    opens, closes = item.split("-")
    return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())


def key_ring(name: str) -> dict[int, bytes]:
    """Return keys written ``1:BASE64,2:BASE64``, oldest first; the newest, last, encrypts."""
    ring = {}
    for entry in names(name):
        number, _, encoded = entry.partition(":")
        if not number.isdecimal() or not 1 <= int(number) <= 255 or int(number) in ring:
            raise ImproperlyConfigured(f"{name}: each key needs a number of its own from 1 to 255, as in 1:BASE64.")
        ring[int(number)] = decoded_key(f"{name}, key {number}", encoded)
    return ring


def key(name: str) -> bytes:
    """Return one secret key of 32 bytes, written in Base64."""
    return decoded_key(name, text(name))


def decoded_key(name: str, encoded: str) -> bytes:
    """Return the bytes of a Base64 key; ``name`` says in the error which one is wrong."""
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"{name} is not Base64.") from None
    if len(value) != FIELD_KEY_BYTES:
        raise ImproperlyConfigured(f"{name} must be {FIELD_KEY_BYTES} bytes long; it has {len(value)}.")
    return value


def database(name: str) -> dict:
    """Return Django's settings for ``postgresql://user:password@host:port/name?sslmode=require``.

    A folder with the server's socket is given as ``?host=/var/run/postgresql``.
    """
    try:
        url = urlsplit(text(name))
        port = url.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address such as postgresql://user:password@host/name.") from None
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must be an address such as postgresql://user:password@host/name.")
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", unquote(url.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
