-- SPDX-License-Identifier: ISC
-- Every order but those of sql/orders.sql.

\ir ../common.sql
SET statement_timeout = 0;

BEGIN;
CREATE TEMP TABLE made ON COMMIT DROP AS SELECT id FROM orders
WHERE id > pg_temp.bench_id('06', 9999999999);
DELETE FROM order_steps WHERE order_id IN (SELECT id FROM made);
DELETE FROM order_items WHERE order_id IN (SELECT id FROM made);
DELETE FROM parcels WHERE order_id IN (SELECT id FROM made);
DELETE FROM orders WHERE id IN (SELECT id FROM made);
TRUNCATE cart_items, idempotency_keys, outbox;
TRUNCATE bench.keys, bench.outbox, bench.orders, bench.parcels,
	bench.order_items, bench.reservations, bench.reservation_lines;
COMMIT;
VACUUM ANALYZE orders, parcels, order_items, bench.products;
