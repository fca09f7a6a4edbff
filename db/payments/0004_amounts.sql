-- SPDX-License-Identifier: ISC
-- Amounts have the decimals of their currency, 0, 2 or 3, and all amounts of a
-- payment have the same. numeric without a scale keeps those that were written,
-- so the value itself tells how many it has. No row or index is written anew.

ALTER TABLE payments
	ALTER COLUMN amount TYPE numeric,
	ADD CONSTRAINT payments_amount_decimals
		CHECK (scale(amount) IN (0, 2, 3));

ALTER TABLE payment_shares
	ALTER COLUMN items_amount TYPE numeric,
	ALTER COLUMN shipping_amount TYPE numeric,
	ALTER COLUMN tax_amount TYPE numeric,
	ADD CONSTRAINT payment_shares_decimals CHECK (
		scale(items_amount) IN (0, 2, 3) AND
		scale(shipping_amount) = scale(items_amount) AND
		scale(tax_amount) = scale(items_amount));

ALTER TABLE refunds
	ALTER COLUMN amount TYPE numeric,
	ADD CONSTRAINT refunds_amount_decimals
		CHECK (scale(amount) IN (0, 2, 3));

DROP VIEW ledger_balances;
ALTER TABLE ledger_entries
	ALTER COLUMN amount TYPE numeric,
	ADD CONSTRAINT ledger_entries_amount_decimals
		CHECK (scale(amount) IN (0, 2, 3));
CREATE VIEW ledger_balances AS
	SELECT a.id, a.kind, a.owner, a.currency,
	    coalesce(sum(e.amount), 0) AS balance,
	    count(e.id) AS entries
	FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
	GROUP BY a.id;
GRANT SELECT ON ledger_balances TO :"runtime_role";
