"""The bank in the test's own process, the hall's adapter opposite it, and somebody who listens to what it tells."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from django.test import Client

from accounts import clock
from insurance.gateways.channels.protocol import CardHint, ChannelOrder
from insurance.gateways.channels.sandbox import SandboxChannel
from portal.sandbox_bank import keys, store
from portal.sandbox_bank import settings as bank_settings
from tests.portal.sandbox_bank.window import Window


@pytest.fixture
def bank(settings, tmp_path):
    """The settings of the bank's process, an empty state and new keys; return its folder."""
    for name in ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "BANK_MERCHANT"):
        setattr(settings, name, getattr(bank_settings, name))
    settings.BANK_FOLDER = tmp_path / "bank"
    settings.ALLOWED_HOSTS = ["testserver"]
    keys.make_keys(settings.BANK_FOLDER)
    store.prepare()
    return settings.BANK_FOLDER


@pytest.fixture
def hall(bank) -> SandboxChannel:
    """The hall's side of the protocol, with the keys that were made for it."""
    return SandboxChannel(
        url="http://testserver",
        merchant=bank_settings.BANK_MERCHANT,
        key=load_pem_private_key((bank / keys.HALL_KEY).read_bytes(), password=None),
        bank_key=load_pem_public_key((bank / keys.BANK_PUBLIC_KEY).read_bytes()),
    )


class Listener:
    """A notify address: what came to it, and what it answers."""

    def __init__(self):
        self.heard: list[tuple[bytes, dict[str, str]]] = []
        self.answer = (200, b"ok")
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((body, dict(self.headers)))
                status, words = listener.answer
                self.send_response(status)
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *args):
                """Nothing: tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/payments/notify/sandbox/"


@pytest.fixture
def listener():
    listening = Listener()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()


@pytest.fixture
def order(listener) -> ChannelOrder:
    """An order of 1,234.50 yuan that may be paid for half an hour."""
    return ChannelOrder(
        number="Z00000007",
        amount_fen=123_450,
        subject="2026年9月社会保险费",
        expires_at=clock.instant() + timedelta(minutes=30),
        notify_url=listener.url,
        return_url="http://hall.test/me/payments/Z00000007/",
        card=CardHint("4321", "T1"),
    )


@pytest.fixture
def window(hall, order) -> Window:
    """A payer at the bank with the signed order."""
    return Window(Client(), hall.begin(order))
