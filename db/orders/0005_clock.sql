-- SPDX-License-Identifier: ISC
-- Defaults read the farm's clock (db/common/0004_clock.sql).

ALTER TABLE carts
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE cart_items ALTER COLUMN created_at
	SET DEFAULT farm_now() + (clock_timestamp() - now());
ALTER TABLE orders
	ALTER COLUMN created_at SET DEFAULT farm_now(),
	ALTER COLUMN updated_at SET DEFAULT farm_now();
ALTER TABLE parcels ALTER COLUMN created_at SET DEFAULT farm_now();
ALTER TABLE order_steps ALTER COLUMN at SET DEFAULT farm_now();
ALTER TABLE order_refunds ALTER COLUMN at SET DEFAULT farm_now();
