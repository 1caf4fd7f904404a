"""抵扣: credit notes pay the bills of their payer. Each call is one transaction; a second one finds nothing left to do.

Locks: the books of the area, then bills by key. Money that a refund is about is left alone, and so are bills that a payment
order may still pay.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from procrastinate.contrib.django import app as jobs

from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.models.refunds import Refund
from insurance.rules.kinds import BillState
from insurance.rules.months import Month
from insurance.rules.offsetting import Credit, Offset
from insurance.rules.offsetting import offset as offsets_of
from insurance.rules.postings import PostingKind
from insurance.rules.refunds import OPEN_REFUNDS
from insurance.selectors.credit_notes import credit_left, open_credit_notes
from insurance.selectors.debts import PAYABLE, debts_of, rule_of_fees
from insurance.services.books import hold_books
from insurance.services.ledger import Entry, open_bills, write

POSTING = "insurance.tasks.post_bills"

SETTLE = """
UPDATE insurance_bill AS bill SET
    paid_fen = bill.paid_fen + it.amount,
    state = CASE WHEN bill.paid_fen + it.amount = bill.unit_total_fen + bill.own_total_fen THEN 'paid' ELSE 'part_paid' END,
    paid_on = CASE WHEN bill.paid_fen + it.amount = bill.unit_total_fen + bill.own_total_fen THEN %(on)s ELSE bill.paid_on END,
    credited_on = CASE WHEN bill.paid_fen + it.amount = bill.unit_total_fen + bill.own_total_fen THEN %(on)s END
FROM unnest(%(bills)s::bigint[], %(amounts)s::bigint[]) AS it(id, amount)
WHERE bill.id = it.id
RETURNING bill.id, bill.state
"""


@transaction.atomic
def offset_area(area_id: int, *, at: datetime, on: date) -> list[int]:
    """Offset every open credit note of an area; return the keys of the bills that are paid by it."""
    payers = open_credit_notes().filter(assessment__area=area_id).values_list("assessment__unit", "assessment__person")
    units, people = {unit for unit, _person in payers}, {person for _unit, person in payers}
    return offset_payers(area_id, units - {None}, people - {None}, at=at, on=on)


@transaction.atomic
def offset(
    *, unit_id: int | None = None, person_id: int | None = None, area_id: int, at: datetime, on: date
) -> list[int]:
    """Offset the open credit notes of one payer; return the keys of the bills that are paid by it."""
    units, people = ({key} - {None} for key in (unit_id, person_id))
    return offset_payers(area_id, units, people, at=at, on=on)


def offset_payers(
    area_id: int, units: Collection[int], people: Collection[int], *, at: datetime, on: date
) -> list[int]:
    """Offset the credit notes of some payers; the statements do not grow with them."""
    hold_books(area_id)
    bills = locked_bills(area_id, units, people)
    notes = [bill for bill in bills if bill.total_fen < 0]
    left = credit_left({bill.pk for bill in notes} - set_aside(notes))
    giving = {payer_of(bill) for bill in notes if bill.pk in left}
    owing = [bill for bill in bills if bill.total_fen > 0 and payer_of(bill) in giving]
    if not owing:
        return []
    debts = debts_of([bill.pk for bill in owing])
    rule = rule_of_fees(PoolingArea.objects.get(pk=area_id), on)
    targets = {(bill.assessment_id, bill.agency): bill.pk for bill in owing}
    made: list[Offset] = []
    for payer in giving:
        given = [credit_of(note, left, targets) for note in notes if note.pk in left and payer_of(note) == payer]
        owed = [debts.of[bill.pk] for bill in owing if payer_of(bill) == payer]
        made += offsets_of(given, owed, settled_on=on, rule=rule)
    reached = {one.share.bill_id for one in made} & debts.unopened
    open_bills(area_id, {key: debts.of[key].open_fen for key in reached}, at=at, on=on)
    write(area_id, entries_of(made), at=at, on=on)
    return follow_up(settle(amounts_of(made), on=on))


def follow_up(paid: list[int]) -> list[int]:
    """Let the worker do what follows for the people on bills that are paid now; return them."""
    if paid:
        jobs.configure_task(POSTING).defer(bill_ids=paid)
    return paid


def locked_bills(area_id: int, units: Collection[int], people: Collection[int]) -> list[Bill]:
    """Return the payers' bills that ask for money or give it back and that no order holds, locked by key."""
    payers = Q(assessment__unit__in=units) | Q(assessment__person__in=people)
    bills = Bill.objects.filter(payers, assessment__area=area_id, state__in=PAYABLE, held_by=None)
    return list(bills.select_related("assessment").select_for_update(of=("self",), no_key=True).order_by("pk"))


def payer_of(bill: Bill) -> tuple[int | None, int | None]:
    return bill.assessment.unit_id, bill.assessment.person_id


def set_aside(notes: Collection[Bill]) -> set[int]:
    """Return the keys of the credit notes that a refund is about."""
    return set(Refund.objects.filter(bill__in=notes, state__in=OPEN_REFUNDS).values_list("bill", flat=True))


def credit_of(note: Bill, left: dict[int, dict[int, int]], targets: dict[tuple[int, str], int]) -> Credit:
    """Return a credit note as the rule wants it."""
    corrects = targets.get((note.assessment.corrects_id, note.agency))
    return Credit(note.pk, Month.of(note.assessment.month), corrects, left[note.pk])


def entries_of(made: Iterable[Offset]) -> list[Entry]:
    """Return the postings of offsets: a late fee is owed and paid in the same moment."""
    entries = []
    for one in made:
        share = one.share
        if share.late_fee_fen:
            entries.append(Entry(PostingKind.LATE_FEE, share.late_fee_fen, share.insurance, share.bill_id))
        about = {"bill_id": share.bill_id, "credit_note_id": one.credit_id}
        entries.append(Entry(PostingKind.OFFSET, share.total_fen, share.insurance, **about))
    return entries


def amounts_of(made: Iterable[Offset]) -> dict[int, int]:
    """Return by how much ``paid_fen`` of every bill changes: up on those that are paid, down on the credit notes."""
    amounts: dict[int, int] = defaultdict(int)
    for one in made:
        amounts[one.share.bill_id] += one.share.principal_fen
        amounts[one.credit_id] -= one.share.total_fen
    return amounts


def settle(amounts: dict[int, int], *, on: date) -> list[int]:
    """Write what was settled onto the bills, a row each; return the keys of those that were owed and are paid now."""
    facts = {"bills": list(amounts), "amounts": list(amounts.values()), "on": on}
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, facts)
        return [key for key, state in cursor.fetchall() if state == BillState.PAID and amounts[key] > 0]
