-- SPDX-License-Identifier: ISC
-- Adds what the first two versions of 0001_catalogue.sql lack (db/checksums).

DROP INDEX IF EXISTS products_shop;
CREATE INDEX IF NOT EXISTS products_shop_by_age
	ON products (vendor_id, created_at, id) WHERE is_listed;
CREATE INDEX IF NOT EXISTS products_shop_by_price
	ON products (vendor_id, price, id) WHERE is_listed;
CREATE INDEX IF NOT EXISTS products_shop_by_name
	ON products (vendor_id, lower(name), id) WHERE is_listed;
