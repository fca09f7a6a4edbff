-- SPDX-License-Identifier: ISC
-- All that a migration can make in a database, one line each. The order of
-- columns is left out: a column that came later stands at the end.

\pset format unaligned
\pset tuples_only on

SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
	a.attnotnull, a.attidentity, a.attgenerated,
	pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
	AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY 2, 3;

SELECT 'relation', relname, relkind, reloptions, relowner::regrole,
	(SELECT array_agg(x::text ORDER BY x::text) FROM unnest(relacl) x)
FROM pg_class WHERE relnamespace = 'public'::regnamespace
	AND relkind IN ('r', 'p', 'v', 'S')
ORDER BY 2;

SELECT 'grant', c.relname, a.attname,
	(SELECT array_agg(x::text ORDER BY x::text) FROM unnest(a.attacl) x)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL
ORDER BY 2, 3;

SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
ORDER BY 2::text, 3;

SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
ORDER BY 2;

SELECT 'view', viewname, definition FROM pg_views
WHERE schemaname = 'public' ORDER BY 2;

SELECT 'trigger', tgrelid::regclass, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 2::text, 3;

-- Functions of extensions are theirs.
SELECT 'function', pg_get_functiondef(p.oid), proacl
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid
	    AND classid = 'pg_proc'::regclass AND deptype = 'e')
ORDER BY 2;
