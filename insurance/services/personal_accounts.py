"""Keeps the personal medical accounts: what of a credited contribution goes into them, once for every bill."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction

from insurance.models.personal_accounts import PersonalAccount
from insurance.rules.kinds import Insurance
from insurance.rules.personal_account import MovementKind
from insurance.rules.postings import PostingKind
from insurance.services.books import hold_books
from insurance.services.ledger import Entry, write

BATCH = 200
"""Bills credited in one transaction by the daily sweep."""

LOOKED_BACK = timedelta(days=60)
"""What was credited earlier was put into the accounts, or brings nothing."""

AREAS = """
SELECT DISTINCT a.area_id FROM insurance_bill b JOIN insurance_assessment a ON a.id = b.assessment_id
WHERE b.id = ANY(%s) ORDER BY a.area_id
"""

WAITING = """
SELECT b.id FROM insurance_bill b
WHERE b.agency = 'medical' AND b.state = 'paid'
AND (b.issued_on IS NOT NULL OR b.brought_fen < b.unit_total_fen + b.own_total_fen) AND NOT EXISTS (
    SELECT FROM insurance_posting p WHERE p.bill_id = b.id AND p.kind IN ('account_credit', 'account_taken_back')
) AND NOT EXISTS (SELECT FROM insurance_accountmovement m WHERE m.bill_id = b.id) AND EXISTS (
    SELECT FROM insurance_assessment a JOIN insurance_rate r ON r.area_id = a.area_id AND r.insurance = 310
        AND r.injury_class = 0 AND r.in_force @> a.month AND r.own_rate > 0 AND r.to_account > 0
        AND r.kind = CASE WHEN a.unit_id IS NULL THEN 'flexible' ELSE 'employee' END
    WHERE a.id = b.assessment_id AND a.kind <> 'yearly'
)
"""
"""Bills that bring something: residents have no account. The share of what was paid before the hall kept books is in the
balance that was taken over."""

WAITING_LATELY = f"{WAITING} AND b.credited_on >= %s ORDER BY b.id"

HOLD = "SELECT FROM insurance_bill WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

STILL_WAITING = f"{WAITING} AND b.id = ANY(%s) ORDER BY b.id"
"""Asked after the bills are held: who waited for them must see what was posted meanwhile."""

EARLIER = """
    FROM insurance_contributionline other JOIN insurance_assessment before ON before.id = other.assessment_id
    WHERE other.person_id = l.person_id AND other.month = l.month AND other.medical_own IS NOT NULL
      AND before.unit_id IS NOT DISTINCT FROM a.unit_id AND before.id"""

SHARE = "round(greatest(least({own} - r.yearly_fen / 12.0, {base} * r.own_rate), 0) * r.to_account / r.own_rate)"
"""What of an own part goes into the account: never more than the share of its base, also of what was estimated higher."""

DUE = f"""
SELECT a.area_id, b.id, l.person_id, a.month, l.medical_base_fen, r.to_account,
    CASE WHEN a.kind IN ('difference', 'refund')
         THEN {SHARE.format(own="(charged.own + l.medical_own)", base="coalesce(l.medical_base_fen, corrected.base)")}
            - {SHARE.format(own="charged.own", base="charged.base")}
         ELSE round(l.medical_base_fen * r.to_account) END::bigint
FROM insurance_bill b
JOIN insurance_assessment a ON a.id = b.assessment_id
JOIN insurance_contributionline l ON l.assessment_id = a.id AND l.medical_own IS NOT NULL
JOIN insurance_rate r ON r.area_id = a.area_id AND r.insurance = 310 AND r.injury_class = 0 AND r.in_force @> a.month
    AND r.kind = CASE WHEN a.unit_id IS NULL THEN 'flexible' ELSE 'employee' END AND r.own_rate > 0 AND r.to_account > 0
LEFT JOIN LATERAL (
    SELECT sum(other.medical_own) AS own,
           (array_agg(other.medical_base_fen ORDER BY other.assessment_id DESC)
               FILTER (WHERE other.medical_base_fen IS NOT NULL))[1] AS base
    {EARLIER} < a.id
) AS charged ON a.kind IN ('difference', 'refund')
LEFT JOIN LATERAL (
    SELECT (array_agg(other.medical_base_fen ORDER BY other.assessment_id DESC)
               FILTER (WHERE other.medical_base_fen IS NOT NULL))[1] AS base
    {EARLIER} < a.corrects_id
) AS corrected ON a.kind IN ('difference', 'refund')
WHERE b.id = ANY(%s)
ORDER BY a.month, b.id, l.person_id
"""  # nosec B608
"""A charge brings its share of the base; a difference, or what is given back, changes what the month brought before it to
what it brings with it. A difference that was taken back names no base: that of before the difference counts again."""

OPENED = """
INSERT INTO insurance_personalaccount (person_id, balance_fen)
SELECT person, 0 FROM unnest(%s::bigint[]) AS person ON CONFLICT (person_id) DO NOTHING
"""

COPY_MOVEMENTS = """
COPY insurance_accountmovement (account_id, kind, "on", amount_fen, balance_fen, bill_id, month, base_fen, share, at,
    provider, provider_code, provider_kind, reference) FROM STDIN
"""

BALANCES = """
UPDATE insurance_personalaccount AS account SET balance_fen = it.balance
FROM unnest(%s::bigint[], %s::bigint[]) AS it(id, balance) WHERE account.id = it.id
"""


class Due(NamedTuple):
    """One row of DUE: what one line of a credited bill brings to, or takes from, a person's account, in fen."""

    area_id: int
    bill_id: int
    person_id: int
    month: date
    base_fen: int | None
    share: Decimal
    amount_fen: int


@transaction.atomic
def credit_bills(bill_ids: Collection[int], *, at: datetime, on: date) -> int:
    """Put the share of credited medical bills into the accounts of the people on them; return how many movements.

    Only bills that were paid here, each once: whoever comes second finds nothing to do. What is given back takes its
    share out again as far as it is still there. The statements do not grow with the people.
    """
    with connection.cursor() as cursor:
        cursor.execute(AREAS, [list(bill_ids)])
        for (area_id,) in cursor.fetchall():
            hold_books(area_id)
        cursor.execute(HOLD, [list(bill_ids)])
        cursor.execute(STILL_WAITING, [list(bill_ids)])
        bills = [key for (key,) in cursor.fetchall()]
        if not bills:
            return 0
        cursor.execute(DUE, [bills])
        due = [row for row in map(Due._make, cursor.fetchall()) if row.amount_fen]
    return write_movements(due, at=at, on=on)


def write_movements(due: list[Due], *, at: datetime, on: date) -> int:
    """Write one movement for each row, in order, the balances and the postings of the bills."""
    accounts = hold_accounts({row.person_id for row in due})
    moved: dict[int, int] = {}
    posted: dict[tuple[int, int], int] = {}
    rows = []
    for row in due:
        key, balance = accounts[row.person_id]
        amount = max(row.amount_fen, -balance)
        if not amount:
            continue
        accounts[row.person_id] = (key, balance + amount)
        moved[key] = balance + amount
        posted[row.area_id, row.bill_id] = posted.get((row.area_id, row.bill_id), 0) + amount
        kind = MovementKind.CREDIT if amount > 0 else MovementKind.TAKEN_BACK
        about = (row.bill_id, row.month, row.base_fen, row.share, at, "", "", "", "")
        rows.append((key, str(kind), on, amount, balance + amount, *about))
    copy_movements(rows, moved)
    for area_id in sorted({area_id for area_id, _bill in posted}):
        entries = (entry_of(bill, amount) for (area, bill), amount in posted.items() if area == area_id and amount)
        write(area_id, entries, at=at, on=on)
    return len(rows)


def hold_accounts(people: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return key and balance of the accounts of some people, opened where there was none; locked in key order."""
    with connection.cursor() as cursor:
        cursor.execute(OPENED, [sorted(people)])
    held = PersonalAccount.objects.filter(person__in=people).order_by("pk").select_for_update()
    return {person: (key, balance) for key, person, balance in held.values_list("pk", "person_id", "balance_fen")}


def copy_movements(rows: Iterable[tuple], balances: dict[int, int]) -> None:
    """Write movements and the balances they lead to; two statements."""
    rows = list(rows)
    if rows:
        with connection.cursor() as cursor:
            with cursor.copy(COPY_MOVEMENTS) as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(BALANCES, [list(balances), list(balances.values())])


def entry_of(bill_id: int, amount_fen: int) -> Entry:
    """Return the posting of what one bill brought to all accounts together."""
    kind = PostingKind.ACCOUNT_CREDIT if amount_fen > 0 else PostingKind.ACCOUNT_TAKEN_BACK
    return Entry(kind, abs(amount_fen), insurance=Insurance.MEDICAL, bill_id=bill_id)


def credit_waiting(*, at: datetime, on: date) -> int:
    """Credit every bill of the last weeks that waits, as after a killed worker; return how many movements."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING_LATELY, [on - LOOKED_BACK])
        bills = [key for (key,) in cursor.fetchall()]
    return sum(credit_bills(bills[start : start + BATCH], at=at, on=on) for start in range(0, len(bills), BATCH))
