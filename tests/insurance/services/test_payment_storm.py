"""Web processes and the database die in the middle of hundreds of payments; messages come again; the end is the same."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from insurance.models import Bill, Payment, PaymentEvent, Posting, Remittance
from insurance.rules.payments import MessageKind
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory
from tests.factories.money import area_with_rules, differences, issued, ordered, said, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ORDERS = 40

STORM = """
import sys
import django
django.setup()
from datetime import date, datetime
from django.db import connection
from insurance.models import Payment, PoolingArea
from insurance.rules.payments import ChannelMessage, MessageKind, Source
from insurance.services import crediting
at = datetime.fromisoformat("{now}")
area = PoolingArea.objects.get(code="379901")
for number, amount in list(Payment.objects.order_by("pk").values_list("number", "principal_fen")):
    fee = Payment.objects.get(number=number).late_fee_fen
    for kind in ("paid", "credited", "credited"):
        message = ChannelMessage(
            event_id=kind + number, kind=MessageKind(kind), order_number=number, reference="R" + number,
            amount_fen=amount + fee, merchant="hall", occurred_at=at,
        )
        crediting.receive(message, channel="sandbox", source=Source.MESSAGE, area=area, at=at, on=at.date())
"""
"""A process that takes in what a channel says of every order, from the first to the last, twice."""


def start() -> subprocess.Popen:
    at = connection.settings_dict
    address = {"user": at["USER"], "password": at["PASSWORD"], "host": at["HOST"], "port": at["PORT"]}
    query = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in address.items() if value)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"postgresql:///{at['NAME']}?{query}",
    }
    program = STORM.replace("{now}", NOW.isoformat())
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL
    )


def books() -> dict:
    """Return everything that matters of what was written; bills and orders by their place, because keys differ."""
    bills = {key: place for place, key in enumerate(Bill.objects.order_by("pk").values_list("pk", flat=True))}
    orders = {key: place for place, key in enumerate(Payment.objects.order_by("pk").values_list("pk", flat=True))}
    money = dict(Remittance.objects.values_list("pk", "payment"))
    return {
        "orders": list(Payment.objects.order_by("pk").values_list("state", "credited_on")),
        "bills": list(Bill.objects.order_by("pk").values_list("state", "paid_fen", "credited_on", "held_by")),
        "money": sorted(
            (orders[key], *rest)
            for key, *rest in Remittance.objects.values_list("payment", "amount_fen", "allocated_fen", "suspended")
        ),
        "events": sorted(
            (orders[key], *rest) for key, *rest in PaymentEvent.objects.values_list("payment", "kind", "outcome")
        ),
        "postings": sorted(
            (bills.get(bill, -1), orders.get(money.get(remittance), -1), *rest)
            for bill, remittance, *rest in Posting.objects.filter(insurance__isnull=False).values_list(
                "bill", "remittance", "kind", "insurance", "amount_fen"
            )
        ),
        "received": sorted(Posting.objects.filter(insurance=None).values_list("kind", "amount_fen")),
    }


def orders() -> None:
    area_with_rules()
    unit = UnitFactory()
    for position in range(ORDERS):
        person = PersonFactory()
        due_on = date(2026, 9, 1 + position % 20)
        parts = {"pension_own": 10_000 + position, "medical_own": 999 + position}
        ordered(issued(person, unit=unit if position == 0 else None, parts=parts, due_on=due_on))


def wait_until_some_are_paid(so_many: int) -> None:
    for _ in range(3000):
        try:
            if Remittance.objects.count() >= so_many:
                return
        except OperationalError:
            connection.close()
        time.sleep(0.01)
    raise AssertionError("the storm never began")


def crash_every_session() -> None:
    """End every other session of the database at once, as a server does that stops immediately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_killed_in_the_middle_and_said_again_it_ends_as_if_nothing_had_happened():
    orders()
    first, second = start(), start()
    wait_until_some_are_paid(5)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    seen = Remittance.objects.count()
    assert seen < ORDERS, "the storm was over before anything was killed"
    assert differences() == []
    wait_until_some_are_paid(min(seen + 5, ORDERS - 10))
    crash_every_session()
    assert second.wait(timeout=60) != 0, "the process lost its database"
    assert differences() == []
    assert start().wait(timeout=120) == 0
    disturbed = books()
    assert differences() == []
    assert {state for state, _on in disturbed["orders"]} == {"succeeded"}
    assert len(disturbed["money"]) == ORDERS
    assert disturbed == undisturbed()


def undisturbed() -> dict:
    """Return the books after the same messages were taken in quietly, once each, in one process."""
    call_command("flush", verbosity=0, interactive=False, reset_sequences=True)
    orders()
    for payment in Payment.objects.order_by("pk"):
        for kind in (MessageKind.PAID, MessageKind.CREDITED):
            about = {"event_id": f"{kind}{payment.number}", "reference": f"R{payment.number}"}
            told(said(payment, kind, **about), at=NOW, on=TODAY)
    return books()
