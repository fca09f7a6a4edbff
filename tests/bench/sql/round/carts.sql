-- SPDX-License-Identifier: ISC
-- Two lines in every cart: the product of the buyer's number, and one from
-- the other half of the catalogue. Those with variants, and those that are
-- not on sale, make way for the next one.

\ir ../common.sql
SET synchronous_commit = off;

TRUNCATE cart_items;
INSERT INTO cart_items (id, cart_id, product_id, quantity, price, name)
SELECT pg_temp.bench_id('12', n * 10 + i), pg_temp.bench_id('10', n),
	pg_temp.bench_id('04', p), 1, pg_temp.product_price(p),
	pg_temp.product_name(p)
FROM generate_series(1002, 13000) n, generate_series(0, 1) i,
	LATERAL (SELECT 1 + (n * 37 + i * (:products / 2)) % (:products - 1)
	    AS wish) w,
	LATERAL (SELECT wish + (wish % 10 = 7 OR wish % 30 = 11)::integer AS p) x;
