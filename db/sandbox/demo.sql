-- SPDX-License-Identifier: ISC
-- What the stand-in for Stripe knows of the demo shop's payments
-- (db/payments/demo.sql), so that they can be given back. Stripe counts a few
-- currencies in other units than ISO 4217 (fcgi/sandbox/stripe/amounts.c).

INSERT INTO stripe_intents (id, amount, amount_received, currency, status,
	payment_method, latest_charge, metadata)
SELECT 'pi_demo_' || n, units, units, lower(:'currency'), 'succeeded', 'pm_card_visa',
	'ch_demo_' || n, jsonb_build_object('payment_id',
	'00000000-0000-7000-8000-08' || lpad(n::text, 10, '0'))
FROM (SELECT n, (sum(items) + 4.90 * count(*) + round(sum(items) * 0.10, 2))
	    * 100 * :step AS total
	FROM (SELECT n, price * (1 + (n + i) % 3) AS items
	    FROM generate_series(5, 55, 5) n, generate_series(0, n % 3) i
	    JOIN LATERAL (SELECT (7 * n + 11 * i) % 24 AS line_k) l ON true
	    JOIN unnest('{3.05,7.95,13.95,117.55,5.05,5.15,9.65,63.85,4.25,
3.35,12.15,12.95,3.15,11.65,7.85,32.95,4.25,3.85,16.75,27.05,4.75,9.35,5.35,
48.55}'::numeric[]) WITH ORDINALITY AS p (price, k) ON p.k = line_k + 1) line
	WHERE n % 7 <> 0 GROUP BY n) sums,
	LATERAL (SELECT total * CASE WHEN :'currency' IN ('ISK', 'UGX') THEN 100
	    WHEN :'currency' = 'MGA' THEN 0.01 ELSE 1 END AS units) stripe
ON CONFLICT DO NOTHING;

INSERT INTO stripe_refunds (id, payment_intent, amount, currency, reason,
	metadata)
SELECT 're_demo_5', id, amount, currency, 'requested_by_customer',
	jsonb_build_object('refund_id', '00000000-0000-7000-8000-120000000005')
FROM stripe_intents WHERE id = 'pi_demo_5'
ON CONFLICT DO NOTHING;
