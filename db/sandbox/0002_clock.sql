-- SPDX-License-Identifier: ISC
-- Defaults read the farm's clock (db/common/0004_clock.sql).

ALTER TABLE stripe_intents ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE stripe_sessions ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE stripe_refunds ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE stripe_events ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE stripe_keys ALTER COLUMN created_at SET DEFAULT farm_now();
