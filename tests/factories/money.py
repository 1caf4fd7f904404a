"""Bills that the hall issued, orders to pay them, and what channels say of them."""

from datetime import date, datetime, timedelta
from itertools import count

from django.db import connection

from accounts.rules.roles import Role
from insurance.models import Bill, LateFee, Payment, PaymentItem, Posting, Remittance
from insurance.rules.allocation import owed
from insurance.rules.payments import ChannelMessage, MessageKind, Source
from insurance.selectors.book_checks import check_all
from insurance.selectors.debts import debts_of, fee_rule_for
from insurance.services import crediting, ledger
from tests.factories.clock import NOW, TODAY
from tests.factories.contributions import charge
from tests.factories.parties import UserFactory
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

CHANNEL = "sandbox"
EVENTS = count(1)


def area_with_rules():
    """Return the area with the policy that bills need."""
    area = AreaFactory()
    if not LateFee.objects.filter(area=area).exists():
        put_policy(area)
    return area


def issued(person, month="2026-08", *, unit=None, on=date(2026, 9, 1), due_on=date(2026, 9, 25), **also) -> list[Bill]:
    """Charge a person, and issue the bills of the charge; return them, by agency."""
    assessment = charge(person, month, unit=unit, standing="missing", **also)
    bills = Bill.objects.filter(assessment=assessment)
    bills.update(issued_on=on, due_on=due_on)
    keys = list(bills.values_list("pk", flat=True))
    ledger.charge_bills(keys, at=NOW, on=on)
    return list(bills.order_by("agency"))


def corrected(bill: Bill, parts: dict[str, int], *, kind="difference") -> Bill:
    """Issue what corrects a bill by these amounts, by column; return the bill of the same agency."""
    old = bill.assessment
    person = old.lines.first().person
    made = charge(person, f"{old.month:%Y-%m}", unit=old.unit, parts=parts, standing="missing", kind=kind)
    made.corrects = old
    made.save()
    Bill.objects.filter(assessment=made).update(issued_on=TODAY, due_on=None)
    ledger.charge_bills(list(made.bills.values_list("pk", flat=True)), at=NOW, on=TODAY)
    return made.bills.get(agency=bill.agency)


def ordered(bills, *, at=NOW, on=TODAY) -> Payment:
    """Return an order that holds these bills, of one payer."""
    debts = debts_of([bill.pk for bill in bills]).of
    assessment = bills[0].assessment
    rule = fee_rule_for(assessment.area, debts.values(), on)
    costs = {key: owed(debt, settled_on=on, rule=rule) for key, debt in debts.items()}
    amounts = {
        key: (sum(one.principal_fen for one in shares), sum(one.late_fee_fen for one in shares))
        for key, shares in costs.items()
    }
    payment = Payment.objects.create(
        area=assessment.area,
        unit=assessment.unit,
        person=assessment.person,
        made_by=UserFactory(),
        channel=CHANNEL,
        principal_fen=sum(principal for principal, _fee in amounts.values()),
        late_fee_fen=sum(fee for _principal, fee in amounts.values()),
        started_at=at,
        expires_at=at + timedelta(minutes=30),
    )
    payment.refresh_from_db()
    PaymentItem.objects.bulk_create(
        PaymentItem(payment=payment, bill_id=key, principal_fen=principal, late_fee_fen=fee)
        for key, (principal, fee) in amounts.items()
    )
    Bill.objects.filter(pk__in=amounts).update(held_by=payment)
    return payment


def said(payment: Payment | None, kind=MessageKind.CREDITED, **also) -> ChannelMessage:
    """Return what a channel says of an order: by default that its money is there."""
    number = next(EVENTS)
    facts = {
        "event_id": f"E{number}",
        "kind": kind,
        "order_number": payment.number if payment else "Z99999999",
        "reference": f"R{payment.number if payment else number}",
        "amount_fen": payment.amount_fen if payment else 10_000,
        "merchant": "hall",
        "occurred_at": NOW,
    }
    return ChannelMessage(**facts | also)


def told(message: ChannelMessage, *, at: datetime = NOW, on: date = TODAY):
    """Let the hall take a message in; return what it did."""
    return crediting.receive(message, channel=CHANNEL, source=Source.MESSAGE, area=AreaFactory(), at=at, on=on)


def in_suspense(amount_fen: int = 10_000) -> Remittance:
    """Return money for an order that nobody knows."""
    message = said(None, amount_fen=amount_fen)
    told(message)
    return Remittance.objects.get(channel=CHANNEL, reference=message.reference)


def cashier():
    """Return a member of the staff who proposes what happens to money."""
    return UserFactory(staff=True, roles=[Role.CASHIER])


def differences() -> list[str]:
    """Return what checking the books finds."""
    return [line for one in check_all() for line in one.lines()]


def posted(**about) -> list[tuple]:
    """Return kind, insurance and amount of postings, in the order in which they were written."""
    return list(Posting.objects.filter(**about).order_by("pk").values_list("kind", "insurance", "amount_fen"))


def without_triggers(statement: str) -> None:
    """Carry out a statement as the owner of the database, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")
