"""Writes the books: postings, a row each, in one statement however many."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from insurance.rules.offsetting import transfers
from insurance.rules.postings import SIDES, PostingKind
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.debts import AMOUNTS

COPY_POSTINGS = """
COPY insurance_posting
    (area_id, kind, debit, credit, amount_fen, insurance, booked_on, bill_id, remittance_id, person_id, credit_note_id,
     made_by_id, at)
FROM STDIN
"""

SUMMED = ", ".join(
    f"sum({column}) AS {column}"
    for column in dict.fromkeys((*UNIT_COLUMN.values(), *OWN_COLUMN.values()))
    if column is not None
)
"""Every amount of a bill's lines added up before it is divided among funds: a seventh of the rows."""

CHARGE = f"""
WITH posted AS (
INSERT INTO insurance_posting (area_id, kind, debit, credit, amount_fen, insurance, booked_on, bill_id, at)
SELECT sums.area_id, side.kind, side.debit, side.credit, abs(sums.amount), sums.insurance, %(on)s, sums.bill_id, %(at)s
FROM (
    SELECT a.area_id, b.id AS bill_id, it.insurance, it.amount::bigint
    FROM insurance_bill b
    JOIN insurance_assessment a ON a.id = b.assessment_id
    CROSS JOIN LATERAL (SELECT {SUMMED} FROM insurance_contributionline WHERE assessment_id = a.id) AS l
    CROSS JOIN LATERAL (VALUES {AMOUNTS}) AS it(insurance, agency, amount)
    WHERE b.id = ANY(%(bills)s) AND it.agency = b.agency
) AS sums
JOIN (VALUES (true, 'charge', 'receivable', 'income'), (false, 'credit_note', 'income', 'payable'))
    AS side(owed, kind, debit, credit) ON side.owed = (sums.amount > 0)
WHERE sums.amount <> 0
ORDER BY sums.bill_id, sums.insurance
RETURNING bill_id, kind
)
SELECT count(*), coalesce(array_agg(DISTINCT bill_id) FILTER (WHERE kind = 'credit_note'), '{{}}') FROM posted
"""  # nosec B608
"""Only names of our own columns are put in."""


BOTH_WAYS = """
SELECT charged.bill_id, charged.area_id, charged.insurance, charged.amount_fen, given.insurance, given.amount_fen
FROM insurance_posting charged
JOIN insurance_posting given ON given.bill_id = charged.bill_id AND given.kind = 'credit_note'
WHERE charged.kind = 'charge' AND charged.bill_id = ANY(%s)
  AND NOT EXISTS (SELECT FROM insurance_posting p WHERE p.bill_id = charged.bill_id AND p.kind = 'transfer_in')
ORDER BY charged.bill_id
"""
"""What a bill charges one fund and gives back of another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting to be written; amount in fen, more than nothing."""

    kind: PostingKind
    amount_fen: int
    insurance: int | None = None
    bill_id: int | None = None
    remittance_id: int | None = None
    person_id: int | None = None
    credit_note_id: int | None = None
    made_by_id: int | None = None


def write(area_id: int, entries: Iterable[Entry], *, at: datetime, on: date) -> int:
    """Write postings into the books of an area on a business day; return how many. Nothing goes into a closed month.

    Whoever calls holds the books (``books.hold_books``) where the month may be closed meanwhile.
    """
    rows = [(area_id, *columns_of(one), on, one.bill_id, one.remittance_id, *made_by(one, at)) for one in entries]
    if rows:
        with connection.cursor() as cursor, cursor.copy(COPY_POSTINGS) as copy:
            for row in rows:
                copy.write_row(row)
    return len(rows)


def columns_of(one: Entry) -> tuple:
    """Return kind, debit, credit, amount and fund of a posting."""
    return str(one.kind), *map(str, SIDES[one.kind]), one.amount_fen, one.insurance


def made_by(one: Entry, at: datetime) -> tuple:
    return one.person_id, one.credit_note_id, one.made_by_id, at


def charge_bills(bill_ids: Collection[int], *, at: datetime, on: date) -> int:
    """Write the charge of bills that are being issued, from their lines, fund by fund; a negative one as a credit note.

    The statements do not grow with the bills; a second time it is refused by the database. Return how many charges.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHARGE, {"bills": list(bill_ids), "at": at, "on": on})
        charged, giving_back = cursor.fetchone()
    if giving_back:
        settle_within(giving_back, at=at, on=on)
    return charged


def settle_within(bill_ids: Collection[int], *, at: datetime, on: date) -> None:
    """Set off within each bill what it charges one fund against what it gives back of another, one statement an area.

    What remains is all owed or all given back, and is the bill's total.
    """
    with connection.cursor() as cursor:
        cursor.execute(BOTH_WAYS, [list(bill_ids)])
        rows = cursor.fetchall()
    both: dict[tuple[int, int], tuple[dict[int, int], dict[int, int]]] = {}
    for bill_id, area_id, charged, owed_fen, giving, given_fen in rows:
        owed, given = both.setdefault((area_id, bill_id), ({}, {}))
        owed[charged], given[giving] = owed_fen, given_fen
    entries: dict[int, list[Entry]] = {}
    for (area_id, bill_id), (owed, given) in both.items():
        about = {"bill_id": bill_id, "credit_note_id": bill_id}
        of_area = entries.setdefault(area_id, [])
        for giver, taker, amount in transfers(owed, given):
            of_area.append(Entry(PostingKind.TRANSFER_OUT, amount, giver, **about))
            of_area.append(Entry(PostingKind.TRANSFER_IN, amount, taker, bill_id=bill_id))
    for area_id, of_area in entries.items():
        write(area_id, of_area, at=at, on=on)


def open_bills(area_id: int, open_fen: Mapping[int, Mapping[int, int]], *, at: datetime, on: date) -> None:
    """Take bills that were charged before the hall kept books into them, with what is open on each by insurance.

    The bills are locked by the caller.
    """
    entries = [
        Entry(PostingKind.OPENING, amount, insurance=insurance, bill_id=bill_id)
        for bill_id, amounts in open_fen.items()
        for insurance, amount in amounts.items()
        if amount > 0
    ]
    write(area_id, entries, at=at, on=on)
