-- SPDX-License-Identifier: ISC
-- The payments of the orders, and their postings in the ledger.

\ir common.sql
\set ON_ERROR_STOP 1
SET synchronous_commit = off;
SET statement_timeout = 0;

BEGIN;
\ir sales.sql

DELETE FROM sale WHERE status = 'CANCELLED';
DELETE FROM line WHERE n % 20 = 0;

INSERT INTO payments (id, order_id, order_number, user_id, email, amount,
	currency, status, method, transaction_id, created_at, updated_at)
SELECT pg_temp.bench_id('08', n), pg_temp.bench_id('06', n),
	'B-' || lpad(n::text, 6, '0'), pg_temp.bench_id('01', buyer),
	'buyer' || buyer || '@bench.example', amount, 'USD', 'COMPLETED',
	'STRIPE', 'pi_bench_' || n, born + interval '1 minute',
	born + interval '2 minutes'
FROM sale JOIN (SELECT n, sum(amount + 4.90 + tax) AS amount FROM line
	GROUP BY n) l USING (n)
ORDER BY n;

INSERT INTO payment_shares (payment_id, vendor_id, vendor_user_id,
	items_amount, shipping_amount, tax_amount)
SELECT pg_temp.bench_id('08', n), pg_temp.bench_id('02', v),
	pg_temp.bench_id('01', v), amount, 4.90, tax
FROM line ORDER BY n, i;

INSERT INTO payment_attempts (id, payment_id, kind, status, provider_id,
	transaction_id, idempotency_key, leased_until, checked_at, created_at,
	updated_at)
SELECT pg_temp.bench_id('11', n), pg_temp.bench_id('08', n),
	'checkout_session', 'succeeded', 'cs_bench_' || n, 'pi_bench_' || n,
	'bench-' || n, at, at, at, at
FROM sale, LATERAL (SELECT born + interval '2 minutes' AS at) t ORDER BY n;

CREATE TEMP TABLE entry ON COMMIT DROP AS
SELECT n, 'buyer' AS kind, pg_temp.bench_id('01', buyer) AS owner,
	-sum(amount + 4.90 + tax) AS amount
FROM line JOIN sale USING (n) GROUP BY n, buyer
UNION ALL
SELECT n, e.kind, pg_temp.bench_id('02', v), e.amount FROM line,
	LATERAL (VALUES ('escrow', round(amount * 0.9, 2)),
	    ('commission', round(amount * 0.1, 2)),
	    ('tax', tax), ('shipping', 4.90)) AS e (kind, amount);

INSERT INTO ledger_transactions (id, kind, reference, payment_id, currency,
	created_at)
SELECT pg_temp.bench_id('09', n), 'sale', pg_temp.bench_id('08', n),
	pg_temp.bench_id('08', n), 'USD', born + interval '2 minutes'
FROM sale ORDER BY n;

INSERT INTO ledger_accounts (kind, owner, currency)
SELECT DISTINCT kind, owner, 'USD' FROM entry ORDER BY 1, 2;

INSERT INTO ledger_entries (transaction_id, account_id, amount)
SELECT pg_temp.bench_id('09', n), a.id, e.amount
FROM entry e JOIN ledger_accounts a ON a.kind = e.kind AND a.owner = e.owner
	AND a.currency = 'USD'
ORDER BY n, e.amount;

COMMIT;

VACUUM ANALYZE payments, payment_shares, payment_attempts, ledger_accounts,
	ledger_transactions, ledger_entries;
