"""Personal medical accounts of the demo city: a balance that was taken over, two years of credits, and what was spent.

Every credit comes from a bill that was paid. What is spent at a pharmacy is a part of the credit before it, what is spent
at a hospital a part of the balance taken over, so no account is ever overdrawn. Hospitals and pharmacies are invented.
"""

from datetime import date, datetime

from django.db import connection

from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.personal_account import ProviderKind
from insurance.rules.postings import PostingKind
from insurance.services.ledger import Entry, write
from portal.demo.writing import Keys

MONTHS_TOLD = 24

PROVIDERS = (
    (ProviderKind.HOSPITAL, "H37990101", "云州市第一人民医院"),
    (ProviderKind.HOSPITAL, "H37990102", "云州市中医医院"),
    (ProviderKind.HOSPITAL, "H37990103", "青石镇中心卫生院"),
    (ProviderKind.PHARMACY, "P37990201", "云州康宁大药房河东店"),
    (ProviderKind.PHARMACY, "P37990202", "云州仁和堂药店东岭店"),
    (ProviderKind.PHARMACY, "P37990203", "云州百草药房学府路店"),
    (ProviderKind.PHARMACY, "P37990204", "青石镇便民药店"),
)

PROVIDER_TABLE = """
CREATE TEMPORARY TABLE demo_provider AS
SELECT kind, code, name, row_number() OVER (PARTITION BY kind ORDER BY code) - 1 AS position,
       count(*) OVER (PARTITION BY kind) AS of_kind
FROM unnest(%s::text[], %s::text[], %s::text[]) AS provider (kind, code, name)
"""

CREDITED = """
CREATE TEMPORARY TABLE demo_credit AS
SELECT a.area_id, l.person_id, b.id AS bill_id, l.month, b.credited_on, l.medical_base_fen AS base_fen, r.to_account,
       round(l.medical_base_fen * r.to_account)::bigint AS amount,
       (l.person_id * 31 + date_part('month', l.month) * 17 + date_part('year', l.month) * 7)::int AS dice
FROM insurance_contributionline l
JOIN insurance_assessment a ON a.id = l.assessment_id AND a.unit_id IS NOT NULL
JOIN insurance_bill b ON b.assessment_id = a.id AND b.agency = 'medical' AND b.state = 'paid'
JOIN insurance_rate r ON r.area_id = a.area_id AND r.insurance = 310 AND r.injury_class = 0 AND r.kind = 'employee'
    AND r.in_force @> l.month AND r.to_account > 0
WHERE l.person_id >= %(first_person)s AND l.medical_own > 0
"""

MOVED = """
CREATE TEMPORARY TABLE demo_moved AS
WITH opened AS (
    SELECT person_id, sum(amount) * 45 / 100 AS amount, max(dice) AS dice
    FROM demo_credit WHERE credited_on < %(since)s GROUP BY person_id
), spent AS (
    SELECT person_id, 'pharmacy' AS kind, credited_on + 1 + dice %% 23 AS day,
           -(amount * (15 + dice %% 70) / 100)::bigint AS amount, dice
    FROM demo_credit WHERE credited_on >= %(since)s AND dice %% 7 < 2
    UNION ALL
    SELECT person_id, 'hospital', %(since)s::date + 40 + dice * (visit + 3) %% 300 + 330 * visit,
           -(amount * (12 + dice %% 20) / 100)::bigint, dice + visit
    FROM opened CROSS JOIN generate_series(0, 1) AS visit WHERE amount > 20000 AND (dice + visit) %% 3 < 2
), placed AS (
    SELECT s.person_id, s.day, s.amount, s.dice, p.name, p.code, p.kind,
           to_char(s.day, 'YYMMDD') || lpad(row_number() OVER (ORDER BY s.day, s.person_id, s.amount)::text, 7, '0') AS reference
    FROM spent s JOIN demo_provider p ON p.kind = s.kind AND p.position = s.dice %% p.of_kind
    WHERE s.day <= %(on)s AND s.amount < 0
)
SELECT person_id, 'opening' AS kind, %(since)s::date AS day, 1 AS turn, amount::bigint, NULL::bigint AS bill_id,
       NULL::date AS month, NULL::int AS base_fen, NULL::numeric AS share,
       '' AS provider, '' AS code, '' AS provider_kind, '' AS reference
FROM opened WHERE amount > 0
UNION ALL
SELECT person_id, 'credit', credited_on, 2, amount, bill_id, month, base_fen, to_account, '', '', '', ''
FROM demo_credit WHERE credited_on >= %(since)s AND amount > 0
UNION ALL
SELECT person_id, 'use', day, 3, amount, NULL, NULL, NULL, NULL, name, code, kind, reference FROM placed
UNION ALL
SELECT person_id, 'reversal', day + 2, 4, -amount, NULL, NULL, NULL, NULL, name, code, kind, reference || 'T'
FROM placed WHERE dice %% 41 = 0 AND day + 2 <= %(on)s
"""
"""The first of several movements of a day is what came in."""

ACCOUNTS = """
INSERT INTO insurance_personalaccount (person_id, balance_fen)
SELECT person_id, sum(amount) FROM demo_moved GROUP BY person_id ORDER BY person_id
"""

MOVEMENTS = """
INSERT INTO insurance_accountmovement
    (account_id, kind, "on", amount_fen, balance_fen, bill_id, month, base_fen, share, provider, provider_code,
     provider_kind, reference, at)
SELECT a.id, m.kind, m.day, m.amount,
       sum(m.amount) OVER (PARTITION BY m.person_id ORDER BY m.day, m.turn, m.reference, m.bill_id),
       m.bill_id, m.month, m.base_fen, m.share, m.provider, m.code, m.provider_kind, m.reference, %(at)s
FROM demo_moved m JOIN insurance_personalaccount a ON a.person_id = m.person_id
ORDER BY a.id, m.day, m.turn, m.reference, m.bill_id
"""

TAKEN_OVER = """
SELECT c.area_id, sum(a.balance_fen)::bigint
FROM insurance_personalaccount a
JOIN (SELECT DISTINCT ON (person_id) person_id, area_id FROM demo_credit ORDER BY person_id, month DESC, bill_id DESC) AS c
    ON c.person_id = a.person_id
GROUP BY c.area_id HAVING sum(a.balance_fen) > 0 ORDER BY c.area_id
"""
"""Each account belongs to the books of the area of its last credit."""

PAID_HERE = """
SELECT c.area_id, m.bill_id, sum(m.amount)::bigint
FROM demo_moved m JOIN demo_credit c ON c.bill_id = m.bill_id AND c.person_id = m.person_id
JOIN insurance_bill b ON b.id = m.bill_id AND b.brought_fen < b.unit_total_fen + b.own_total_fen
WHERE m.kind = 'credit' GROUP BY c.area_id, m.bill_id ORDER BY m.bill_id
"""
"""What bills brought that were paid in the books, not taken over: it is posted for each bill."""

FORGET = "DROP TABLE demo_provider, demo_credit, demo_moved"


def write_medical_accounts(keys: Keys, *, on: date, at: datetime) -> int:
    """Give everybody insured as an employee an account with its movements up to a day; return how many movements.

    The books take the balances over as they are on that day. Runs after the ledger and after the bills that are paid in the
    books (stories_money.py), so that movements stand in the order of their days. The statements do not grow with the people.
    """
    facts = {
        "first_person": keys.first_person,
        "since": (Month.of(on) - MONTHS_TOLD).first_day,
        "on": on,
        "at": at,
    }
    kinds, codes, names = map(list, zip(*PROVIDERS, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(PROVIDER_TABLE, [list(map(str, kinds)), codes, names])
        cursor.execute(CREDITED, facts)
        cursor.execute(MOVED, facts)
        cursor.execute("ANALYZE demo_moved")
        cursor.execute(ACCOUNTS)
        cursor.execute(MOVEMENTS, facts)
        movements = cursor.rowcount
        cursor.execute(TAKEN_OVER)
        taken_over = dict(cursor.fetchall())
        cursor.execute(PAID_HERE)
        paid_here = cursor.fetchall()
        cursor.execute(FORGET)
        cursor.execute("ANALYZE insurance_personalaccount, insurance_accountmovement")
    for area_id, bill_id, amount in paid_here:
        taken_over[area_id] -= amount
        write(
            area_id,
            [Entry(PostingKind.ACCOUNT_CREDIT, amount, insurance=Insurance.MEDICAL, bill_id=bill_id)],
            at=at,
            on=on,
        )
    for area_id, amount in taken_over.items():
        write(area_id, [Entry(PostingKind.ACCOUNT_OPENING, amount, insurance=Insurance.MEDICAL)], at=at, on=on)
    return movements
