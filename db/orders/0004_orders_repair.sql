-- SPDX-License-Identifier: ISC
-- Adds what the first version of 0002_orders.sql lacks (db/checksums).

CREATE TABLE IF NOT EXISTS order_refunds (
	key		uuid PRIMARY KEY,
	order_id	uuid NOT NULL REFERENCES orders,
	amount		numeric(10,2) NOT NULL,
	at		timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS order_refunds_of_order ON order_refunds (order_id);
GRANT SELECT, INSERT ON order_refunds TO :"runtime_role";

-- Until then an order had only the sum of its refunds. One row holds this sum,
-- so that later refunds are added to it.
INSERT INTO order_refunds (key, order_id, amount, at)
SELECT gen_random_uuid(), id, refunded_amount, updated_at FROM orders
WHERE refunded_amount > 0 AND NOT EXISTS (SELECT FROM order_refunds r
	WHERE r.order_id = orders.id);
