-- SPDX-License-Identifier: ISC
-- A catalogue of :products products, 200 vendors and 60 categories.
--
-- Names and descriptions use some words often and most words rarely, as
-- people do: word 1 ("fresh") stands in two of three descriptions, word 5000
-- in one of several thousand.

\ir common.sql
\set ON_ERROR_STOP 1
SET maintenance_work_mem = '512MB';
SET work_mem = '64MB';
SET synchronous_commit = off;
SET statement_timeout = 0;

BEGIN;

CREATE FUNCTION pg_temp.description(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT string_agg(pg_temp.word(r) ||
	    CASE WHEN i % 7 = 6 THEN '.' ELSE '' END, ' ')
	FROM (SELECT i, pg_temp.zipf(n * 32 + i, 6, 20000) AS r
	    FROM generate_series(1, 14 + (n % 10)::integer) i OFFSET 0) w
$$;

INSERT INTO vendors (id, user_id, email, business_name, slug, description,
	status, created_at)
SELECT pg_temp.bench_id('02', v), pg_temp.bench_id('01', v),
	'vendor' || v || '@bench.example', initcap(pg_temp.word(200 + v)) ||
	' and ' || initcap(pg_temp.word(500 + v)), 'bench-vendor-' || v,
	'Makes things with ' || pg_temp.word(1 + v % 120) || ' and ' ||
	pg_temp.word(1 + v * 7 % 120) || '.', 'APPROVED',
	timestamptz '2023-01-01 08:00+00' + v * interval '1 day'
FROM generate_series(1, 200) v;

-- Eight at the top, the others below them.
INSERT INTO categories (id, name, slug, parent_id, created_at)
SELECT pg_temp.bench_id('03', c), name, 'bench-' ||
	regexp_replace(lower(name), '[^a-z]+', '-', 'g'),
	CASE WHEN c > 8 THEN pg_temp.bench_id('03', 1 + (c - 9) % 8) END,
	timestamptz '2023-01-01 08:00+00'
FROM unnest(string_to_array('Kitchen,Dining,Living room,Bedroom,Garden tools,'
	'Textiles,Children,Gifts,Bowls,Plates,Sofa covers,Bed linen,Planters,'
	'Rugs,Toys,Cards,Pots,Cups,Throws,Pillows,Bird care,Curtains,Cradles,'
	'Soap,Knives,Glasses,Candles,Night lights,Seeds,Yarn,Puzzles,Ribbons,'
	'Boards,Trays,Frames,Hangers,Watering,Fabric,Books,Baskets,Mills,'
	'Table linen,Clocks,Mirrors,Benches,Aprons,Games,Wrapping,Storage,'
	'Cutlery,Shelves,Chests,Lanterns,Towels,Blocks,Sets,Teapots,Jugs,Lamps,'
	'Screens', ',')) WITH ORDINALITY t (name, c);

-- Indexes are built when all is there, which takes a tenth of the time, from
-- their own definitions. Those of constraints stay.
CREATE TEMP TABLE bench_index ON COMMIT DROP AS
SELECT i.indexrelid::regclass::text AS name,
	pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i WHERE i.indrelid = 'products'::regclass
	AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid);
SELECT format('DROP INDEX %s', name) FROM bench_index \gexec

-- One in thirty has been taken off sale; one in ten has variants, which say
-- what it costs and how many there are.
CREATE FUNCTION pg_temp.products_add(first bigint, last bigint, most bigint)
RETURNS void LANGUAGE sql AS $$
	INSERT INTO products (id, vendor_id, category_id, name, slug,
		description, price, stock_quantity, is_active, has_variants,
		images, created_at, updated_at)
	SELECT pg_temp.bench_id('04', n),
		pg_temp.bench_id('02', pg_temp.product_vendor(n)),
		pg_temp.bench_id('03', 8 + pg_temp.zipf(n, 7, 52)), name,
		replace(lower(name), ' ', '-') || '-' || n,
		pg_temp.description(n), pg_temp.product_price(n),
		CASE WHEN n % 10 = 7 THEN 3000000 ELSE 1000000 END,
		n % 30 <> 11, n % 10 = 7,
		jsonb_build_array('/media/demo/' ||
		    lpad((1 + n % 200)::text, 3, '0') || '.svg'), at, at
	FROM generate_series(first, last) n,
		LATERAL (SELECT pg_temp.product_name(n) AS name,
		    timestamptz '2024-01-01 08:00+00' +
		    n * (interval '700 days' / most) AS at) x;
$$;
SELECT pg_temp.products_add(first, least(first + 99999, :products), :products)
FROM generate_series(1, :products::bigint, 100000) first;

-- The first few tell the planner what the table is like: how the trigger that
-- shows them in their product's row looks them up.
CREATE FUNCTION pg_temp.variants_add(first bigint, last bigint)
RETURNS void LANGUAGE sql AS $$
	INSERT INTO product_variants (id, product_id, name, price,
		stock_quantity, sku, position)
	SELECT pg_temp.bench_id('05', n * 10 + place), pg_temp.bench_id('04', n),
		(string_to_array('Small,Medium,Large', ','))[place],
		round(pg_temp.product_price(n) * (1 + place) / 2, 2), 1000000,
		'BENCH-' || n || '-' || place, place
	FROM generate_series(first, last, 10) n, generate_series(1, 3) place;
$$;
SELECT pg_temp.variants_add(7, 999);
ANALYZE products, product_variants;
SELECT pg_temp.variants_add(first, least(first + 99999, :products))
FROM generate_series(1007, :products::bigint, 100000) first;

SELECT definition FROM bench_index \gexec

DO $$ BEGIN
	IF EXISTS (SELECT FROM bench_index b WHERE NOT EXISTS (SELECT
	    FROM pg_indexes i WHERE i.indexdef = b.definition)) THEN
		RAISE EXCEPTION 'an index did not come back as it was';
	END IF;
END $$;
COMMIT;

VACUUM ANALYZE vendors, categories, products, product_variants, category_counts;
