-- SPDX-License-Identifier: ISC
-- A checkout of two lines as one transaction of one database: what the saga
-- writes, without its ways between the services. One message to the server.
\if :ready = 0
SET search_path = bench, public;
PREPARE take (uuid) AS INSERT INTO keys (scope, key, fingerprint, id, taker, leased_until) VALUES ('bench', $1::text, 'f', $1, $1, now() + interval '20 seconds');
PREPARE hold (uuid, uuid) AS INSERT INTO reservations VALUES ($1, $2, now() + interval '30 minutes');
PREPARE sell (uuid, uuid) AS UPDATE products SET stock_quantity = stock_quantity - 1, updated_at = now() WHERE id IN ($1, $2) AND stock_quantity >= 1;
PREPARE held (uuid, uuid, uuid) AS INSERT INTO reservation_lines SELECT $1, row_number() OVER (), id, name, 1, price FROM products WHERE id IN ($2, $3);
PREPARE ordered (uuid, uuid) AS INSERT INTO orders (id, order_number, user_id, email, currency, subtotal_amount, shipping_amount, tax_amount, total_amount, shipping_address, billing_address, payment_method) SELECT $1, 'C-' || right($1::text, 12), $2, 'buyer@bench.example', 'USD', sum(price), 9.80, round(sum(price) / 10, 2), round(sum(price) * 1.1 + 9.80, 2), '{"fullName":"Buyer","line1":"Mill Lane 1","city":"Graz","postalCode":"8010","country":"AT"}', '{"fullName":"Buyer","line1":"Mill Lane 1","city":"Graz","postalCode":"8010","country":"AT"}', 'STRIPE' FROM reservation_lines WHERE order_id = $1;
PREPARE sent (uuid) AS INSERT INTO parcels (order_id, vendor_id, vendor_user_id, vendor_name, items_amount, shipping_amount, tax_amount) SELECT $1, product_id, product_id, 'Vendor', price, 4.90, round(price / 10, 2) FROM reservation_lines WHERE order_id = $1;
PREPARE listed (uuid) AS INSERT INTO order_items (id, order_id, vendor_id, position, product_id, name, quantity, price, total_price) SELECT gen_random_uuid(), $1, product_id, line, product_id, name, 1, price, price FROM reservation_lines WHERE order_id = $1;
PREPARE told (uuid) AS INSERT INTO outbox (id, name, key, payload) SELECT gen_random_uuid(), 'order.created', $1, to_jsonb(o) FROM orders o WHERE id = $1;
PREPARE done (uuid) AS UPDATE keys SET status = 201, body = '' WHERE scope = 'bench' AND key = $1::text;
\set ready 1
\endif
\set r random(1, 999999999999)
\set a 1 + 2 * random(0, 499)
\set b 2 * random(1, 500)
BEGIN \; EXECUTE take (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; EXECUTE hold (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid, ('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; EXECUTE sell (('01900000-0000-7000-8000-04' || lpad(:a::text, 10, '0'))::uuid, ('01900000-0000-7000-8000-04' || lpad(:b::text, 10, '0'))::uuid) \; EXECUTE held (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid, ('01900000-0000-7000-8000-04' || lpad(:a::text, 10, '0'))::uuid, ('01900000-0000-7000-8000-04' || lpad(:b::text, 10, '0'))::uuid) \; EXECUTE ordered (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid, ('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; EXECUTE sent (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; EXECUTE listed (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; EXECUTE told (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; EXECUTE done (('01900000-0000-7000-9000-' || lpad(:r::text, 12, '0'))::uuid) \; COMMIT;
