-- SPDX-License-Identifier: ISC
-- Defaults read the farm's clock (db/common/0004_clock.sql).

ALTER TABLE vendors
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE categories ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE products
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE reservations ALTER COLUMN created_at SET DEFAULT farm_now();
