"""Asking a channel over HTTP: one request, a few seconds in all, however slowly it answers."""

import http.client
import ssl
import time
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from insurance.gateways.channels.protocol import TIMEOUT_SECONDS, Unreachable

ANSWER_BYTES = 16 * 1024 * 1024
PIECE_BYTES = 64 * 1024


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    """Send ``body`` and return the body and headers of the answer. Raises Unreachable for anything but a whole 200."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    connection = connection_to(url)
    try:
        connection.request("POST", urlsplit(url).path or "/", body, dict(headers))
        response = connection.getresponse()
        if response.status != HTTPStatus.OK:
            raise Unreachable(f"status {response.status}")
        return read_until(response, deadline), response.headers
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()


def connection_to(url: str) -> http.client.HTTPConnection:
    address = urlsplit(url)
    if address.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.hostname, address.port, timeout=TIMEOUT_SECONDS, context=context)
    return http.client.HTTPConnection(address.hostname, address.port, timeout=TIMEOUT_SECONDS)


def read_until(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Return the whole body; Unreachable when it is too long or drips on past the deadline."""
    pieces, length = [], 0
    while piece := response.read1(PIECE_BYTES):
        pieces.append(piece)
        length += len(piece)
        if length > ANSWER_BYTES or time.monotonic() > deadline:
            raise Unreachable("too much or too slow")
    return b"".join(pieces)
