-- SPDX-License-Identifier: ISC
-- Removes the orders in demo_orders, and the carts of demo people.

DELETE FROM order_refunds WHERE order_id IN (TABLE demo_orders);
DELETE FROM order_steps WHERE order_id IN (TABLE demo_orders);
DELETE FROM order_items WHERE order_id IN (TABLE demo_orders);
DELETE FROM parcels WHERE order_id IN (TABLE demo_orders);
DELETE FROM orders WHERE id IN (TABLE demo_orders);
DELETE FROM order_counts WHERE orders = 0 AND pg_temp.is_demo(user_id, '01');
DELETE FROM order_tallies t WHERE pg_temp.is_demo(owner, '01')
	AND NOT EXISTS (SELECT FROM parcels WHERE vendor_user_id = t.owner);
DELETE FROM sales_tallies t WHERE pg_temp.is_demo(owner, '01')
	AND NOT EXISTS (SELECT FROM parcels WHERE vendor_user_id = t.owner);
DELETE FROM carts WHERE pg_temp.is_demo(user_id, '01');
DELETE FROM outbox WHERE key IN (TABLE demo_orders);
