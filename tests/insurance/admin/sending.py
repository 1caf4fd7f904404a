"""Sending forms as a browser does: with a one-time key of its own unless one is given."""

import re
import uuid

CODE = re.compile(r'data-code="([^"]+)"')


def send(client, address: str, **answers):
    return client.post(address, {"submission_key": str(uuid.uuid4())} | answers)


def page(response) -> str:
    return response.content.decode()


def codes(response) -> list[str]:
    """Return the codes of the refusals on a page."""
    return CODE.findall(page(response))
