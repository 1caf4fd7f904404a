"""Web processes and the database die in the middle of payments; messages come again; the end is the same."""

from datetime import date

import pytest

from insurance.models import Bill, Payment, PaymentEvent, Posting, Remittance
from insurance.rules.payments import MessageKind
from tests import hall_processes
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory
from tests.factories.money import area_with_rules, differences, issued, ordered, said, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ORDERS = 20

STORM = """
import django
django.setup()
from datetime import datetime
from insurance.models import Payment, PoolingArea
from insurance.rules.payments import ChannelMessage, MessageKind, Source
from insurance.services import crediting
from tests.hall_processes import get_stuck
get_stuck(crediting, "answered", at={stuck_at})
at = datetime.fromisoformat("{now}")
area = PoolingArea.objects.get(code="379901")
for number, amount in list(Payment.objects.order_by("{order}").values_list("number", "principal_fen")):
    fee = Payment.objects.get(number=number).late_fee_fen
    for kind in ("paid", "credited", "credited"):
        message = ChannelMessage(
            event_id=kind + number, kind=MessageKind(kind), order_number=number, reference="R" + number,
            amount_fen=amount + fee, merchant="hall", occurred_at=at,
        )
        crediting.receive(message, channel="sandbox", source=Source.MESSAGE, area=area, at=at, on=at.date())
"""
"""A process that takes in what a channel says of every order, from one end to the other, twice. It can be stuck where a
message has had its effect and nothing is committed yet, there to be killed."""


def storm(*, order: str = "pk", stuck_at: int | None = None):
    program = STORM.replace("{now}", NOW.isoformat()).replace("{order}", order).replace("{stuck_at}", str(stuck_at))
    return hall_processes.running(program)


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


def test_killed_in_the_middle_and_said_again_it_ends_as_if_nothing_had_happened(tmp_path):
    """Two processes from both ends, both in the middle of money: one is killed, then the server itself; another one is
    killed in the middle of what was left, and loses its sessions; at last everything is said once more."""
    data = tmp_path / "postgres"
    with hall_processes.on_a_server_of_its_own(data):
        orders()
        with storm(stuck_at=8) as first, storm(order="-pk", stuck_at=10) as second:
            hall_processes.until_stuck(first)
            hall_processes.until_stuck(second)
            first.kill()
            hall_processes.kill_server(data)
            assert hall_processes.go_on(second) != 0, "the process lost its database"
        assert Remittance.objects.count() == 3 + 4, "what was acknowledged is there, what was not is not"
        assert differences() == []
        with storm(stuck_at=6) as third:
            hall_processes.until_stuck(third)
            hall_processes.end_sessions()
            assert hall_processes.go_on(third) != 0, "the process lost its session"
        assert differences() == []
        with storm() as last:
            assert hall_processes.go_on(last) == 0
        disturbed = books()
        assert differences() == []
    assert {state for state, _on in disturbed["orders"]} == {"succeeded"}
    assert len(disturbed["money"]) == ORDERS
    assert disturbed == undisturbed()


def undisturbed() -> dict:
    """Return the books after the same messages were taken in quietly, once each, in one process."""
    orders()
    for payment in Payment.objects.order_by("pk"):
        for kind in (MessageKind.PAID, MessageKind.CREDITED):
            about = {"event_id": f"{kind}{payment.number}", "reference": f"R{payment.number}"}
            told(said(payment, kind, **about), at=NOW, on=TODAY)
    return books()
