-- SPDX-License-Identifier: ISC
-- How many orders somebody has, so that no page of them has to count them.

CREATE TABLE order_counts (
	user_id		uuid PRIMARY KEY,
	orders		bigint NOT NULL
) WITH (fillfactor = 70);

CREATE FUNCTION orders_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO order_counts AS c (user_id, orders)
	SELECT user_id, count(*) * CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END
	FROM changed GROUP BY user_id ORDER BY user_id
	ON CONFLICT (user_id) DO UPDATE SET orders = c.orders + excluded.orders;
	RETURN NULL;
END $$;
CREATE TRIGGER orders_counted_new AFTER INSERT ON orders
	REFERENCING NEW TABLE AS changed
	FOR EACH STATEMENT EXECUTE FUNCTION orders_counted();
CREATE TRIGGER orders_counted_gone AFTER DELETE ON orders
	REFERENCING OLD TABLE AS changed
	FOR EACH STATEMENT EXECUTE FUNCTION orders_counted();

INSERT INTO order_counts (user_id, orders)
SELECT user_id, count(*) FROM orders GROUP BY user_id;

GRANT SELECT, INSERT, UPDATE ON order_counts TO :"runtime_role";
