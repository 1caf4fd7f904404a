"""Checks of the books about bills: their lines, what was charged, paid and is open, their states."""

from accounts.rules.roles import Agency
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN

TOTAL = "(b.unit_total_fen + b.own_total_fen)"


def sum_of(columns: dict[Insurance, str | None], agency: Agency) -> str:
    """Return the expression that adds up one agency's columns of the lines ``l``."""
    names = [column for code, column in columns.items() if column and AGENCY_OF[code] == agency]
    return f"sum({' + '.join(f'coalesce(l.{name}, 0)' for name in names)})::bigint"


LINES = f"""
WITH sums AS (
    SELECT l.assessment_id,
           {sum_of(UNIT_COLUMN, Agency.HRSS)} AS hrss_unit, {sum_of(OWN_COLUMN, Agency.HRSS)} AS hrss_own,
           {sum_of(UNIT_COLUMN, Agency.MEDICAL)} AS medical_unit, {sum_of(OWN_COLUMN, Agency.MEDICAL)} AS medical_own
    FROM insurance_contributionline l GROUP BY l.assessment_id
), expected AS (
    SELECT b.id, b.number, b.unit_total_fen, b.own_total_fen,
           coalesce(CASE b.agency WHEN 'hrss' THEN s.hrss_unit ELSE s.medical_unit END, 0) AS unit_fen,
           coalesce(CASE b.agency WHEN 'hrss' THEN s.hrss_own ELSE s.medical_own END, 0) AS own_fen
    FROM insurance_bill b LEFT JOIN sums s ON s.assessment_id = b.assessment_id
)
SELECT number, unit_fen || '+' || own_fen, unit_total_fen || '+' || own_total_fen
FROM expected WHERE unit_fen <> unit_total_fen OR own_fen <> own_total_fen ORDER BY id
"""  # nosec B608
"""Only names of our own columns are put in, here and below."""

CHARGE = f"""
WITH charged AS (
    SELECT p.bill_id, sum(CASE p.kind WHEN 'charge' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS fen
    FROM insurance_posting p WHERE p.kind IN ('charge', 'credit_note') GROUP BY p.bill_id
)
SELECT b.number, CASE WHEN b.issued_on IS NULL THEN 0 ELSE {TOTAL} END, coalesce(c.fen, 0)
FROM insurance_bill b LEFT JOIN charged c ON c.bill_id = b.id
WHERE coalesce(c.fen, 0) <> CASE WHEN b.issued_on IS NULL THEN 0 ELSE {TOTAL} END ORDER BY b.id
"""  # nosec B608

PAID = """
WITH moved AS (
    SELECT p.bill_id AS id, CASE p.kind WHEN 'late_fee' THEN -p.amount_fen ELSE p.amount_fen END AS fen
    FROM insurance_posting p WHERE p.kind IN ('allocation', 'offset', 'write_off', 'late_fee')
    UNION ALL
    SELECT p.credit_note_id, -p.amount_fen FROM insurance_posting p WHERE p.kind IN ('offset', 'refund')
), sums AS (SELECT id, sum(fen)::bigint AS fen FROM moved GROUP BY id)
SELECT b.number, b.brought_fen + coalesce(s.fen, 0), b.paid_fen
FROM insurance_bill b LEFT JOIN sums s ON s.id = b.id
WHERE b.paid_fen <> b.brought_fen + coalesce(s.fen, 0) ORDER BY b.id
"""

OPEN = f"""
WITH owed AS (
    SELECT p.bill_id, sum(CASE p.debit WHEN 'receivable' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS fen
    FROM insurance_posting p WHERE 'receivable' IN (p.debit, p.credit) GROUP BY p.bill_id
), expected AS (
    SELECT b.id, b.number, o.fen, CASE b.state WHEN 'cancelled' THEN 0 ELSE greatest({TOTAL} - b.paid_fen, 0) END AS open_fen
    FROM owed o JOIN insurance_bill b ON b.id = o.bill_id
)
SELECT number, open_fen, fen FROM expected WHERE fen <> open_fen ORDER BY id
"""  # nosec B608

CREDIT_NOTE = f"""
WITH given AS (
    SELECT coalesce(p.credit_note_id, p.bill_id) AS id,
           sum(CASE p.credit WHEN 'payable' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS fen
    FROM insurance_posting p WHERE 'payable' IN (p.debit, p.credit) GROUP BY coalesce(p.credit_note_id, p.bill_id)
)
SELECT b.number, greatest(b.paid_fen - {TOTAL}, 0), g.fen
FROM given g JOIN insurance_bill b ON b.id = g.id
WHERE g.fen <> CASE WHEN {TOTAL} < 0 THEN b.paid_fen - {TOTAL} ELSE 0 END ORDER BY b.id
"""  # nosec B608

FUND = """
WITH moved AS (
    SELECT p.bill_id AS id, p.insurance, 'owed' AS side,
           CASE p.debit WHEN 'receivable' THEN p.amount_fen ELSE -p.amount_fen END AS fen
    FROM insurance_posting p WHERE 'receivable' IN (p.debit, p.credit)
    UNION ALL
    SELECT coalesce(p.credit_note_id, p.bill_id), p.insurance, 'given',
           CASE p.credit WHEN 'payable' THEN p.amount_fen ELSE -p.amount_fen END
    FROM insurance_posting p WHERE 'payable' IN (p.debit, p.credit)
), sums AS (SELECT id, insurance, side, sum(fen)::bigint AS fen FROM moved GROUP BY id, insurance, side)
SELECT b.number || '/' || s.insurance, '0', s.fen
FROM sums s JOIN insurance_bill b ON b.id = s.id WHERE s.fen < 0 ORDER BY b.id, s.insurance
"""
"""Per bill and fund: never paid by more than was owed, never given back more than was to be given back."""

STATE = f"""
WITH expected AS (
    SELECT b.id, b.number, b.state, CASE
        WHEN b.state = 'open' AND b.issued_on IS NULL AND b.paid_fen = 0 THEN 'open'
        WHEN b.state = 'cancelled' AND b.paid_fen = 0 THEN 'cancelled'
        WHEN b.state = 'written_off' AND b.paid_fen = {TOTAL} THEN 'written_off'
        WHEN b.issued_on IS NULL AND {TOTAL} < 0 AND b.paid_fen = 0 THEN b.state
        WHEN b.issued_on IS NULL AND b.paid_fen = {TOTAL} AND b.state = 'issued' THEN 'issued'
        WHEN {TOTAL} = 0 THEN CASE WHEN b.state IN ('issued', 'paid') THEN b.state ELSE 'paid' END
        WHEN b.paid_fen = {TOTAL} THEN 'paid'
        WHEN b.paid_fen <> 0 THEN 'part_paid'
        ELSE 'issued' END AS fits
    FROM insurance_bill b
)
SELECT number, fits, state FROM expected WHERE state <> fits ORDER BY id
"""  # nosec B608
"""A bill that was taken over may be paid and not credited yet: then it is issued, with all of it paid."""

HELD = """
SELECT b.number, 'free', p.number
FROM insurance_bill b JOIN insurance_payment p ON p.id = b.held_by_id
WHERE p.state NOT IN ('started', 'unknown') ORDER BY b.id
"""

BETWEEN_FUNDS = """
WITH sums AS (
    SELECT p.bill_id, sum(CASE p.debit WHEN 'between_funds' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS fen
    FROM insurance_posting p WHERE p.kind IN ('transfer_in', 'transfer_out') GROUP BY p.bill_id
)
SELECT b.number, 0, s.fen FROM sums s JOIN insurance_bill b ON b.id = s.bill_id WHERE s.fen <> 0 ORDER BY b.id
"""

BILL_CHECKS = (
    ("bill_lines", LINES),
    ("bill_charge", CHARGE),
    ("bill_paid", PAID),
    ("bill_open", OPEN),
    ("credit_note", CREDIT_NOTE),
    ("bill_fund", FUND),
    ("bill_state", STATE),
    ("bill_held", HELD),
    ("between_funds", BETWEEN_FUNDS),
)
