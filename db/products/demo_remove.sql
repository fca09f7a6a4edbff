-- SPDX-License-Identifier: ISC
-- Removes what the orders in demo_orders reserved, and the goods and shops of
-- demo people. What a real order holds stays, off sale. A category stays while
-- a product or another category is in it.

DELETE FROM reservation_lines WHERE order_id IN (TABLE demo_orders);
DELETE FROM reservations WHERE order_id IN (TABLE demo_orders);

CREATE TEMP TABLE demo_vendors ON COMMIT DROP AS
SELECT id FROM vendors WHERE pg_temp.is_demo(user_id, '01');

-- Off sale first: so the counters of categories follow.
UPDATE products SET removed_at = farm_now(), is_active = false,
	category_id = NULL, updated_at = farm_now()
WHERE vendor_id IN (TABLE demo_vendors) AND removed_at IS NULL;
UPDATE vendors SET status = 'SUSPENDED', updated_at = farm_now()
WHERE id IN (TABLE demo_vendors);

DELETE FROM product_variants v USING products p
WHERE p.id = v.product_id AND p.vendor_id IN (TABLE demo_vendors)
	AND NOT EXISTS (SELECT FROM reservation_lines r
	    WHERE r.product_id = p.id);
DELETE FROM products p WHERE vendor_id IN (TABLE demo_vendors)
	AND NOT EXISTS (SELECT FROM reservation_lines r
	    WHERE r.product_id = p.id);
DELETE FROM vendors v WHERE id IN (TABLE demo_vendors)
	AND NOT EXISTS (SELECT FROM products p WHERE p.vendor_id = v.id);

-- Those below first: the demo shop has two levels.
DELETE FROM categories c WHERE pg_temp.is_demo(id, '03')
	AND NOT EXISTS (SELECT FROM products p WHERE p.category_id = c.id)
	AND NOT EXISTS (SELECT FROM categories d WHERE d.parent_id = c.id);
DELETE FROM categories c WHERE pg_temp.is_demo(id, '03')
	AND NOT EXISTS (SELECT FROM products p WHERE p.category_id = c.id)
	AND NOT EXISTS (SELECT FROM categories d WHERE d.parent_id = c.id);
DELETE FROM category_counts k WHERE listed = 0
	AND pg_temp.is_demo(category_id, '03')
	AND NOT EXISTS (SELECT FROM categories c WHERE c.id = k.category_id);
