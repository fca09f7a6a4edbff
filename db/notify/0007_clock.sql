-- SPDX-License-Identifier: ISC
-- Defaults read the farm's clock (db/common/0004_clock.sql).

ALTER TABLE events ALTER COLUMN received_at SET DEFAULT farm_now();
ALTER TABLE jobs
	ALTER COLUMN next_at SET DEFAULT farm_now(),
	ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE notifications ALTER COLUMN created_at SET DEFAULT farm_now();
