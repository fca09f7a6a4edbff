-- SPDX-License-Identifier: ISC
-- The payments of the demo shop's orders, by the rule in db/orders/demo.sql:
-- one for each order that is neither PENDING nor CANCELLED, COMPLETED two
-- minutes after the order, or REFUNDED 20 hours after it. By orders of even
-- number a card was declined first. Commission is 10 % of the items.
--
-- Ids: payments 08 N, ledger transactions 09 N*10 (+1: the refund),
-- attempts 11 N*10 (+1: the declined one before), refunds 12 N.

CREATE FUNCTION pg_temp.demo_id(kind text, n bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
	SELECT ('00000000-0000-7000-8000-' || kind || lpad(n::text, 10, '0'))::uuid
$$;

-- The demo shop is told in dollars and cents. A cent is one step of the shop's
-- currency: 4.25 is 425 JPY and 4.250 KWD.
CREATE FUNCTION pg_temp.demo_amount(told numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE
RETURN round(told * 100 * :step / 10::numeric ^ :exponent, :exponent);

-- Prices of the rows of demo_goods there.
CREATE TEMP TABLE demo_price ON COMMIT DROP AS
SELECT k - 1 AS k, price FROM unnest('{3.05,7.95,13.95,117.55,5.05,5.15,9.65,
63.85,4.25,3.35,12.15,12.95,3.15,11.65,7.85,32.95,4.25,3.85,16.75,27.05,4.75,
9.35,5.35,48.55}'::numeric[]) WITH ORDINALITY AS t (price, k);

CREATE TEMP TABLE demo_payment ON COMMIT DROP AS
SELECT n, CASE WHEN n % 3 = 1 THEN 8 + n / 3 % 5 ELSE 1 END AS person,
	CASE WHEN n % 11 = 5 THEN 'REFUNDED' ELSE 'COMPLETED' END AS status,
	('{STRIPE,RAZORPAY,RAZORPAY,PAYPAL,PAYPAL}'::text[])[1 + n % 5] AS method,
	date_trunc('second', farm_now() - (60 - n) * (80 - n) / 80.0 * interval '1 day') AS born
FROM generate_series(1, 59) n WHERE n % 7 <> 0;

-- Tax is rounded once for the order and split by largest remainder; so is the
-- commission, here with the vendors in the order of their ids.
CREATE TEMP TABLE demo_share ON COMMIT DROP AS
SELECT n, v, items, 4.90 AS shipping,
	floor(items * 10) / 100 + CASE WHEN tax_rank <= owed THEN 0.01 ELSE 0 END AS tax,
	floor(items * 10) / 100 + CASE WHEN commission_rank <= owed THEN 0.01 ELSE 0 END AS commission
FROM (SELECT *, row_number() OVER (PARTITION BY n ORDER BY lost DESC, i) AS tax_rank,
	row_number() OVER (PARTITION BY n ORDER BY lost DESC, v) AS commission_rank,
	(round(sum(items) OVER (PARTITION BY n) * 0.10, 2)
	    - sum(floor(items * 10) / 100) OVER (PARTITION BY n)) * 100 AS owed
    FROM (SELECT n, i, line_k % 4 + 1 AS v, price * (1 + (n + i) % 3) AS items,
	price * (1 + (n + i) % 3) * 10 - floor(price * (1 + (n + i) % 3) * 10) AS lost
	FROM demo_payment, generate_series(0, n % 3) i
	JOIN LATERAL (SELECT (7 * n + 11 * i) % 24 AS line_k) l ON true
	JOIN demo_price p ON p.k = line_k) line) ranked;

INSERT INTO payments (id, order_id, order_number, user_id, email, amount,
	currency, status, method, transaction_id, created_at, updated_at)
SELECT pg_temp.demo_id('08', n), pg_temp.demo_id('06', n), 'F-' ||
	to_char(born, 'YY') || '-' || upper(left(md5('order ' || n), 6)),
	pg_temp.demo_id('01', person), email,
	pg_temp.demo_amount(amount), :'currency', status, method,
	'pi_demo_' || n, born + interval '1 minute', born + CASE status
	    WHEN 'REFUNDED' THEN interval '20 hours' ELSE interval '2 minutes' END
FROM demo_payment JOIN (VALUES (1, 'buyer@example.com'),
	(8, 'noah@example.com'), (9, 'mia@example.com'), (10, 'leo@example.com'),
	(11, 'zoe@example.com'), (12, 'sam@example.com')) AS p (person, email)
	USING (person)
JOIN (SELECT n, sum(items + shipping + tax) AS amount FROM demo_share
	GROUP BY n) s USING (n)
ON CONFLICT DO NOTHING;

INSERT INTO payment_shares (payment_id, vendor_id, vendor_user_id,
	items_amount, shipping_amount, tax_amount)
SELECT pg_temp.demo_id('08', n), pg_temp.demo_id('02', v),
	pg_temp.demo_id('01', ('{2,3,5,6}'::int[])[v]),
	pg_temp.demo_amount(items), pg_temp.demo_amount(shipping),
	pg_temp.demo_amount(tax)
FROM demo_share
ON CONFLICT DO NOTHING;

INSERT INTO payment_attempts (id, payment_id, provider, status, provider_id,
	transaction_id, idempotency_key, method_id, code, message,
	leased_until, checked_at, created_at, updated_at)
SELECT pg_temp.demo_id('11', n * 10 + declined), pg_temp.demo_id('08', n),
	lower(method),
	CASE declined WHEN 1 THEN 'failed' ELSE 'succeeded' END,
	CASE declined WHEN 1 THEN 'pi_demo_declined_' || n ELSE 'cs_demo_' || n END,
	CASE declined WHEN 0 THEN 'pi_demo_' || n END,
	'farm-demo-' || n || '-' || declined,
	CASE declined WHEN 1 THEN 'pm_card_chargeDeclined' END,
	CASE declined WHEN 1 THEN 'generic_decline' END,
	CASE declined WHEN 1 THEN 'Your card was declined.' END, at, at, at, at
FROM demo_payment, generate_series(0, (n + 1) % 2) declined,
	LATERAL (SELECT born + (2 - declined) * interval '1 minute' AS at) t
ON CONFLICT DO NOTHING;

INSERT INTO provider_events (provider, id, type, object_id, payment_id,
	received_at, done_at)
SELECT 'stripe', 'evt_demo_' || n, 'checkout.session.completed',
	'cs_demo_' || n, pg_temp.demo_id('08', n), born + interval '2 minutes',
	born + interval '2 minutes'
FROM demo_payment WHERE method = 'STRIPE'
ON CONFLICT DO NOTHING;

INSERT INTO refunds (id, payment_id, attempt_id, refund_key, kind, amount,
	status, provider_id, reason, checked_at, created_at, updated_at)
SELECT pg_temp.demo_id('12', n), id, pg_temp.demo_id('11', n * 10),
	'demo-' || n, 'sale', amount, 'succeeded', 're_demo_' || n,
	'The customer changed their mind', at, at, at
FROM demo_payment d JOIN payments p ON p.id = pg_temp.demo_id('08', n),
	LATERAL (SELECT born + interval '20 hours' AS at) t
WHERE d.status = 'REFUNDED'
ON CONFLICT DO NOTHING;

-- ---- the ledger: a sale each, and the reverse of those that went back ----------

CREATE TEMP TABLE demo_posting ON COMMIT DROP AS
SELECT n, pg_temp.demo_id('09', n * 10 + back) AS id, back,
	CASE back WHEN 1 THEN -1 ELSE 1 END AS sign,
	born + CASE back WHEN 1 THEN interval '20 hours'
	    ELSE interval '2 minutes' END AS at
FROM demo_payment, generate_series(0, (status = 'REFUNDED')::int) back
WHERE NOT EXISTS (SELECT FROM ledger_transactions t
	WHERE t.id = pg_temp.demo_id('09', n * 10 + back));

CREATE TEMP TABLE demo_entry ON COMMIT DROP AS
SELECT n, 'buyer' AS kind, pg_temp.demo_id('01', person) AS owner,
	-sum(items + shipping + tax) AS amount
FROM demo_share JOIN demo_payment USING (n) GROUP BY n, person
UNION ALL
SELECT n, e.kind, pg_temp.demo_id('02', v), e.amount FROM demo_share,
	LATERAL (VALUES ('escrow', items - commission),
	    ('commission', commission), ('tax', tax),
	    ('shipping', shipping)) AS e (kind, amount);

INSERT INTO ledger_transactions (id, kind, reference, payment_id, currency,
	created_at)
SELECT id, CASE back WHEN 1 THEN 'refund' ELSE 'sale' END,
	CASE back WHEN 1 THEN pg_temp.demo_id('12', n)
	    ELSE pg_temp.demo_id('08', n) END, pg_temp.demo_id('08', n),
	:'currency', at
FROM demo_posting ORDER BY at;

INSERT INTO ledger_accounts (kind, owner, currency)
SELECT DISTINCT kind, owner, :'currency' FROM demo_entry
ON CONFLICT DO NOTHING;

INSERT INTO ledger_entries (transaction_id, account_id, amount)
SELECT p.id, a.id, sign * pg_temp.demo_amount(e.amount)
FROM demo_posting p JOIN demo_entry e USING (n)
JOIN ledger_accounts a ON a.kind = e.kind AND a.owner = e.owner
	AND a.currency = :'currency'
ORDER BY at, e.amount;
