-- SPDX-License-Identifier: ISC
-- Removes the payments of the orders in demo_orders, with all their entries in
-- the ledger. Every transaction goes as a whole, so that the books stay balanced.

CREATE TEMP TABLE demo_payments ON COMMIT DROP AS
SELECT id FROM payments WHERE order_id IN (TABLE demo_orders);

DELETE FROM ledger_entries WHERE transaction_id IN (
	SELECT id FROM ledger_transactions
	WHERE payment_id IN (TABLE demo_payments));
DELETE FROM ledger_transactions WHERE payment_id IN (TABLE demo_payments);
DELETE FROM ledger_accounts a WHERE owner IS NOT NULL
	AND NOT EXISTS (SELECT FROM ledger_entries e WHERE e.account_id = a.id);
DELETE FROM refunds WHERE payment_id IN (TABLE demo_payments);
DELETE FROM provider_events WHERE payment_id IN (TABLE demo_payments);
DELETE FROM payment_attempts WHERE payment_id IN (TABLE demo_payments);
DELETE FROM payment_shares WHERE payment_id IN (TABLE demo_payments);
DELETE FROM payments WHERE id IN (TABLE demo_payments);
DELETE FROM outbox WHERE key IN (TABLE demo_orders)
	OR key IN (TABLE demo_payments);

DO $$ BEGIN
	IF EXISTS (SELECT FROM ledger_entries GROUP BY transaction_id
	    HAVING sum(amount) <> 0) THEN
		RAISE EXCEPTION 'the ledger would be out of balance';
	END IF;
END $$;
