"""抵扣: credit notes pay the bills of their payer. Each call is one transaction; a second one finds nothing left to do.

Locks: the books of the area, then bills by key. Money that a refund is about, or that a person has asked back, is left
alone, and so are bills that a payment order may still pay.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.months import Month
from insurance.rules.offsetting import Credit, Offset
from insurance.rules.offsetting import offset as offsets_of
from insurance.rules.postings import PostingKind
from insurance.selectors.credit_notes import credit_left, open_credit_notes
from insurance.selectors.debts import PAYABLE, debts_of, fee_rule_for
from insurance.selectors.refund_requests import asked_back
from insurance.selectors.refunds import kept_for_refunds
from insurance.services.books import hold_books
from insurance.services.ledger import Entry, open_bills, write
from insurance.services.settling import follow_up, settle


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
    giving = by_payer(bill for bill in notes if bill.pk in left)
    owing = by_payer(bill for bill in bills if bill.total_fen > 0 and payer_of(bill) in giving)
    debts = debts_of([bill.pk for mine in owing.values() for bill in mine])
    rule = fee_rule_for(PoolingArea(pk=area_id), debts.of.values(), on)
    made: list[Offset] = []
    for payer, owed in owing.items():
        targets = {(bill.assessment_id, bill.agency): bill.pk for bill in owed}
        given = [credit_of(note, left, targets) for note in giving[payer]]
        made += offsets_of(given, [debts.of[bill.pk] for bill in owed], settled_on=on, rule=rule)
    reached = {one.share.bill_id for one in made} & debts.unopened
    open_bills(area_id, {key: debts.of[key].open_fen for key in reached}, at=at, on=on)
    write(area_id, entries_of(made), at=at, on=on)
    amounts = amounts_of(made)
    whole = settle(amounts, paid_on=on, credited_on=on)
    follow_up(whole)
    return [key for key in whole if amounts[key] > 0]


def locked_bills(area_id: int, units: Collection[int], people: Collection[int]) -> list[Bill]:
    """Return the payers' bills that ask for money or give it back and that no order holds, locked by key."""
    payers = Q(assessment__unit__in=units) | Q(assessment__person__in=people)
    bills = Bill.objects.filter(payers, assessment__area=area_id, state__in=PAYABLE, held_by=None)
    return list(bills.select_related("assessment").select_for_update(of=("self",), no_key=True).order_by("pk"))


def payer_of(bill: Bill) -> tuple[int | None, int | None]:
    return bill.assessment.unit_id, bill.assessment.person_id


def by_payer(bills: Iterable[Bill]) -> dict[tuple[int | None, int | None], list[Bill]]:
    """Return bills by whose they are."""
    found: dict[tuple[int | None, int | None], list[Bill]] = {}
    for bill in bills:
        found.setdefault(payer_of(bill), []).append(bill)
    return found


def set_aside(notes: Collection[Bill]) -> set[int]:
    """Return the keys of the credit notes that a refund is about, or that a person has asked back."""
    return kept_for_refunds(notes) | asked_back(notes)


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
