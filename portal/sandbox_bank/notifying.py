"""Tells the hall: signed notifications, sent again until they are acknowledged; and, for trying the hall, ones that lie."""

import json
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from accounts import clock
from portal.sandbox_bank.keys import BANK_KEY, private_key
from portal.sandbox_bank.orders import settle, told, written
from portal.sandbox_bank.signing import signed_headers
from portal.sandbox_bank.store import reading, writing

log = logging.getLogger(__name__)

WAITS = (2, 5, 15, 60, 300, 900, 3600)
"""Seconds until a notification that was not acknowledged is sent again; afterwards every hour, for three days."""

MOST_TRIES = 80
PATIENCE_SECONDS = 5
ROUND_SECONDS = 0.3


def deliver_due(*, at: datetime) -> int:
    """Send what is due, each with a fresh signature; return how many were sent.

    The next try is noted before the sending: a bank that is killed meanwhile sends once more and never less.
    """
    with writing() as bank:
        due = bank.execute(
            "SELECT e.*, o.notify_url FROM events e JOIN orders o USING (number)"
            " WHERE e.send_at <= ? ORDER BY e.rowid LIMIT 50",
            [written(at)],
        ).fetchall()
        for event in due:
            bank.execute(
                "UPDATE events SET tries = tries + 1, send_at = ? WHERE event = ?",
                (next_try(event["tries"], at=at), event["event"]),
            )
    for event in due:
        answer = send(event["notify_url"], body_of(told(event)))
        if is_acknowledged(answer):
            with writing() as bank:
                bank.execute("UPDATE events SET send_at = NULL WHERE event = ?", [event["event"]])
        note(event["number"], event["kind"], answer, at=at)
    return len(due)


def next_try(tries: int, *, at: datetime) -> str | None:
    if tries + 1 >= MOST_TRIES:
        return None
    return written(at + timedelta(seconds=WAITS[min(tries, len(WAITS) - 1)]))


def body_of(message: dict) -> bytes:
    return json.dumps(message).encode()


def send(address: str, body: bytes, headers: dict[str, str] | None = None) -> str:
    """Send a body, signed by the bank unless other headers are given; return what came back: a status and some words."""
    if headers is None:
        headers = signed_headers(body, private_key(settings.BANK_FOLDER / BANK_KEY))
    request = urllib.request.Request(
        address, data=body, headers={"Content-Type": "application/json", **headers}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:  # nosec B310
            return f"{response.status} {response.read(200).decode(errors='replace')}"
    except urllib.error.HTTPError as refusal:
        return f"{refusal.code} {refusal.read(200).decode(errors='replace')}"
    except (OSError, ValueError) as failure:
        return f"- {type(failure).__name__}"


def is_acknowledged(answer: str) -> bool:
    return answer.split() == ["200", "ok"]


def note(number: str, what: str, answer: str, *, at: datetime) -> None:
    """Keep what the hall answered, for the desk."""
    with writing() as bank:
        bank.execute(
            "INSERT INTO answers (number, what, answer, at) VALUES (?, ?, ?, ?)",
            (number, what, answer[:120], written(at)),
        )


# What the desk sends to try the hall


def send_again(number: str, *, times: int, at: datetime) -> None:
    """Send every notification of an order again, acknowledged or not."""
    for event in events_of(number):
        with writing() as bank:
            bank.execute("UPDATE events SET tries = tries + ? WHERE event = ?", (times, event["event"]))
        for _once in range(times):
            note(number, event["kind"], send(event["notify_url"], body_of(told(event))), at=at)


def send_forged(number: str, lie: str, *, at: datetime) -> None:
    """Send the last notification of an order as somebody would who wants to deceive the hall."""
    events = events_of(number)
    if events:
        message, address = told(events[-1]), events[-1]["notify_url"]
        body, headers = LIES[lie](message)
        note(number, f"forged: {lie}", send(address, body, headers), at=at)


def events_of(number: str) -> list:
    with reading() as bank:
        return bank.execute(
            "SELECT e.*, o.notify_url FROM events e JOIN orders o USING (number) WHERE e.number = ? ORDER BY e.rowid",
            [number],
        ).fetchall()


Forged = tuple[bytes, dict[str, str]]


def by_bank(body: bytes, moment: int | None = None) -> dict[str, str]:
    return signed_headers(body, private_key(settings.BANK_FOLDER / BANK_KEY), moment=moment)


def altered(message: dict) -> Forged:
    """A genuine signature over another amount."""
    return body_of({**message, "amount_fen": message["amount_fen"] + 100}), by_bank(body_of(message))


def other_key(message: dict) -> Forged:
    return body_of(message), signed_headers(body_of(message), Ed25519PrivateKey.generate())


def unsigned(message: dict) -> Forged:
    return body_of(message), {}


def old(message: dict) -> Forged:
    return body_of(message), by_bank(body_of(message), moment=int(time.time()) - 3600)


def other_merchant(message: dict) -> Forged:
    body = body_of({**message, "merchant": "somebody-else"})
    return body, by_bank(body)


LIES: dict[str, Callable[[dict], Forged]] = {
    "altered": altered,
    "other_key": other_key,
    "unsigned": unsigned,
    "old": old,
    "other_merchant": other_merchant,
}


def work_forever(stopped: threading.Event) -> None:
    """Settle and deliver until told to stop; what goes wrong in one round is tried again in the next."""
    while not stopped.wait(ROUND_SECONDS):
        try:
            settle(at=clock.instant())
            deliver_due(at=clock.instant())
        except Exception:
            log.exception("a round of the demo bank failed")


def start_sender() -> threading.Thread:
    """Start telling the hall in a thread that ends with the process."""
    thread = threading.Thread(target=work_forever, args=[threading.Event()], name="notifications", daemon=True)
    thread.start()
    return thread
