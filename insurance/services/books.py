"""The books of an area as a whole: held open while something in them changes, or alone while a month is closed or begun."""

from django.db import connection

LOCK = 3799_0302
"""The trigger of ``ClosedMonth`` takes the same lock alone (migration 0014): who closes a month waits for who holds."""

RECKONING = 3799_0305
"""Sets the locks of reckoning anew apart from all others."""


def hold_books(area_id: int) -> None:
    """Let no month of the area be closed before this transaction ends; waits while one is being closed.

    Taken before any row is locked. What is read afterwards knows every month closed before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK, area_id])


def hold_books_alone(area_id: int) -> None:
    """Wait until nobody changes anything in the books of the area, and let nobody begin to before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, area_id])


def hold_reckoning(area_id: int) -> None:
    """Let nobody else reckon anew what months of the area should have been charged before this transaction ends.

    Expected less charged is right only while nobody else writes what it finds. Taken after ``hold_books``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RECKONING, area_id])
