"""What is open on bills, fund by fund, and what they cost on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from insurance.models.policy import PoolingArea
from insurance.rules.allocation import BillDebt, spread
from insurance.rules.kinds import AGENCY_OF, BillState, Insurance
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.months import Month
from insurance.rules.postings import Account
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.policy import late_fee_rule_on

PAYABLE = (BillState.ISSUED, BillState.PART_PAID)
"""Bills that ask for money now."""

AMOUNTS = ", ".join(
    "({code}, '{agency}', {amount})".format(
        code=int(code),
        agency=AGENCY_OF[code],
        amount=" + ".join(
            f"coalesce(l.{column}, 0)" for column in (UNIT_COLUMN[code], OWN_COLUMN[code]) if column is not None
        ),
    )
    for code in Insurance
)
"""A row for every insurance of a contribution line ``l``: its code, its agency, unit and own part together."""

CHARGED = f"""
SELECT b.id, it.insurance, sum(it.amount)::bigint
FROM insurance_bill b
JOIN insurance_contributionline l ON l.assessment_id = b.assessment_id
CROSS JOIN LATERAL (VALUES {AMOUNTS}) AS it(insurance, agency, amount)
WHERE b.id = ANY(%s) AND it.agency = b.agency AND it.amount <> 0
GROUP BY b.id, it.insurance
"""  # nosec B608
"""What lines charge on bills, by insurance. Only names of our own columns are put in."""

BOOKED = f"""
SELECT p.bill_id, p.insurance, sum(CASE WHEN p.debit = '{Account.RECEIVABLE}' THEN p.amount_fen ELSE -p.amount_fen END)::bigint
FROM insurance_posting p
WHERE p.bill_id = ANY(%s) AND '{Account.RECEIVABLE}' IN (p.debit, p.credit)
GROUP BY p.bill_id, p.insurance
"""  # nosec B608

BILLS = """
SELECT b.id, a.month, a.unit_id, b.due_on, b.deferred_until, b.paid_fen, b.issued_on
FROM insurance_bill b JOIN insurance_assessment a ON a.id = b.assessment_id
WHERE b.id = ANY(%s)
"""


class BillRow(NamedTuple):
    """One row of BILLS."""

    id: int
    month: date
    unit_id: int | None
    due_on: date | None
    deferred_until: date | None
    paid_fen: int
    issued_on: date | None


@dataclass(frozen=True)
class Debts:
    """What is open on some bills, by the bill's key; ``unopened`` are taken-over bills that no posting names yet."""

    of: dict[int, BillDebt]
    unopened: frozenset[int]


def debts_of(bill_ids: Collection[int]) -> Debts:
    """Return what is open on bills; three statements, however many. Only units ever owe late fees."""
    keys = [list(bill_ids)]
    with connection.cursor() as cursor:
        cursor.execute(BILLS, keys)
        rows = [BillRow._make(row) for row in cursor.fetchall()]
        cursor.execute(BOOKED, keys)
        booked = _by_bill(cursor.fetchall())
        unopened = frozenset(row.id for row in rows if row.issued_on is None and row.id not in booked)
        charged: dict[int, dict[int, int]] = {}
        if unopened:
            cursor.execute(CHARGED, [list(unopened)])
            charged = _by_bill(cursor.fetchall())
    return Debts({row.id: debt_from(row, booked, charged) for row in rows}, unopened)


def _by_bill(rows) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for bill_id, insurance, amount in rows:
        found.setdefault(bill_id, {})[insurance] = amount
    return found


def debt_from(row: BillRow, booked: dict[int, dict[int, int]], charged: dict[int, dict[int, int]]) -> BillDebt:
    """Return what is open on one bill by its row, what the books say of it, and what its lines charge; fen by insurance."""
    open_fen = booked.get(row.id)
    if open_fen is None:
        open_fen = spread(row.paid_fen, charged.get(row.id, {}))
    late_from = None
    if row.unit_id is not None and row.due_on is not None:
        late_from = max(row.due_on, row.deferred_until or row.due_on)
    return BillDebt(
        row.id,
        Month.of(row.month),
        late_from,
        {code: fen for code, fen in open_fen.items() if fen},
        deferred=late_from is not None and late_from != row.due_on,
    )


def fee_rule_for(area: PoolingArea, debts: Iterable[BillDebt], settled_on: date) -> LateFeeRule | None:
    """Return how late fees count for what is settled on a day, where any of the bills could ever owe one.

    Who never owes a late fee pays also where no rule is in force; for others that is RuleBroken("policy.missing").
    """
    return late_fee_rule_on(area, settled_on) if any(debt.late_from is not None for debt in debts) else None
