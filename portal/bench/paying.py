"""A thousand bills paid by one order: credited while the channel waits, and what follows for the people on them."""

from datetime import date, datetime, time

from django.db import connection, transaction

from accounts.models import Unit, User
from accounts.rules.roles import UserKind
from insurance.models import AssessmentRun, Bill, ContributionLine, Payment, PoolingArea, Posting, Reassessment
from insurance.rules.business_day import at_office
from insurance.rules.payments import ChannelMessage, MessageKind, Source
from insurance.services import crediting, payment_orders, posting
from insurance.services.assessing import assess
from portal.bench.assessing import PEOPLE_OF_A_UNIT, check_constraints, following, invent
from portal.bench.batches import RolledBack, taken_back
from portal.bench.measuring import Measured, seconds
from portal.demo.numbers import AREA

BILLS = 1_000
SECONDS_OF_GOAL = 1
"""A channel waits that long for its answer."""

HEADERS = """
UPDATE insurance_bill SET
    paid_fen = unit_total_fen + own_total_fen, state = 'paid', paid_on = %(on)s, credited_on = %(on)s, held_by_id = NULL
WHERE id = ANY(%(bills)s)
"""
"""The least that paying can be: one row of every bill written, and nothing else."""


def measurements(*, on: date, bills: int = BILLS) -> list[Measured]:
    """Return what an order about a thousand bills took, in a transaction that leaves nothing."""
    at = at_office(on, time(10))
    with taken_back():
        payer, issued = issued_bills(bills, at=at, on=on)
        begun = seconds(lambda: begin(payer, issued, at=at, on=on))
        order = Payment.objects.latest("pk")
        keys = [bill.pk for bill in issued]
        people = ContributionLine.objects.filter(assessment__bills__in=keys).distinct().count()
        floor = header_update(keys, on)
        before = Posting.objects.count()
        credited = seconds(lambda: (credit(order, at=at, on=on), check_constraints()))
        written = Posting.objects.count() - before
        posted = seconds(lambda: (posting.finish(order.pk, at=at, on=on), check_constraints()))
    name = f"{len(keys):,} bills of one order"
    return [
        Measured(f"{name} begun", begun, "–", reached=True, note=f"{people:,} lines reckoned, bills held"),
        Measured(
            f"{name} credited",
            credited,
            f"< {SECONDS_OF_GOAL} s",
            credited < SECONDS_OF_GOAL,
            floor,
            f"{len(keys):,} bills and {written:,} postings written",
        ),
        Measured(f"{name} posted", posted, "–", reached=True, note="accounts, benefits and certificate"),
    ]


def issued_bills(count: int, *, at: datetime, on: date) -> tuple[Unit, list[Bill]]:
    """Assess a month for enough units of a hundred people, with statistics as after an ordinary night; return one of them,
    and ``count`` bills."""
    area = PoolingArea.objects.get(code=AREA)
    AssessmentRun.objects.filter(area=area, state="running").delete()
    month = following(area, on)
    invent(area, count * PEOPLE_OF_A_UNIT // 2, month)
    Reassessment.objects.all().delete()
    last = Bill.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    assess(area, month, actor=None, at=at, on=max(on, month.day(10)))
    issued = Bill.objects.filter(pk__gt=last, assessment__unit__credit_code__startswith="ASSESS")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE insurance_assessment, insurance_bill, insurance_contributionline, insurance_posting")
    check_constraints()
    bills = list(issued.select_related("assessment__area", "assessment__unit").order_by("pk")[:count])
    return bills[0].assessment.unit, bills


def begin(payer: Unit, bills: list[Bill], *, at: datetime, on: date) -> Payment:
    """Order bills, as ``payment_orders.begin`` does when it has locked them; no channel need be set up."""
    area = bills[0].assessment.area
    staff = User.objects.create(kind=UserKind.STAFF, username="bench")
    costs = payment_orders.costs_of(bills, area, at=at, on=on)
    order = payment_orders.created(payer, area, costs.values(), channel="bench", card=None, actor=staff, at=at, on=on)
    payment_orders.hold(order, bills, costs)
    return order


def header_update(bills: list[int], on: date) -> float:
    """Return how long the least update of the bills takes; it is taken back."""

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(HEADERS, {"bills": bills, "on": on})

    took = 0.0
    try:
        with transaction.atomic():
            took = seconds(act)
            raise RolledBack
    except RolledBack:
        return took


def credit(order: Payment, *, at: datetime, on: date) -> None:
    """Take in the channel's word that the money is there."""
    message = ChannelMessage("bench", MessageKind.CREDITED, order.number, "bench", order.amount_fen, "bench", at)
    crediting.receive(message, channel=order.channel, source=Source.MESSAGE, area=order.area, at=at, on=on)
