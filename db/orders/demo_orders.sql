-- SPDX-License-Identifier: ISC
-- The ids of orders that demo people placed with demo vendors, a line each. An
-- order in which a real person bought or sold is not one of them.

SELECT id FROM orders o WHERE pg_temp.is_demo(user_id, '01')
AND NOT EXISTS (SELECT FROM parcels p WHERE p.order_id = o.id
	AND NOT pg_temp.is_demo(vendor_user_id, '01'));
