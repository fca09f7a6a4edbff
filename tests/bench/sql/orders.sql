-- SPDX-License-Identifier: ISC
-- The orders, and carts for those who have none yet.

\ir common.sql
\set ON_ERROR_STOP 1
SET synchronous_commit = off;
SET statement_timeout = 0;

BEGIN;
\ir sales.sql

INSERT INTO orders (id, order_number, user_id, email, status, currency,
	subtotal_amount, shipping_amount, tax_amount, total_amount,
	shipping_address, billing_address, payment_method, payment_id, paid_at,
	created_at, updated_at)
SELECT pg_temp.bench_id('06', n), 'B-' || lpad(n::text, 6, '0'),
	pg_temp.bench_id('01', buyer), 'buyer' || buyer || '@bench.example',
	status, 'USD', amount, 4.90 * parcels, tax, amount + 4.90 * parcels + tax,
	address, address, 'STRIPE',
	CASE WHEN status <> 'CANCELLED' THEN pg_temp.bench_id('08', n) END,
	CASE WHEN status <> 'CANCELLED' THEN born + interval '2 minutes' END,
	born, born + interval '2 minutes'
FROM sale JOIN (SELECT n, count(*) AS parcels, sum(amount) AS amount,
	sum(tax) AS tax FROM line GROUP BY n) l USING (n),
	LATERAL (SELECT jsonb_build_object('fullName', 'Buyer ' || buyer,
	    'line1', 'Mill Lane ' || n % 90, 'city', 'Graz', 'postalCode', '8010',
	    'country', 'AT') AS address) a
ORDER BY n;

INSERT INTO parcels (order_id, vendor_id, vendor_user_id, vendor_name, status,
	items_amount, shipping_amount, tax_amount, created_at)
SELECT pg_temp.bench_id('06', n), pg_temp.bench_id('02', v),
	pg_temp.bench_id('01', v), 'Vendor ' || v, status, amount, 4.90, tax, born
FROM line JOIN sale USING (n) ORDER BY n, i;

INSERT INTO order_items (id, order_id, vendor_id, position, product_id, name,
	image, quantity, price, total_price)
SELECT pg_temp.bench_id('07', n * 10 + i), pg_temp.bench_id('06', n),
	pg_temp.bench_id('02', v), i + 1, pg_temp.bench_id('04', p), name,
	'/media/demo/' || lpad((1 + p % 200)::text, 3, '0') || '.svg', quantity,
	price, amount
FROM line ORDER BY n, i;

INSERT INTO order_steps (order_id, vendor_id, status, note, at)
SELECT pg_temp.bench_id('06', n), pg_temp.bench_id('02', v), s.status, s.note,
	born + s.after
FROM line JOIN sale o USING (n) JOIN (VALUES
	('CANCELLED', interval '30 minutes', 'Not paid in time', '{CANCELLED}'::text[]),
	('CONFIRMED', interval '2 minutes', NULL, '{CONFIRMED,PROCESSING,SHIPPED,DELIVERED}'),
	('PROCESSING', interval '5 hours', NULL, '{PROCESSING,SHIPPED,DELIVERED}'),
	('SHIPPED', interval '1 day', NULL, '{SHIPPED,DELIVERED}'),
	('DELIVERED', interval '3 days', NULL, '{DELIVERED}')
) AS s (status, after, note, of) ON o.status = ANY (s.of)
ORDER BY n, i, s.after;

INSERT INTO carts (id, user_id)
SELECT pg_temp.bench_id('10', n), pg_temp.bench_id('01', n)
FROM generate_series(1002, 13000) n;

COMMIT;

VACUUM ANALYZE orders, parcels, order_items, order_steps, carts;

-- What pgbench/checkout.sql writes to: what a checkout touches in two
-- databases, here in one.
BEGIN;
CREATE SCHEMA bench;
SET search_path = bench, public;
CREATE TABLE keys (LIKE public.idempotency_keys INCLUDING ALL);
CREATE TABLE outbox (LIKE public.outbox INCLUDING ALL);
CREATE TABLE orders (LIKE public.orders INCLUDING ALL);
CREATE TABLE parcels (LIKE public.parcels INCLUDING ALL,
	FOREIGN KEY (order_id) REFERENCES orders);
CREATE TABLE order_items (LIKE public.order_items INCLUDING ALL,
	FOREIGN KEY (order_id, vendor_id) REFERENCES parcels);
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON orders
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION public.orders_adds_up();
CREATE TABLE products (
	id		uuid PRIMARY KEY,
	name		text NOT NULL,
	price		numeric(10,2) NOT NULL,
	stock_quantity	integer NOT NULL CHECK (stock_quantity >= 0),
	updated_at	timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 85);
INSERT INTO products
SELECT pg_temp.bench_id('04', n), pg_temp.product_name(n),
	pg_temp.product_price(n), 1000000
FROM generate_series(1, 1000) n;
CREATE TABLE reservations (
	order_id	uuid PRIMARY KEY,
	user_id		uuid NOT NULL,
	expires_at	timestamptz NOT NULL
);
CREATE TABLE reservation_lines (
	order_id	uuid NOT NULL REFERENCES reservations,
	line		integer NOT NULL,
	product_id	uuid NOT NULL REFERENCES products,
	name		text NOT NULL,
	quantity	integer NOT NULL,
	price		numeric(10,2) NOT NULL,
	PRIMARY KEY (order_id, line)
);
COMMIT;
VACUUM ANALYZE products;
