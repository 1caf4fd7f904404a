"""The check of the books against what channels say: where a statement was loaded, the money of its day is what it says."""

from insurance.rules.business_day import OFFICE_TIME

STATEMENTS = f"""
WITH said AS (
    SELECT l.statement_id, l.kind, sum(l.amount_fen)::bigint AS fen
    FROM insurance_statementline l GROUP BY l.statement_id, l.kind
), moved AS (
    SELECT r.channel, 'credited' AS kind, r.reference, r.amount_fen, r.credited_on AS day FROM insurance_remittance r
    UNION ALL
    SELECT f.channel, 'refunded', f.number, f.amount_fen, (f.ended_at AT TIME ZONE '{OFFICE_TIME.key}')::date
    FROM insurance_refund f WHERE f.state = 'done'
), booked AS (
    SELECT coalesce(l.statement_id, s.id) AS statement_id, m.kind, sum(m.amount_fen)::bigint AS fen
    FROM moved m
    LEFT JOIN insurance_statementline l ON l.channel = m.channel AND l.kind = m.kind AND l.reference = m.reference
    LEFT JOIN insurance_channelstatement s ON s.channel = m.channel AND s.day = m.day
    GROUP BY coalesce(l.statement_id, s.id), m.kind
), cleared AS (
    SELECT d.statement_id, d.moved AS kind, sum(coalesce(d.theirs_fen, 0) - coalesce(d.ours_fen, 0))::bigint AS fen
    FROM insurance_statementdifference d WHERE d.state = 'cleared' GROUP BY d.statement_id, d.moved
)
SELECT s.channel || '-' || to_char(s.day, 'YYYYMMDD') || '-' || k.kind, k.fen, coalesce(b.fen, 0) + coalesce(c.fen, 0)
FROM insurance_channelstatement s
CROSS JOIN LATERAL (VALUES ('credited', s.credited_fen), ('refunded', s.refunded_fen)) AS k(kind, fen)
LEFT JOIN said l ON l.statement_id = s.id AND l.kind = k.kind
LEFT JOIN booked b ON b.statement_id = s.id AND b.kind = k.kind
LEFT JOIN cleared c ON c.statement_id = s.id AND c.kind = k.kind
WHERE k.fen <> coalesce(l.fen, 0) OR k.fen <> coalesce(b.fen, 0) + coalesce(c.fen, 0)
ORDER BY s.id, k.kind
"""  # nosec B608
"""Only the name of the office's zone is put in."""

STATEMENT_CHECKS = (("channel_statement", STATEMENTS),)
