-- SPDX-License-Identifier: ISC
-- Defaults read the farm's clock (db/common/0004_clock.sql).

ALTER TABLE payments
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE payment_attempts
	ALTER COLUMN checked_at SET DEFAULT farm_now(),
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE provider_events ALTER COLUMN received_at SET DEFAULT farm_now();
ALTER TABLE refunds
	ALTER COLUMN checked_at SET DEFAULT farm_now(),
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE ledger_accounts ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE ledger_transactions ALTER COLUMN created_at SET DEFAULT farm_now();
