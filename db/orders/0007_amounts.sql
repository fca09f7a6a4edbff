-- SPDX-License-Identifier: ISC
-- Amounts have the decimals of their currency, 0, 2 or 3, and all amounts of an
-- order have the same. numeric without a scale keeps those that were written,
-- so the value itself tells how many it has. No row or index is written anew.

ALTER TABLE cart_items
	ALTER COLUMN price TYPE numeric,
	ADD CONSTRAINT cart_items_price_decimals
		CHECK (scale(price) IN (0, 2, 3));

-- Earlier programs rely on the defaults, and know two decimals only.
ALTER TABLE orders
	ALTER COLUMN subtotal_amount TYPE numeric,
	ALTER COLUMN shipping_amount TYPE numeric,
	ALTER COLUMN tax_amount TYPE numeric,
	ALTER COLUMN total_amount TYPE numeric,
	ALTER COLUMN refunded_amount TYPE numeric,
	ALTER COLUMN shipping_amount SET DEFAULT 0.00,
	ALTER COLUMN tax_amount SET DEFAULT 0.00,
	ALTER COLUMN refunded_amount SET DEFAULT 0.00,
	ADD CONSTRAINT orders_decimals CHECK (
		scale(total_amount) IN (0, 2, 3) AND
		scale(subtotal_amount) = scale(total_amount) AND
		scale(shipping_amount) = scale(total_amount) AND
		scale(tax_amount) = scale(total_amount) AND
		scale(refunded_amount) = scale(total_amount));

ALTER TABLE parcels
	ALTER COLUMN items_amount TYPE numeric,
	ALTER COLUMN shipping_amount TYPE numeric,
	ALTER COLUMN tax_amount TYPE numeric,
	ADD CONSTRAINT parcels_decimals CHECK (
		scale(items_amount) IN (0, 2, 3) AND
		scale(shipping_amount) = scale(items_amount) AND
		scale(tax_amount) = scale(items_amount));

ALTER TABLE order_items
	ALTER COLUMN price TYPE numeric,
	ALTER COLUMN total_price TYPE numeric,
	ADD CONSTRAINT order_items_decimals CHECK (
		scale(price) IN (0, 2, 3) AND
		scale(total_price) = scale(price));

ALTER TABLE order_refunds
	ALTER COLUMN amount TYPE numeric,
	ADD CONSTRAINT order_refunds_decimals
		CHECK (scale(amount) IN (0, 2, 3));

ALTER TABLE sales_tallies ADD CONSTRAINT sales_tallies_decimals
	CHECK (scale(amount) IN (0, 2, 3));
