"""What credit notes still give back, fund by fund."""

from collections.abc import Collection

from django.db import connection
from django.db.models import F, Q, QuerySet

from insurance.models.bills import Bill
from insurance.rules.postings import Account, PostingKind
from insurance.selectors.debts import PAYABLE

LEFT = f"""
SELECT note.id, p.insurance,
       sum(CASE WHEN p.credit = '{Account.PAYABLE}' THEN p.amount_fen ELSE -p.amount_fen END)::bigint
FROM unnest(%s::bigint[]) AS note(id)
JOIN insurance_posting p
  ON (p.kind = '{PostingKind.CREDIT_NOTE}' AND p.bill_id = note.id)
  OR (p.debit = '{Account.PAYABLE}' AND p.credit_note_id = note.id)
GROUP BY note.id, p.insurance
"""  # nosec B608
"""Only names of accounts and kinds are put in."""

IS_CREDIT = Q(unit_total_fen__lt=-F("own_total_fen"))
"""Bills whose total is negative."""


def credit_left(bill_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Return what credit notes still give back, in fen by insurance code, by the bill's key. One statement."""
    if not bill_ids:
        return {}
    found: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [list(bill_ids)])
        for bill_id, insurance, left in cursor.fetchall():
            if left > 0:
                found.setdefault(bill_id, {})[insurance] = left
    return found


def open_credit_notes() -> QuerySet[Bill]:
    """Return the credit notes of which something is left to be offset or refunded."""
    return Bill.objects.filter(IS_CREDIT, state__in=PAYABLE)
