-- What a database holds, to compare it with a restored copy: psql -XAt -f compare.sql DATABASE > FILE, then cmp.
-- A line per table: rows, and a sum over the digests of all rows that does not depend on their order; then the money.
-- Between major versions of PostgreSQL portal_searchentry may differ: its English word stems are computed again.
SELECT format('SELECT %L, count(*), sum(hashtextextended(t::text, 0)::numeric) FROM %I AS t', relname, relname)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname \gexec
SELECT 'fen billed to units, to persons, paid', sum(unit_total_fen), sum(own_total_fen), sum(paid_fen) FROM insurance_bill;
