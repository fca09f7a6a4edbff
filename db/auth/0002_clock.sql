-- SPDX-License-Identifier: ISC
-- Defaults read the farm's clock (db/common/0004_clock.sql).

ALTER TABLE users
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE sessions ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE refresh_tokens ALTER COLUMN created_at SET DEFAULT farm_now();
