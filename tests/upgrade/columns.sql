-- SPDX-License-Identifier: ISC
-- A query for each column of each table: TABLE.COLUMN, the number of rows and a
-- checksum of the values in the order of the primary key. The same queries are
-- run before and after an upgrade.

\pset format unaligned
\pset tuples_only on

SELECT format('SELECT %L, count(*), md5(string_agg(coalesce(%I::text, ''-''), '
	''','' ORDER BY %s)) FROM %I;', c.relname || '.' || a.attname,
	a.attname, k.columns, c.relname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
CROSS JOIN LATERAL (SELECT string_agg(quote_ident(attname), ', ') AS columns
	FROM pg_index i JOIN pg_attribute p ON p.attrelid = i.indrelid
	    AND p.attnum = ANY (i.indkey)
	WHERE i.indrelid = c.oid AND i.indisprimary) k
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
	AND a.attnum > 0 AND NOT a.attisdropped
	AND c.relname <> 'schema_migrations'
ORDER BY c.relname, a.attname;
