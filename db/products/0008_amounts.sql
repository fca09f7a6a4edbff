-- SPDX-License-Identifier: ISC
-- Prices have the decimals of their currency, 0, 2 or 3. numeric without a
-- scale keeps those that were written, so the value itself tells how many it
-- has. No row or index is written anew.

ALTER TABLE products
	ALTER COLUMN price TYPE numeric,
	ADD CONSTRAINT products_price_decimals
		CHECK (scale(price) IN (0, 2, 3));
ALTER TABLE product_variants
	ALTER COLUMN price TYPE numeric,
	ADD CONSTRAINT product_variants_price_decimals
		CHECK (scale(price) IN (0, 2, 3));
ALTER TABLE reservation_lines
	ALTER COLUMN price TYPE numeric,
	ADD CONSTRAINT reservation_lines_price_decimals
		CHECK (scale(price) IN (0, 2, 3));
