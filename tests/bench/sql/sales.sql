-- SPDX-License-Identifier: ISC
-- What was sold: 14,000 orders in 700 days, 10,000 of them buyer 1001's. Two
-- databases tell of it, so both compute it.
--
-- Every second order begins with something of vendor 1's, every third has a
-- second line, of another vendor. Prices have no single cents: tax and
-- commission, a tenth each, are whole cents and nothing is rounded.

CREATE TEMP TABLE goods ON COMMIT DROP AS
SELECT row_number() OVER (PARTITION BY v = 1 ORDER BY p) - 1 AS k,
	v = 1 AS mine, p, v, pg_temp.product_name(p) AS name,
	pg_temp.product_price(p) AS price
FROM generate_series(1, 1000) p, LATERAL (SELECT
	pg_temp.product_vendor(p) AS v) x
WHERE p % 10 <> 7 AND p % 30 <> 11;

CREATE TEMP TABLE sale ON COMMIT DROP AS
SELECT n, CASE WHEN n % 7 < 5 THEN 1001 ELSE 1002 + n % 500 END AS buyer,
	CASE WHEN n % 20 = 0 THEN 'CANCELLED' WHEN n > 13900 THEN 'CONFIRMED'
	    WHEN n > 13800 THEN 'PROCESSING' WHEN n > 13600 THEN 'SHIPPED'
	    ELSE 'DELIVERED' END AS status,
	timestamptz '2024-01-01 08:00+00' + n * interval '72 minutes' AS born
FROM generate_series(1, 14000) n;

CREATE TEMP TABLE line ON COMMIT DROP AS
SELECT n, i, p, v, name, price, 1 + (n + i) % 3 AS quantity,
	price * (1 + (n + i) % 3) AS amount,
	round(price * (1 + (n + i) % 3) / 10, 2) AS tax
FROM (SELECT n, i, i = 0 AND n % 2 = 0 AS mine
	FROM sale, generate_series(0, (n % 3 = 0)::integer) i) l
JOIN (SELECT mine, count(*) AS many FROM goods GROUP BY mine) m USING (mine)
JOIN goods g USING (mine) WHERE k = (n * 37 + i * 11) % many;

DELETE FROM line l WHERE i = 1 AND EXISTS (SELECT FROM line f
	WHERE f.n = l.n AND f.i = 0 AND f.v = l.v);
ANALYZE sale, line;
