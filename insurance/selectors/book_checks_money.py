"""Checks of the books about money: what came in, where it is, orders, refunds, closed months."""

from insurance.rules.business_day import OFFICE_TIME
from insurance.rules.postings import SIDES

RECEIVED = """
WITH posted AS (
    SELECT p.remittance_id, sum(p.amount_fen)::bigint AS fen
    FROM insurance_posting p WHERE p.kind IN ('payment', 'suspense') GROUP BY p.remittance_id
)
SELECT r.number, r.amount_fen, coalesce(p.fen, 0)
FROM insurance_remittance r LEFT JOIN posted p ON p.remittance_id = r.id
WHERE r.amount_fen <> coalesce(p.fen, 0) ORDER BY r.id
"""

ALLOCATED = """
WITH posted AS (
    SELECT p.remittance_id, coalesce(sum(p.amount_fen) FILTER (WHERE p.kind = 'allocation'), 0)::bigint AS allocated,
           coalesce(sum(p.amount_fen) FILTER (WHERE p.kind = 'suspense_refund'), 0)::bigint AS refunded
    FROM insurance_posting p WHERE p.kind IN ('allocation', 'suspense_refund') GROUP BY p.remittance_id
)
SELECT r.number, coalesce(p.allocated, 0) || '+' || coalesce(p.refunded, 0), r.allocated_fen || '+' || r.refunded_fen
FROM insurance_remittance r LEFT JOIN posted p ON p.remittance_id = r.id
WHERE r.allocated_fen <> coalesce(p.allocated, 0) OR r.refunded_fen <> coalesce(p.refunded, 0) ORDER BY r.id
"""

BALANCES = """
WITH sums AS (
    SELECT p.remittance_id,
           sum(CASE '{account}' WHEN p.credit THEN p.amount_fen WHEN p.debit THEN -p.amount_fen ELSE 0 END)::bigint AS fen
    FROM insurance_posting p WHERE p.remittance_id IS NOT NULL GROUP BY p.remittance_id
)
SELECT r.number, {expected}, coalesce(s.fen, 0)
FROM insurance_remittance r LEFT JOIN sums s ON s.remittance_id = r.id
WHERE coalesce(s.fen, 0) <> {expected} ORDER BY r.id
"""

SUSPENSE = BALANCES.format(account="suspense", expected="r.amount_fen - r.allocated_fen - r.refunded_fen")
PLACED = BALANCES.format(account="payer", expected="0")

CREDITED = """
SELECT z.number, z.principal_fen + z.late_fee_fen, coalesce(sum(r.amount_fen), 0)::bigint
FROM insurance_payment z
LEFT JOIN insurance_remittance r ON r.payment_id = z.id
    AND EXISTS (SELECT FROM insurance_posting p WHERE p.remittance_id = r.id AND p.kind = 'payment')
WHERE z.state IN ('succeeded', 'refunding', 'refunded')
GROUP BY z.id
HAVING coalesce(sum(r.amount_fen), 0) <> z.principal_fen + z.late_fee_fen
ORDER BY z.id
"""

ORDERED = """
SELECT z.number, coalesce(sum(i.principal_fen), 0) || '+' || coalesce(sum(i.late_fee_fen), 0),
       z.principal_fen || '+' || z.late_fee_fen
FROM insurance_payment z LEFT JOIN insurance_paymentitem i ON i.payment_id = z.id
GROUP BY z.id
HAVING coalesce(sum(i.principal_fen), 0) <> z.principal_fen OR coalesce(sum(i.late_fee_fen), 0) <> z.late_fee_fen
ORDER BY z.id
"""

REFUNDED = """
WITH done AS (
    SELECT f.remittance_id, f.bill_id, sum(f.amount_fen)::bigint AS fen
    FROM insurance_refund f WHERE f.state = 'done' GROUP BY f.remittance_id, f.bill_id
), posted AS (
    SELECT p.remittance_id, p.credit_note_id AS bill_id, sum(p.amount_fen)::bigint AS fen
    FROM insurance_posting p WHERE p.kind IN ('refund', 'suspense_refund') GROUP BY p.remittance_id, p.credit_note_id
), both_of AS (
    SELECT coalesce(d.remittance_id, p.remittance_id) AS remittance_id, coalesce(d.bill_id, p.bill_id) AS bill_id,
           coalesce(d.fen, 0) AS done, coalesce(p.fen, 0) AS posted
    FROM done d FULL JOIN posted p
      ON coalesce(p.remittance_id, 0) = coalesce(d.remittance_id, 0) AND coalesce(p.bill_id, 0) = coalesce(d.bill_id, 0)
)
SELECT coalesce(r.number, b.number), x.done, x.posted
FROM both_of x LEFT JOIN insurance_remittance r ON r.id = x.remittance_id LEFT JOIN insurance_bill b ON b.id = x.bill_id
WHERE x.done <> x.posted ORDER BY r.id, b.id
"""

SIDES_OF_KIND = ", ".join(f"('{kind}', '{debit}', '{credit}')" for kind, (debit, credit) in SIDES.items())

SIDES_FIT = f"""
SELECT 'posting ' || p.id, s.debit || '/' || s.credit, p.debit || '/' || p.credit
FROM insurance_posting p LEFT JOIN (VALUES {SIDES_OF_KIND}) AS s(kind, debit, credit) ON s.kind = p.kind
WHERE s.kind IS NULL OR (p.debit, p.credit) <> (s.debit, s.credit) ORDER BY p.id
"""  # nosec B608
"""Only names of accounts and kinds are put in."""

CLOSED = f"""
SELECT 'posting ' || p.id, 'written by ' || c.closed_on, p.at AT TIME ZONE '{OFFICE_TIME.key}'
FROM insurance_posting p
JOIN insurance_closedmonth c ON c.area_id = p.area_id AND c.month = date_trunc('month', p.booked_on)::date
WHERE (p.at AT TIME ZONE '{OFFICE_TIME.key}')::date > c.closed_on ORDER BY p.id
"""  # nosec B608
"""Only the name of the office's zone is put in."""

ACCOUNTS = """
WITH moved AS (SELECT m.account_id, sum(m.amount_fen)::bigint AS fen FROM insurance_accountmovement m GROUP BY m.account_id)
SELECT person.public_id, coalesce(m.fen, 0), a.balance_fen
FROM insurance_personalaccount a
JOIN accounts_person person ON person.id = a.person_id
LEFT JOIN moved m ON m.account_id = a.id
WHERE a.balance_fen <> coalesce(m.fen, 0) ORDER BY a.id
"""

ACCOUNTS_POSTED = """
WITH held AS (SELECT coalesce(sum(a.balance_fen), 0)::bigint AS fen FROM insurance_personalaccount a), posted AS (
    SELECT coalesce(sum(CASE p.credit WHEN 'personal_accounts' THEN p.amount_fen ELSE -p.amount_fen END), 0)::bigint AS fen
    FROM insurance_posting p WHERE 'personal_accounts' IN (p.debit, p.credit)
)
SELECT 'personal_accounts', held.fen, posted.fen FROM held, posted WHERE held.fen <> posted.fen
"""

ACCOUNTS_CREDITED = """
WITH posted AS (
    SELECT p.bill_id, sum(CASE p.kind WHEN 'account_credit' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS fen
    FROM insurance_posting p WHERE p.kind IN ('account_credit', 'account_taken_back') GROUP BY p.bill_id
), moved AS (
    SELECT m.bill_id, sum(m.amount_fen)::bigint AS fen
    FROM insurance_accountmovement m WHERE m.bill_id IN (SELECT p.bill_id FROM posted p) GROUP BY m.bill_id
)
SELECT b.number, coalesce(m.fen, 0), p.fen
FROM posted p JOIN insurance_bill b ON b.id = p.bill_id LEFT JOIN moved m ON m.bill_id = p.bill_id
WHERE p.fen <> coalesce(m.fen, 0) ORDER BY b.id
"""

MONEY_CHECKS = (
    ("money_received", RECEIVED),
    ("money_allocated", ALLOCATED),
    ("money_suspense", SUSPENSE),
    ("money_placed", PLACED),
    ("order_credited", CREDITED),
    ("order_amount", ORDERED),
    ("refund_posted", REFUNDED),
    ("posting_sides", SIDES_FIT),
    ("closed_month", CLOSED),
    ("account_balance", ACCOUNTS),
    ("account_posted", ACCOUNTS_POSTED),
    ("account_credited", ACCOUNTS_CREDITED),
)
