"""What was put on bills is written onto them, one row each, in one statement; what follows for people is the worker's."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import connection
from procrastinate.contrib.django import app as jobs

from insurance.rules.kinds import BillState

POSTING = "insurance.tasks.post_bills"

IS_WHOLE = "bill.paid_fen + it.amount = bill.unit_total_fen + bill.own_total_fen"

SETTLE = f"""
UPDATE insurance_bill AS bill SET
    paid_fen = bill.paid_fen + it.amount,
    state = CASE WHEN {IS_WHOLE} THEN 'paid' ELSE 'part_paid' END,
    paid_on = CASE WHEN {IS_WHOLE} THEN %(paid_on)s ELSE bill.paid_on END,
    credited_on = CASE WHEN {IS_WHOLE} THEN %(credited_on)s END,
    held_by_id = NULL
FROM unnest(%(bills)s::bigint[], %(amounts)s::bigint[]) AS it(id, amount)
WHERE bill.id = it.id
RETURNING bill.id, bill.state
"""  # nosec B608


def settle(amounts: Mapping[int, int], *, paid_on: date, credited_on: date) -> list[int]:
    """Write by how much ``paid_fen`` of bills changes, by their keys: up where they are paid, down on credit notes.

    The bills are locked by the caller, and no order holds them any more. Return those of which nothing is left now.
    """
    if not amounts:
        return []
    facts = {"bills": list(amounts), "amounts": list(amounts.values())}
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, facts | {"paid_on": paid_on, "credited_on": credited_on})
        return [key for key, state in cursor.fetchall() if state == BillState.PAID]


def follow_up(bill_ids: Collection[int]) -> None:
    """Leave to the worker what follows for the people on bills that no order paid, in the same transaction."""
    if bill_ids:
        jobs.configure_task(POSTING).defer(bill_ids=list(bill_ids))
