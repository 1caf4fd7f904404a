"""The statement of a day: what was credited and what was given back, as CSV."""

import csv
from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from django.conf import settings

from portal.sandbox_bank.orders import written
from portal.sandbox_bank.store import reading

COLUMNS = ("kind", "reference", "order", "amount", "occurred_at")

MOVED = """
SELECT 'credited' AS kind, reference, number, amount_fen, credited_at AS at FROM movements
WHERE credited_at >= :first AND credited_at < :next
UNION ALL
SELECT 'refunded', r.number, m.number, r.amount_fen, r.done_at FROM refunds r JOIN movements m USING (reference)
WHERE r.done_at >= :first AND r.done_at < :next
ORDER BY at
"""


def statement(day: date) -> bytes:
    """Return the movements of a day in the bank's time zone; amounts in whole fen."""
    zone = ZoneInfo(settings.TIME_ZONE)
    midnight = datetime.combine(day, time.min, zone)
    with reading() as bank:
        rows = bank.execute(
            MOVED, {"first": written(midnight), "next": written(midnight + timedelta(days=1))}
        ).fetchall()
    page = StringIO(newline="")
    table = csv.writer(page)
    table.writerow(COLUMNS)
    table.writerows(tuple(row) for row in rows)
    return page.getvalue().encode()
