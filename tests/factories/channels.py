"""A bank as the hall meets it: its keys, what it says, and a small server that answers when it is asked."""

import base64
import http.server
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from insurance.gateways.channels.sandbox import key_id
from tests.factories.clock import NOW

MERCHANT = "yunzhou-hall"
EVENTS = count(1)


@dataclass
class Bank:
    """``said`` holds what the server answers about an order: its state and the messages; ``mood`` makes it silent. A slow
    one answers when it is ``over``.

    ``asked`` are the questions it was asked, in order: what, and about which order.
    """

    folder: Path
    hall_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    said: dict[str, tuple[str, list[dict]]] = field(default_factory=dict)
    statement: bytes = b"kind,reference,order,amount,occurred_at\r\n"
    mood: str = ""
    over: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def settings(self, url: str) -> dict:
        """Return the settings under which the hall speaks with this bank."""
        private = self.hall_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (self.folder / "hall.pem").write_bytes(private)
        (self.folder / "bank.pub.pem").write_bytes(public)
        return {
            "url": url,
            "merchant": MERCHANT,
            "key_file": str(self.folder / "hall.pem"),
            "public_key_file": str(self.folder / "bank.pub.pem"),
        }

    def message(self, payment, kind="credited", **also) -> dict:
        """Return what a notification about an order says."""
        return {
            "event": f"N{next(EVENTS)}",
            "kind": kind,
            "order": payment.number,
            "reference": f"YB{payment.number}",
            "amount_fen": payment.amount_fen,
            "merchant": MERCHANT,
            "occurred_at": NOW.isoformat(),
            **also,
        }

    def headers(self, body: bytes, *, at: datetime | None = None, key=None) -> dict[str, str]:
        """Return the headers with which the bank signs, now unless ``at`` says otherwise."""
        seconds, key = int(at.timestamp() if at else time.time()), key or self.key
        return {
            "Content-Type": "application/json",
            "Hall-Bank-Timestamp": str(seconds),
            "Hall-Bank-Key": key_id(key.public_key()),
            "Hall-Bank-Signature": base64.b64encode(key.sign(f"{seconds}.".encode() + body)).decode(),
        }

    def signed(self, said: dict, *, at: datetime | None = None) -> tuple[bytes, dict[str, str]]:
        """Return a message as it is sent: its body and headers."""
        body = json.dumps(said).encode()
        return body, self.headers(body, at=at)

    def knows(self, payment, state: str, *messages: dict) -> None:
        """Let the server answer so when it is asked about an order."""
        self.said[payment.number] = (state, list(messages))

    def answer(self, what: str, asked: dict) -> bytes:
        if what == "statement":
            return self.statement
        if what == "refund":
            return json.dumps({"refund": asked["refund"], "state": "accepted"}).encode()
        order = asked["order"]
        state, messages = self.said.get(order, ("unpaid", []))
        if what == "close" and state == "unpaid":
            state = "closed"
            self.said[order] = (state, messages)
        return json.dumps({"order": order, "state": state, "events": messages}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as its bank would; keeps no connection."""

    def do_POST(self):
        bank = self.server.bank
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        what = self.path.strip("/").split("/")[-1]
        bank.asked.append((what, asked.get("order", "")))
        if bank.mood == "slow":
            bank.over.wait()
        body = bank.answer(what, asked)
        headers = bank.headers(body, key=bank.hall_key if bank.mood == "forged" else None)
        self.send_response(500 if bank.mood == "broken" else 200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Keep quiet."""


class Server(http.server.ThreadingHTTPServer):
    """Says nothing when somebody does not wait for a slow answer."""

    def handle_error(self, request, client_address):
        """Keep quiet."""


def serve(bank: Bank) -> Server:
    """Start the server of a bank; the caller shuts it down."""
    server = Server(("127.0.0.1", 0), Handler)
    server.bank = bank
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def stop(server: Server) -> None:
    server.bank.over.set()
    server.shutdown()
    server.server_close()
