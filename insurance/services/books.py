"""Keeps the books of an area open while something in them is being changed back."""

from django.db import connection

LOCK = 3799_0302
"""The trigger of ``ClosedMonth`` takes the same lock alone (migration 0014): who closes a month waits for who holds."""


def hold_books(area_id: int) -> None:
    """Let no month of the area be closed before this transaction ends; waits while one is being closed.

    Taken before any row is locked. What is read afterwards knows every month closed before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK, area_id])


RECKONING = 3799_0305


def hold_reckoning(area_id: int) -> None:
    """Let nobody else reckon anew what months of the area should have been charged before this transaction ends.

    Expected less charged is right only while nobody else writes what it finds. Taken after ``hold_books``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RECKONING, area_id])
