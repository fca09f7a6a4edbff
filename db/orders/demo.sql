-- SPDX-License-Identifier: ISC
-- The orders of the demo shop: 60 in 58 days, in every state.
--
-- Other databases agree by computing the same. Order N (1 to 60) has
--   lines     1 + N % 3, numbered i = 0, 1, 2
--   line i    the product of row k = (7 N + 11 i) % 24 in demo_goods below,
--             1 + (N + i) % 3 pieces; vendor k % 4 + 1, so that each line is
--             of another vendor, and a parcel of its own
--   amounts   4.90 for shipping a vendor; 10 % tax of the items, rounded half
--             up, split by largest remainder (of equal ones the earlier line)
--   buyer     user 8 + N / 3 % 5 when N % 3 = 1, else user 1
--   age       (60 - N) (80 - N) / 80 days
--   method    STRIPE when N % 5 = 0, RAZORPAY when 1 or 2, PAYPAL when 3 or 4
--   status    60: PENDING; N % 7 = 0: CANCELLED, never paid;
--             N % 11 = 5: REFUNDED, wholly; else by N: from 56 CONFIRMED,
--             from 52 PROCESSING, from 46 SHIPPED, below DELIVERED
--   parcels   as the order, but of PROCESSING and SHIPPED ones the parcels of
--             lines 1 and 2 are one step ahead
--   payment   kind 08 N, by all that are not PENDING or CANCELLED, 2 minutes
--             after the order; a refund 20 hours after it
--   steps     PROCESSING 5 hours, SHIPPED 1 day, DELIVERED 3 days after it

CREATE FUNCTION pg_temp.demo_id(kind text, n bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
	SELECT ('00000000-0000-7000-8000-' || kind || lpad(n::text, 10, '0'))::uuid
$$;

-- The demo shop is told in dollars and cents. A cent is one step of the shop's
-- currency: 4.25 is 425 JPY and 4.250 KWD.
CREATE FUNCTION pg_temp.demo_amount(told numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE
RETURN round(told * 100 * :step / 10::numeric ^ :exponent, :exponent);

-- Products as db/products/demo.sql makes them; none has variants.
CREATE TEMP TABLE demo_goods (k int, product int, name text, price numeric)
	ON COMMIT DROP;
INSERT INTO demo_goods VALUES
(0, 47, 'Glossy aubergine, pair', 3.05),
(1, 94, 'Butter cheese, mild, 300 g', 7.95),
(2, 141, 'Marigold posy in a jug', 13.95),
(3, 188, 'Fringed blanket', 117.55),
(4, 13, 'Late clementines, 1 kg', 5.05),
(5, 60, 'Dark sourdough loaf', 5.15),
(6, 107, 'Acacia honey', 9.65),
(7, 167, 'Tall vase', 63.85),
(8, 26, 'Oxheart tomatoes, 500 g', 4.25),
(9, 73, 'Buttermilk tin loaf', 3.35),
(10, 146, 'Garden posy in a jug', 12.15),
(11, 180, 'Highland wool, 100 g ball', 12.95),
(12, 39, 'Long aubergine, pair', 3.15),
(13, 86, 'Sheep''s soft round', 11.65),
(14, 125, 'Wildflower honey', 7.85),
(15, 193, 'Shawl knitting kit', 32.95),
(16, 5, 'Bramley apples, 1 kg', 4.25),
(17, 52, 'Wheat tin loaf', 3.85),
(18, 138, 'Everlasting dried flowers', 16.75),
(19, 159, 'Ink mug', 27.05),
(20, 18, 'Sweet clementines, 1 kg', 4.75),
(21, 99, 'Cellar cheese, 250 g wedge', 9.35),
(22, 104, 'Raspberry jam', 5.35),
(23, 172, 'Night serving bowl', 48.55);

CREATE TEMP TABLE demo_vendor (v int, person int, name text) ON COMMIT DROP;
INSERT INTO demo_vendor VALUES (1, 2, 'Meadow Lane Orchard'),
(2, 3, 'Stone Oven Bakery'), (3, 5, 'Hill & Hive'),
(4, 6, 'Clay and Thread Workshop');

CREATE TEMP TABLE demo_person (person int, email text, address jsonb)
	ON COMMIT DROP;
INSERT INTO demo_person VALUES
(1, 'buyer@example.com', '{"fullName": "Bea Buyer", "line1": "12 Orchard Road", "line2": "", "city": "Ledbury", "state": "Herefordshire", "postalCode": "HR8 1DT", "country": "GB", "phone": "+44 1531 555 010"}'),
(8, 'noah@example.com', '{"fullName": "Noah Lindqvist", "line1": "Björkgatan 4", "city": "Uppsala", "postalCode": "753 27", "country": "SE"}'),
(9, 'mia@example.com', '{"fullName": "Mia Okafor", "line1": "208 Linden Street", "line2": "Apt 5", "city": "Portland", "state": "OR", "postalCode": "97205", "country": "US"}'),
(10, 'leo@example.com', '{"fullName": "Leo Marchetti", "line1": "Via dei Mille 31", "city": "Torino", "state": "TO", "postalCode": "10123", "country": "IT"}'),
(11, 'zoe@example.com', '{"fullName": "Zoe Tanaka", "line1": "77 Harbour Parade", "city": "Wellington", "postalCode": "6011", "country": "NZ"}'),
(12, 'sam@example.com', '{"fullName": "Sam Rivera", "line1": "1450 Mission Boulevard", "city": "Austin", "state": "TX", "postalCode": "78704", "country": "US"}');

CREATE TEMP TABLE demo_order ON COMMIT DROP AS
SELECT n, CASE WHEN n % 3 = 1 THEN 8 + n / 3 % 5 ELSE 1 END AS person,
	CASE WHEN n = 60 THEN 'PENDING' WHEN n % 7 = 0 THEN 'CANCELLED'
	    WHEN n % 11 = 5 THEN 'REFUNDED' WHEN n >= 56 THEN 'CONFIRMED'
	    WHEN n >= 52 THEN 'PROCESSING' WHEN n >= 46 THEN 'SHIPPED'
	    ELSE 'DELIVERED' END AS status,
	('{STRIPE,RAZORPAY,RAZORPAY,PAYPAL,PAYPAL}'::text[])[1 + n % 5] AS method,
	date_trunc('second', farm_now() - (60 - n) * (80 - n) / 80.0 * interval '1 day') AS born
FROM generate_series(1, 60) n;

CREATE TEMP TABLE demo_line ON COMMIT DROP AS
SELECT o.n, i, k % 4 + 1 AS v, g.product, g.name, g.price,
	1 + (o.n + i) % 3 AS quantity, g.price * (1 + (o.n + i) % 3) AS sum,
	CASE WHEN i > 0 AND o.status = 'PROCESSING' THEN 'SHIPPED'
	    WHEN i > 0 AND o.status = 'SHIPPED' THEN 'DELIVERED'
	    ELSE o.status END AS status
FROM demo_order o, generate_series(0, o.n % 3) i
JOIN LATERAL (SELECT (7 * o.n + 11 * i) % 24 AS line_k) l ON true
JOIN demo_goods g ON g.k = line_k;

-- Tax is rounded once; the cents that cutting it down leaves go to the
-- largest remainders.
CREATE TEMP TABLE demo_tax ON COMMIT DROP AS
SELECT n, i, floor(sum * 10) / 100 + CASE WHEN rank <= owed THEN 0.01
	ELSE 0 END AS tax
FROM (SELECT n, i, sum, row_number() OVER (PARTITION BY n
	    ORDER BY sum * 10 - floor(sum * 10) DESC, i) AS rank,
	(round(sum(sum) OVER (PARTITION BY n) * 0.10, 2)
	    - sum(floor(sum * 10) / 100) OVER (PARTITION BY n)) * 100 AS owed
	FROM demo_line) t;

INSERT INTO orders (id, order_number, user_id, email, status, currency,
	subtotal_amount, shipping_amount, tax_amount, total_amount,
	refunded_amount, shipping_address, billing_address, payment_method,
	payment_id, paid_at, created_at, updated_at)
SELECT pg_temp.demo_id('06', n), 'F-' || to_char(born, 'YY') || '-' ||
	upper(left(md5('order ' || n), 6)), pg_temp.demo_id('01', person), email,
	o.status, :'currency', pg_temp.demo_amount(subtotal),
	pg_temp.demo_amount(shipping), pg_temp.demo_amount(tax),
	pg_temp.demo_amount(subtotal + shipping + tax),
	pg_temp.demo_amount(CASE o.status
	    WHEN 'REFUNDED' THEN subtotal + shipping + tax ELSE 0 END),
	address, address, method,
	CASE WHEN paid THEN pg_temp.demo_id('08', n) END,
	CASE WHEN paid THEN born + interval '2 minutes' END, born, born + CASE
	    o.status WHEN 'PENDING' THEN interval '0' WHEN 'CANCELLED' THEN interval '30 minutes'
	    WHEN 'CONFIRMED' THEN interval '2 minutes' WHEN 'REFUNDED' THEN interval '20 hours'
	    WHEN 'PROCESSING' THEN interval '5 hours' WHEN 'SHIPPED' THEN interval '1 day'
	    ELSE interval '3 days' END
FROM demo_order o JOIN demo_person USING (person)
JOIN (SELECT n, sum(sum) AS subtotal, 4.90 * count(*) AS shipping,
	sum(tax) AS tax FROM demo_line JOIN demo_tax USING (n, i) GROUP BY n) s
	USING (n)
CROSS JOIN LATERAL (SELECT o.status NOT IN ('PENDING', 'CANCELLED') AS paid) p
ORDER BY n
ON CONFLICT DO NOTHING;

INSERT INTO parcels (order_id, vendor_id, vendor_user_id, vendor_name, status,
	items_amount, shipping_amount, tax_amount, created_at)
SELECT pg_temp.demo_id('06', n), pg_temp.demo_id('02', v),
	pg_temp.demo_id('01', d.person), d.name, l.status,
	pg_temp.demo_amount(sum), pg_temp.demo_amount(4.90),
	pg_temp.demo_amount(tax), born
FROM demo_line l JOIN demo_tax USING (n, i) JOIN demo_vendor d USING (v)
JOIN demo_order o USING (n)
ON CONFLICT DO NOTHING;

INSERT INTO order_items (id, order_id, vendor_id, position, product_id, name,
	image, quantity, price, total_price)
SELECT pg_temp.demo_id('07', n * 10 + i), pg_temp.demo_id('06', n),
	pg_temp.demo_id('02', v), i + 1, pg_temp.demo_id('04', product), name,
	'/media/demo/' || lpad(product::text, 3, '0') || '.svg', quantity,
	pg_temp.demo_amount(price), pg_temp.demo_amount(sum)
FROM demo_line
ON CONFLICT DO NOTHING;

INSERT INTO order_steps (order_id, vendor_id, status, note, at)
SELECT pg_temp.demo_id('06', n), pg_temp.demo_id('02', v), s.status, s.note,
	born + s.after
FROM demo_line l JOIN demo_order o USING (n) JOIN (VALUES
	('CANCELLED', interval '30 minutes', 'Not paid in time', '{CANCELLED}'::text[]),
	('CONFIRMED', interval '2 minutes', NULL, '{CONFIRMED,PROCESSING,SHIPPED,DELIVERED,REFUNDED}'),
	('PROCESSING', interval '5 hours', NULL, '{PROCESSING,SHIPPED,DELIVERED}'),
	('REFUNDED', interval '20 hours', 'The customer changed their mind', '{REFUNDED}'),
	('SHIPPED', interval '1 day', NULL, '{SHIPPED,DELIVERED}'),
	('DELIVERED', interval '3 days', NULL, '{DELIVERED}')
) AS s (status, after, note, of) ON l.status = ANY (s.of)
WHERE NOT EXISTS (SELECT FROM order_steps t
	WHERE t.order_id = pg_temp.demo_id('06', n))
ORDER BY n, i, s.after;

INSERT INTO order_refunds (key, order_id, amount, at)
SELECT payment_id, id, total_amount, updated_at FROM orders
WHERE status = 'REFUNDED' AND payment_id BETWEEN
	pg_temp.demo_id('08', 1) AND pg_temp.demo_id('08', 60)
ON CONFLICT DO NOTHING;
