-- SPDX-License-Identifier: ISC
-- Removes events about the orders in demo_orders with their jobs, and what demo
-- people were told.

DELETE FROM events WHERE key IN (TABLE demo_orders);
DELETE FROM notifications WHERE pg_temp.is_demo(user_id, '01');
