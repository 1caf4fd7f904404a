"""The bank's business: orders are paid, refused, credited, closed and given back. Each act is one transaction.

Whoever was told something is told it again until it is acknowledged, unless the payer chose that the bank stays silent.
"""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection, Row
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from portal.sandbox_bank.store import reading, writing

MEANS = ("card", "wallet")
MANNERS = ("now", "late", "silent", "refused")
"""What a payer may try: pay and be credited at once, be credited later, be credited while the bank tells nobody, have no
money."""

CREDITED_AFTER = timedelta(minutes=5)
"""When money that was paid "now, credited later" is credited if nobody presses the button before."""

REFUND_TAKES = timedelta(seconds=3)


NUMBER = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)


class NotPossible(Exception):
    """The order cannot be paid so; the code says why: expired, closed, failed, paid, unpaid."""


class Unreadable(Exception):
    """A signed order that is none: something is missing, of another kind, or for another merchant."""


@dataclass(frozen=True)
class Order:
    """An order as the hall signed it; amount in whole fen."""

    number: str
    amount_fen: int
    subject: str
    expires_at: datetime
    notify_url: str
    return_url: str
    card: str


def read_order(content: bytes) -> Order:
    """Return the order in signed bytes. Raises Unreadable."""
    try:
        told = json.loads(content)
        order = Order(
            number=str(told["order"]),
            amount_fen=told["amount_fen"],
            subject=str(told["subject"]),
            expires_at=datetime.fromisoformat(told["expires_at"]),
            notify_url=web_address(told["notify_url"]),
            return_url=web_address(told["return_url"]),
            card=last_four(told.get("card")),
        )
        is_sound = type(order.amount_fen) is int and order.amount_fen > 0 and order.expires_at.tzinfo is not None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable from None
    if not is_sound or not NUMBER.fullmatch(order.number) or told.get("merchant") != settings.BANK_MERCHANT:
        raise Unreadable
    return order


def web_address(text: str) -> str:
    """Return an address of the web; ValueError for any other."""
    if urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError(text)
    return text


def last_four(card) -> str:
    """Return the last four digits of the bound card the payer wants to use, empty where there is none."""
    return str(card.get("last_four", ""))[-4:] if isinstance(card, dict) else str(card or "")[-4:]


def enter(order: Order, *, at: datetime) -> Row:
    """Note an order that somebody came with, once; return how it stands. A closed one stays closed."""
    with writing() as bank:
        bank.execute(
            "INSERT INTO orders (number, amount_fen, subject, expires_at, notify_url, return_url, card, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET amount_fen = excluded.amount_fen,"
            " subject = excluded.subject, expires_at = excluded.expires_at, notify_url = excluded.notify_url,"
            " return_url = excluded.return_url, card = excluded.card WHERE orders.amount_fen = 0",
            (
                order.number,
                order.amount_fen,
                order.subject,
                written(order.expires_at),
                order.notify_url,
                order.return_url,
                order.card,
                written(at),
            ),
        )
        return found(bank, order.number)


def found(bank: Connection, number: str) -> Row | None:
    return bank.execute("SELECT * FROM orders WHERE number = ?", [number]).fetchone()


def obstacle(order: Row, *, at: datetime) -> str:
    """Return why an order cannot be paid as ordered, empty where it can."""
    if order["state"] in ("paid", "credited"):
        return "paid"
    if order["state"] in ("failed", "closed"):
        return order["state"]
    return "expired" if written(at) >= order["expires_at"] else ""


def pay(number: str, *, means: str, manner: str, at: datetime) -> None:
    """Do what the payer chose. Raises NotPossible."""
    with writing() as bank:
        order = found(bank, number)
        if why := obstacle(order, at=at):
            raise NotPossible(why)
        if manner == "silent":
            bank.execute("UPDATE orders SET silent = 1 WHERE number = ?", [number])
            order = found(bank, number)
        if manner == "refused":
            bank.execute("UPDATE orders SET state = 'failed' WHERE number = ?", [number])
            tell(bank, order, "failed", new_reference(at), at=at)
            return
        move(bank, order, means=means, credit_at=at + CREDITED_AFTER if manner == "late" else at, at=at)


def pay_anyway(number: str, *, at: datetime) -> None:
    """Pay an order again, or one that nobody may pay any more: what a real bank should not do and sometimes does.

    Raises NotPossible("unpaid") for an order that waits for its ordinary payment, or that nobody has come with: what it
    comes to is not known then.
    """
    with writing() as bank:
        order = found(bank, number)
        if not order["amount_fen"] or not obstacle(order, at=at):
            raise NotPossible("unpaid")
        move(bank, order, means="card", credit_at=at, at=at)


def move(bank: Connection, order: Row, *, means: str, credit_at: datetime, at: datetime) -> None:
    """Take the money from the payer, and credit it where that is due at once."""
    reference = new_reference(at)
    bank.execute(
        "INSERT INTO movements (reference, number, amount_fen, means, paid_at, credit_at) VALUES (?, ?, ?, ?, ?, ?)",
        (reference, order["number"], order["amount_fen"], means, written(at), written(credit_at)),
    )
    bank.execute("UPDATE orders SET state = 'paid' WHERE number = ? AND state <> 'credited'", [order["number"]])
    tell(bank, order, "paid", reference, at=at)
    if credit_at <= at:
        credit(bank, reference, at=at)


def new_reference(at: datetime) -> str:
    """Return a number for a movement; by chance, so that a bank that was set up anew never repeats an old one."""
    return f"YB{timezone.localtime(at):%Y%m%d}{secrets.token_hex(6).upper()}"


def credit(bank: Connection, reference: str, *, at: datetime) -> None:
    """Put money that was paid on the merchant's account, once."""
    done = bank.execute(
        "UPDATE movements SET credited_at = ?, credit_at = NULL WHERE reference = ? AND credited_at IS NULL RETURNING number",
        (written(at), reference),
    ).fetchone()
    if done is None:
        return
    bank.execute("UPDATE orders SET state = 'credited' WHERE number = ?", [done["number"]])
    tell(bank, found(bank, done["number"]), "credited", reference, at=at)


def credit_waiting(number: str, *, at: datetime) -> None:
    """Credit what was paid on an order and waits."""
    with writing() as bank:
        for row in bank.execute(
            "SELECT reference FROM movements WHERE number = ? AND credited_at IS NULL", [number]
        ).fetchall():
            credit(bank, row["reference"], at=at)


def close(number: str, *, at: datetime) -> str:
    """Let nobody pay an order any more, also one the bank has not seen yet; return how it stands."""
    with writing() as bank:
        bank.execute("INSERT OR IGNORE INTO orders (number, seen_at) VALUES (?, ?)", (number, written(at)))
        bank.execute("UPDATE orders SET state = 'closed' WHERE number = ? AND state = 'unpaid'", [number])
        return found(bank, number)["state"]


def give_back(number: str, reference: str, amount_fen: int, *, at: datetime) -> str:
    """Take on to give money of a movement back; return ``accepted`` or ``refused``. A number counts once."""
    with writing() as bank:
        known = bank.execute("SELECT * FROM refunds WHERE number = ?", [number]).fetchone()
        if known:
            is_same = (known["reference"], known["amount_fen"]) == (reference, amount_fen)
            return "accepted" if is_same else "refused"
        left = bank.execute(
            "SELECT m.amount_fen - coalesce(sum(r.amount_fen), 0) AS fen FROM movements m"
            " LEFT JOIN refunds r ON r.reference = m.reference"
            " WHERE m.reference = ? AND m.credited_at IS NOT NULL GROUP BY m.reference",
            [reference],
        ).fetchone()
        if left is None or not 0 < amount_fen <= left["fen"]:
            return "refused"
        bank.execute(
            "INSERT INTO refunds (number, reference, amount_fen, asked_at) VALUES (?, ?, ?, ?)",
            (number, reference, amount_fen, written(at)),
        )
        return "accepted"


def settle(*, at: datetime) -> None:
    """Credit and give back what has become due by now."""
    with writing() as bank:
        for row in bank.execute("SELECT reference FROM movements WHERE credit_at <= ?", [written(at)]).fetchall():
            credit(bank, row["reference"], at=at)
        due = bank.execute(
            "UPDATE refunds SET done_at = ? WHERE done_at IS NULL AND asked_at <= ? RETURNING *",
            (written(at), written(at - REFUND_TAKES)),
        ).fetchall()
        for row in due:
            order = bank.execute(
                "SELECT o.* FROM orders o JOIN movements m ON m.number = o.number WHERE m.reference = ?",
                [row["reference"]],
            ).fetchone()
            tell(bank, order, "refunded", row["number"], at=at, amount_fen=row["amount_fen"])


def tell(
    bank: Connection, order: Row, kind: str, reference: str, *, at: datetime, amount_fen: int | None = None
) -> None:
    """Store a notification; the sender delivers it, unless the payer chose that nobody is told."""
    event = f"N{at:%Y%m%d}{secrets.token_hex(8)}"
    fen = order["amount_fen"] if amount_fen is None else amount_fen
    send_at = None if order["silent"] else written(at)
    bank.execute(
        "INSERT INTO events (event, kind, number, reference, amount_fen, occurred_at, send_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (event, kind, order["number"], reference, fen, written(at), send_at),
    )


def told(event: Row) -> dict:
    """Return a notification as it stands in the protocol."""
    return {
        "event": event["event"],
        "kind": event["kind"],
        "order": event["number"],
        "reference": event["reference"],
        "amount_fen": event["amount_fen"],
        "merchant": settings.BANK_MERCHANT,
        "occurred_at": event["occurred_at"],
    }


def standing(number: str) -> dict:
    """Return how an order stands and everything there was to tell of it; one nobody came with yet is unpaid."""
    with reading() as bank:
        order = found(bank, number)
        events = bank.execute("SELECT * FROM events WHERE number = ? ORDER BY rowid", [number]).fetchall()
    return {
        "order": number,
        "state": order["state"] if order else "unpaid",
        "events": [told(event) for event in events],
    }


def written(moment: datetime) -> str:
    """Return an instant as the bank stores and says it: UTC, so that texts sort as the instants do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
